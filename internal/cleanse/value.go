// Package cleanse turns what people and programs write in the cells of files into values: it takes off what spreadsheets put around
// them, and reads numbers, dates, yes and no, and telephone numbers. It knows nothing of customers, and keeps nothing.
package cleanse

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Way is a set of what was done to a value.
type Way uint8

// The ways.
const (
	Blanks     Way = 1 << iota // blanks, or signs that nobody sees, were taken off
	Formula                    // it was written as the formula of a constant: ="00123"
	Apostrophe                 // an apostrophe stood in front, by which spreadsheets mark text
	Nothing                    // it is a word for nothing
)

// Value takes off what stands around a value without being a part of it.
func Value(text string) (string, Way) {
	if plain(text) {
		return text, 0
	}
	ways := Way(0)
	trimmed := Trim(text)
	if trimmed != text {
		ways |= Blanks
	}
	if inner, ok := constant(trimmed); ok {
		trimmed, ways = Trim(inner), ways|Formula
	}
	if marked(trimmed) {
		trimmed, ways = Trim(trimmed[1:]), ways|Apostrophe
	}
	return trimmed, ways
}

// doubtful are the bytes at the ends of a value that may have to go, and those of signs that nobody sees.
var doubtful = func() (table [256]bool) {
	for c := range 0x21 {
		table[c] = true
	}
	for _, c := range []byte{'\'', '=', 0x7f, 0xc2, 0xd8, 0xe1, 0xe2, 0xe3, 0xef} {
		table[c] = true
	}
	return table
}()

// plain says of most values, soon, that there is nothing to take off.
func plain(text string) bool {
	if text == "" {
		return true
	}
	if doubtful[text[0]] {
		return false
	}
	last := text[len(text)-1]
	if last < utf8.RuneSelf {
		return !doubtful[last] || last == '\'' || last == '='
	}
	r, _ := utf8.DecodeLastRuneInString(text)
	return !around(r)
}

// Trim takes blanks of all kinds off both ends of a text, and signs of direction, without width and of byte order.
func Trim(text string) string { return strings.TrimFunc(text, around) }

// Blank says whether a text shows nothing.
func Blank(text string) bool {
	for _, r := range text {
		if !around(r) {
			return false
		}
	}
	return true
}

func around(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == 0x7f
	}
	return unicode.IsSpace(r) || Unseen(r)
}

// Unseen says of a sign that it has no width: those of direction, zero-width blanks and joiners, and marks of byte order.
func Unseen(r rune) bool {
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x2069:
		return true
	case r == 0xad, r == 0x61c, r == 0x180e, r == 0xfeff:
		return true
	}
	return false
}

// Seen takes signs without width out of a text, wherever they stand.
func Seen(text string) string {
	if strings.IndexFunc(text, Unseen) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if Unseen(r) {
			return -1
		}
		return r
	}, text)
}

// constant reads ="00123", by which programs keep a spreadsheet from reading a number; also where its quotes were doubled on the way.
func constant(text string) (string, bool) {
	if len(text) < 3 || text[0] != '=' || text[1] != '"' || text[len(text)-1] != '"' {
		return "", false
	}
	inner := text[2:max(2, len(text)-1)]
	if len(inner) >= 2 && inner[0] == '"' && inner[len(inner)-1] == '"' {
		inner = inner[1 : len(inner)-1]
	}
	inner = strings.ReplaceAll(inner, `""`, `"`)
	return inner, !strings.Contains(inner, `"`)
}

// marked says whether an apostrophe in front is a spreadsheet's mark of text. In front of a small letter it belongs to the word, as in 't Hart.
func marked(text string) bool {
	if len(text) < 2 || text[0] != '\'' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[1:])
	return !unicode.IsLower(r) && r != '\''
}
