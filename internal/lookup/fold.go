// Package lookup is what a search is made of, whichever database holds its index: the text that a customer is
// found by, folded so that nobody has to write it exactly, and the words that are looked for in it.
// It may import the root package alone.
package lookup

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lastFolded is the last letter that foldedLetters knows; later ones are taken apart when they are met.
const lastFolded = 0x24f

// foldedLetters are the Latin letters beyond ASCII, each in lower case and without its marks.
var foldedLetters = foldLetters()

// ownLetters are those that Unicode does not take apart.
var ownLetters = map[rune]string{
	'æ': "ae", 'ø': "o", 'ð': "d", 'þ': "th", 'ß': "ss", 'đ': "d", 'ħ': "h", 'ı': "i", 'ł': "l", 'ŋ': "n", 'œ': "oe", 'ŧ': "t",
}

func foldLetters() [lastFolded + 1]string {
	var folded [lastFolded + 1]string
	for letter := rune(utf8.RuneSelf); letter <= lastFolded; letter++ {
		folded[letter] = foldRune(letter)
	}
	return folded
}

// foldRune gives a letter in lower case, without its marks.
func foldRune(letter rune) string {
	letter = unicode.ToLower(letter)
	if own, ok := ownLetters[letter]; ok {
		return own
	}
	bare := make([]rune, 0, 2)
	for _, part := range norm.NFKD.String(string(letter)) {
		if !unicode.Is(unicode.Mn, part) {
			bare = append(bare, unicode.ToLower(part))
		}
	}
	return string(bare)
}

// AppendFolded appends a text in lower case and without marks, so that "bjorr" is found in "BJØRR". What can't be seen
// is a blank. It is the one function for what is kept and for what is looked for.
func AppendFolded[T ~string | ~[]byte](dst []byte, text T) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			dst = append(dst, foldedASCII(c))
			i++
			continue
		}
		letter, size := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
		i += size
		switch {
		case letter <= lastFolded:
			dst = append(dst, foldedLetters[letter]...)
		case unicode.IsSpace(letter):
			dst = append(dst, ' ')
		default:
			dst = append(dst, foldRune(letter)...)
		}
	}
	return dst
}

func foldedASCII(c byte) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c < ' ' || c == 0x7f:
		return ' '
	}
	return c
}
