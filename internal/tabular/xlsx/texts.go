package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"callflow/internal/tabular"
)

func (b *workbook) readTexts() error {
	part := b.parts["xl/sharedstrings.xml"]
	if part == nil {
		return nil
	}
	text, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer text.Close()
	decoder := newTokens(text, part)
	var one []byte
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "si" {
			if err := decoder.isStrange(); err != nil {
				return err
			}
			continue
		}
		if one, err = appendRichText(one[:0], decoder, "si"); err != nil {
			return damaged(err)
		}
		if err := b.texts.add(one); err != nil {
			return err
		}
	}
}

// appendRichText appends what the t elements up to an end say; how it sounds (rPh) is left out.
func appendRichText(dst []byte, decoder *tokens, until string) ([]byte, error) {
	begun, inText, sounds := len(dst), false, false
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return dst, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inText = token.Name.Local == "t" && !sounds
			sounds = sounds || token.Name.Local == "rPh"
		case xml.CharData:
			if inText {
				dst = append(dst, token...)
			}
			if len(dst)-begun > mostOfCell {
				return dst, errCellTooLong
			}
		case xml.EndElement:
			inText = false
			switch token.Name.Local {
			case "rPh":
				sounds = false
			case until:
				return unescapeSigns(dst, begun), nil
			}
		}
	}
}

var errCellTooLong = &tabular.FileError{Reason: "a cell of the workbook has more than 1 MB of text", Fix: "shorten it, or save the sheet as CSV UTF-8"}

// unescapeSigns reads _x000D_ and the like, by which a workbook writes signs that XML has not.
func unescapeSigns(dst []byte, from int) []byte {
	if !strings.Contains(string(dst[from:]), "_x") {
		return dst
	}
	text := string(dst[from:])
	dst = dst[:from]
	for {
		at := strings.Index(text, "_x")
		if at < 0 || at+7 > len(text) {
			return append(dst, text...)
		}
		sign, ok := signOf(text[at:])
		if !ok {
			dst = append(dst, text[:at+2]...)
			text = text[at+2:]
			continue
		}
		dst = append(dst, text[:at]...)
		dst = append(dst, sign...)
		text = text[at+7:]
	}
}

// signOf reads _xHHHH_ at the beginning of a text.
func signOf(text string) (string, bool) {
	if text[6] != '_' {
		return "", false
	}
	value := 0
	for _, c := range []byte(text[2:6]) {
		place := strings.IndexByte("0123456789abcdef", c|0x20)
		if c >= '0' && c <= '9' {
			place = int(c - '0')
		}
		if place < 0 {
			return "", false
		}
		value = value*16 + place
	}
	switch {
	case value == '\r' || value >= 0xd800 && value < 0xe000: // a line ends by a line feed alone; halves of signs stand for nothing
		return "", true
	case value == 0:
		return "", true
	}
	return string(rune(value)), true
}
