package person

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// misreadAs are the encodings as which programs read others by mistake. UTF-8 is read so that å stands as Ã¥, ├Ñ or √•.
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
		if whole := wholeNumber(string(normal[at.begin:e]), string(normal[e+1:at.end])); whole != "" {
			dst = append(append(dst, normal[copied:at.begin]...), whole...)
			copied = at.end
		}
	}
	if copied == 0 {
		return dst
	}
	return append(dst, normal[copied:]...)
}

// beginOfNumber is where the number before an exponent begins: figures, with a point or a comma between them or none.
func beginOfNumber(normal []byte, e int) int {
	begin := beginOfFigures(normal, e)
	if begin > 1 && (normal[begin-1] == '.' || normal[begin-1] == ',') && isDigit(normal[begin-2]) {
		begin = beginOfFigures(normal, begin-1)
	}
	return begin
}

func beginOfFigures(normal []byte, end int) int {
	for end > 0 && isDigit(normal[end-1]) {
		end--
	}
	return end
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

// longestNumber is how many digits a whole number has at most that is looked for.
const longestNumber = 30

// wholeNumber is the whole number that is written with an exponent, "" where it is none. Figures that a program has cut are taken as zeros: an id may
// have them.
func wholeNumber(head, power string) string {
	figures := strings.NewReplacer(".", "", ",", "").Replace(head)
	behind := len(head) - 1 - strings.IndexAny(head, ".,")
	if behind == len(head) {
		behind = 0
	}
	zeros, err := strconv.Atoi(strings.TrimPrefix(power, "+"))
	if zeros -= behind; err != nil || zeros < 0 || len(figures)+zeros > longestNumber {
		return ""
	}
	return strings.TrimLeft(figures, "0") + strings.Repeat("0", zeros)
}

// misreadNames are a name as it stands where its letters were written in one encoding of a byte a letter, and read in another.
func misreadNames(name string) []string {
	var names []string
	for _, written := range misreadAs {
		raw, ok := bytesIn(name, written)
		if !ok {
			continue
		}
		for _, read := range misreadAs {
			if read == written {
				continue
			}
			var b strings.Builder
			for _, c := range raw {
				b.WriteRune(read.DecodeByte(c))
			}
			names = append(names, b.String())
		}
	}
	return names
}

// bytesIn are the bytes of a text with letters beyond ASCII, false for another text and where the encoding lacks a letter.
func bytesIn(text string, in *charmap.Charmap) (raw []byte, ok bool) {
	for _, r := range text {
		c, has := in.EncodeRune(r)
		if !has {
			return nil, false
		}
		raw, ok = append(raw, c), ok || r >= utf8.RuneSelf
	}
	return raw, ok
}
