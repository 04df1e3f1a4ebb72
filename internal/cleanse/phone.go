package cleanse

import (
	"strings"
	"unicode"
)

const (
	fewestDigits = 6  // of one of several numbers in a cell
	mostDigits   = 15 // of a telephone number (E.164)
)

// Phones are the telephone numbers of a cell, where it has several; nil where it has one or none. An extension is no number of its own.
func Phones(text string) []string {
	if len(text) < 2*fewestDigits+1 || !parted(text) {
		return nil
	}
	parts := splitPhones(text)
	if len(parts) < 2 {
		return nil
	}
	for _, part := range parts {
		n := countDigits(part)
		if n < fewestDigits || n > mostDigits || vanity(part) {
			return nil
		}
	}
	return parts
}

// parted says whether a sign or a letter stands in a text that may part two numbers.
func parted(text string) bool {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c == ';', c == ',', c == '/', c == '|', c == ':', c == '&', c == '\n':
			return true
		}
	}
	return false
}

// between are the words and signs that stand between two numbers.
var between = strings.NewReplacer(" ::: ", "\n", ":::", "\n", ";", "\n", ",", "\n", "/", "\n", "|", "\n", "&", "\n", " og ", "\n", " and ", "\n",
	" eller ", "\n", " or ", "\n")

func splitPhones(text string) []string {
	var parts []string
	for part := range strings.SplitSeq(between.Replace(text), "\n") {
		if part = Trim(part); part == "" {
			continue
		}
		if len(parts) > 0 && extensionAt(part) == 0 {
			parts[len(parts)-1] += ", " + part
			continue
		}
		parts = append(parts, part)
	}
	return parts
}

// extensions are the words before a number within a house.
var extensions = []string{"extension", "ext.", "ext", "internt", "int.", "linje", "tilleggsnr", "durchwahl", "x", "#"}

// extensionAt is where a number's extension begins, -1 where it has none.
func extensionAt(text string) int {
	lower := strings.ToLower(text)
	for _, word := range extensions {
		at := strings.Index(lower, word)
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(lower[at+len(word):], ".: ")
		before := rune(' ')
		if at > 0 {
			before = rune(lower[at-1])
		}
		if n := digits(rest); n > 0 && n <= 6 && Trim(rest[n:]) == "" && !unicode.IsLetter(before) {
			return at
		}
	}
	return -1
}

// SamePhone says whether two texts write one number, but for what stands between its digits.
func SamePhone(a, b string) bool { return strings.Map(inNumber, a) == strings.Map(inNumber, b) }

// inNumber drops the signs that people set between the digits of a number.
func inNumber(r rune) rune {
	if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("().", r) || Unseen(r) {
		return -1
	}
	return r
}

// Dialled is a telephone number as a telephone takes it: the first of several, without its extension; "" where there is none.
func Dialled(text string) string {
	if several := Phones(text); len(several) > 0 {
		text = several[0]
	}
	if at := extensionAt(text); at >= 0 {
		text = text[:at]
	}
	if vanity(text) {
		return ""
	}
	var dialled []byte
	trunk := strings.Contains(text, "+") || strings.HasPrefix(text, "00")
	if trunk {
		text = strings.Replace(text, "(0)", "", 1)
	}
	for _, r := range text {
		if unicode.IsLetter(r) && len(dialled) >= fewestDigits-1 { // what follows is about the number
			break
		}
		switch digit := digitOf(r); {
		case digit >= 0:
			dialled = append(dialled, byte('0'+digit))
		case (r == '+' || r == '＋') && len(dialled) == 0:
			dialled = append(dialled, '+')
		}
	}
	if n := countDigits(string(dialled)); n < 3 || n > mostDigits+2 {
		return ""
	}
	return string(dialled)
}

// vanity says whether letters stand for digits of the number, as in 1-800-FLOWERS: behind a digit, more than a word about it.
func vanity(text string) bool {
	seen, letters := 0, 0
	for _, r := range text {
		switch {
		case digitOf(r) >= 0:
			seen++
		case unicode.IsLetter(r) && seen > 0:
			letters++
		}
	}
	return letters > 0 && seen+letters > 0 && seen < fewestDigits-1
}

// OneDigit says whether a number is one digit again and again, as is written where a form wants any.
func OneDigit(text string) bool {
	first, n := -1, 0
	for _, r := range text {
		digit := digitOf(r)
		if digit < 0 {
			continue
		}
		if n++; first < 0 {
			first = digit
		}
		if digit != first {
			return false
		}
	}
	return n > 3
}

func countDigits(text string) int {
	n := 0
	for _, r := range text {
		if digitOf(r) >= 0 {
			n++
		}
	}
	return n
}

// digitOf is a digit of any script, -1 for another sign.
func digitOf(r rune) int {
	if r >= '0' && r <= '9' {
		return int(r - '0')
	}
	if r < 0x80 || !unicode.IsDigit(r) {
		return -1
	}
	zero := r
	for unicode.IsDigit(zero - 1) {
		zero--
	}
	return int(r-zero) % 10
}

// InPhone takes out of a telephone number what nobody sees, and makes blanks of all kinds plain ones.
func InPhone(text string) string {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return strings.Map(visible, text)
		}
	}
	return text
}

func visible(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case Unseen(r):
		return -1
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}
