package person

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"callflow/internal/cleanse"
)

// misreadAs are the encodings as which programs read UTF-8 by mistake, so that å stands as Ã¥, ├Ñ or √•.
var misreadAs = []*charmap.Charmap{charmap.Windows1252, charmap.CodePage850, charmap.Macintosh}

// readAgain is a text in which letters that were UTF-8 and were read in another encoding are what they were; false where there are none.
func readAgain(text string, as *charmap.Charmap) (string, bool) {
	var b strings.Builder
	copied := 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] >= utf8.RuneSelf {
			end++
		}
		if letters, ok := bytesAs(text[i:end], as); ok {
			b.WriteString(text[copied:i])
			b.WriteString(letters)
			copied = end
		}
		i = end
	}
	if copied == 0 {
		return "", false
	}
	b.WriteString(text[copied:])
	return b.String(), true
}

// bytesAs are letters that were read in an encoding, as the bytes that they were; false where these are no UTF-8.
func bytesAs(letters string, as *charmap.Charmap) (string, bool) {
	var b strings.Builder
	for _, r := range letters {
		c, ok := as.EncodeRune(r)
		if !ok && r >= utf8.RuneSelf && r < firstLatin {
			c, ok = byte(r), true // a byte that the encoding has no letter for
		}
		if !ok {
			return "", false
		}
		b.WriteByte(c)
	}
	return b.String(), utf8.ValidString(b.String())
}

// firstLatin stands behind the control characters that bytes without a letter are read as.
const firstLatin = 0xa0

// withWholeNumbers appends a text in normal form in which numbers with an exponent have all their digits, where they do; else nothing.
func withWholeNumbers(dst, normal []byte) []byte {
	copied := 0
	for e := 1; e+1 < len(normal); e++ {
		if normal[e] != 'e' || !isDigit(normal[e-1]) {
			continue
		}
		at := span{beginOfNumber(normal, e), endOfExponent(normal, e)}
		if at.begin < copied || !isWordAt(normal, at) {
			continue
		}
		if whole, _ := cleanse.Exponential(string(normal[at.begin:at.end])); whole != "" {
			dst = append(append(dst, normal[copied:at.begin]...), whole...)
			copied = at.end
		}
	}
	if copied == 0 {
		return dst
	}
	return append(dst, normal[copied:]...)
}

// beginOfNumber is where the number before an exponent begins: one figure, a point or a comma, and figures, or figures alone.
func beginOfNumber(normal []byte, e int) int {
	begin := e
	for begin > 0 && isDigit(normal[begin-1]) {
		begin--
	}
	if begin > 1 && (normal[begin-1] == '.' || normal[begin-1] == ',') && isDigit(normal[begin-2]) {
		begin -= 2
	}
	return begin
}

func endOfExponent(normal []byte, e int) int {
	end := e + 1
	if normal[end] == '+' {
		end++
	}
	for end < len(normal) && isDigit(normal[end]) {
		end++
	}
	return end
}
