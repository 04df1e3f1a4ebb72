package xlsx

import (
	"archive/zip"
	"encoding/xml"
	"io"

	"callflow/internal/tabular"
)

// Bounds on the elements of a part, so that a small file can't cost much time: those of a real sheet pack to a byte and more.
const (
	freeTokens     = 2_000_000
	tokensOfByte   = 16
	freeStrange    = 500_000
	bytesOfStrange = 4
)

// tokens reads the elements of a part, not more of them than a real one of its size has.
type tokens struct {
	decoder *xml.Decoder
	left    int64
	strange int64 // that say nothing of rows, which are left
}

func newTokens(text io.Reader, part *zip.File) *tokens {
	packed := int64(min(part.CompressedSize64, 1<<40))
	return &tokens{decoder: xml.NewDecoder(text), left: freeTokens + tokensOfByte*packed, strange: freeStrange + packed/bytesOfStrange}
}

// RawToken is the next token as it is written.
func (t *tokens) RawToken() (xml.Token, error) {
	if t.left--; t.left < 0 {
		return nil, errTooManyTokens
	}
	return t.decoder.RawToken()
}

// Token makes it a source of tokens for another decoder, which sees to namespaces.
func (t *tokens) Token() (xml.Token, error) {
	token, err := t.RawToken()
	if err == nil {
		err = t.isStrange()
	}
	return token, err
}

// isStrange counts a token that says nothing of rows.
func (t *tokens) isStrange() error {
	if t.strange--; t.strange < 0 {
		return errTooManyTokens
	}
	return nil
}

var errTooManyTokens = &tabular.FileError{Reason: "the workbook has far more elements than a real one of its size",
	Fix: "save it again in a spreadsheet program, or as CSV"}
