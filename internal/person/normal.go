package person

import (
	"bytes"
	"sync"
	"unicode"
	"unicode/utf8"

	"callflow/internal/lookup"
)

// In normal form a text has small letters without marks, ASCII's own signs alone, one kind of blank and of hyphen, no blank beside another, and
// none of the signs that nobody sees: a byte of 0x80 and more is always of a letter or a digit. Letters of scripts that put no blanks between words
// are words of their own.

// asciiNormal is what each sign of ASCII becomes. Line breaks and tabs part values, other control characters are blanks.
var asciiNormal = func() (table [utf8.RuneSelf]byte) {
	for c := range table {
		switch b := byte(c); {
		case 'A' <= b && b <= 'Z':
			table[c] = b + 'a' - 'A'
		case b == '\n', b == '\r', b == '\t', b == 0:
			table[c] = '\n'
		case b < ' ', b == 0x7f:
			table[c] = ' '
		default:
			table[c] = b
		}
	}
	return table
}()

// appendNormal appends a text in normal form.
func appendNormal(dst []byte, text string) []byte {
	start := len(dst)
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if c = asciiNormal[c]; c != ' ' || len(dst) > start && dst[len(dst)-1] != ' ' {
				dst = append(dst, c)
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		dst = appendNormalRune(dst, r, text[i:i+size])
		i += size
	}
	return dst
}

// firstIdeograph stands before all letters of scripts without blanks.
const firstIdeograph = 0x3000

func appendNormalRune(dst []byte, r rune, text string) []byte {
	switch {
	case r >= firstIdeograph && unicode.In(r, unicode.Ideographic, unicode.Hiragana, unicode.Katakana):
		return append(lookup.AppendFolded(appendBlank(dst), text), ' ')
	case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r): // a mark has its letter before it, and goes
		return append(dst, foldedLetter(r, text)...)
	case unicode.Is(unicode.Cf, r), r == '\u034f', r == '\u3164':
		return dst
	case unicode.Is(unicode.Pd, r), r == '\u2212':
		return append(dst, '-')
	case r == '\u2028', r == '\u2029', r == '\u0085':
		return append(dst, '\n')
	}
	if folded := lookup.AppendFolded(nil, text); len(folded) == 1 { // ＠ is @
		return append(dst, folded...)
	}
	return appendBlank(dst)
}

// Greek, Cyrillic and Armenian letters are folded once: texts of a whole language are looked at.
const firstFolded, lastFolded = 0x250, 0x58f

var foldedLetters = sync.OnceValue(func() []string {
	table := make([]string, lastFolded+1-firstFolded)
	for i := range table {
		table[i] = string(lookup.AppendFolded(nil, string(rune(firstFolded+i))))
	}
	return table
})

// foldedLetter is a letter beyond ASCII without its marks.
func foldedLetter(r rune, text string) string {
	if r < firstFolded || r > lastFolded {
		return string(lookup.AppendFolded(nil, text))
	}
	return foldedLetters()[r-firstFolded]
}

func appendBlank(dst []byte) []byte {
	if len(dst) > 0 && dst[len(dst)-1] == ' ' {
		return dst
	}
	return append(dst, ' ')
}

// trimmed is a text in normal form without the signs around it.
func trimmed(normal []byte) []byte {
	return bytes.TrimFunc(normal, func(r rune) bool { return r < utf8.RuneSelf && !isWord(byte(r)) })
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// isWord says whether a byte of a text in normal form is of a letter or a digit.
func isWord(c byte) bool { return 'a' <= c && c <= 'z' || isDigit(c) || c >= utf8.RuneSelf }

// isSeparator says whether a sign parts cells of a row, or values of JSON or XML; see parts for the colon.
func isSeparator(c byte) bool {
	switch c {
	case ',', ';', '\n', '|', '"', '{', '}', '[', ']', '<', '>', '=', '\\':
		return true
	}
	return false
}
