package cleanse

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Label is a label as people see it: in NFC, with single blanks of one kind, and without signs that nobody sees.
func Label(text string) string {
	if isPlainLabel(text) {
		return text
	}
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// SameLabel says whether two labels are one to whoever reads them. Case does not tell them apart.
func SameLabel(x, y string) bool { return strings.EqualFold(Label(x), Label(y)) }

// isPlainLabel says whether a text is ASCII without a blank.
func isPlainLabel(text string) bool {
	for i := range len(text) {
		if text[i] <= ' ' || text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// IsOneLine says whether a text has no sign that ends a line or controls a device.
func IsOneLine(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp) })
}
