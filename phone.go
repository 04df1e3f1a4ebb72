package callflow

import (
	"bytes"
	"strings"
	"unicode"
)

// The digits of a telephone number: the shortest that are dialled have five, the longest that E.164 knows fifteen, and two more
// where 00 stands for the plus sign.
const (
	fewestDigits = 5
	mostDigits   = 17
)

// CanBeDialled says whether a text has a telephone number: enough digits, none of which a letter touches, as in "22334455x". Spaces,
// points and brackets are let pass, words beside the number as well. Of several numbers, one is enough.
func CanBeDialled(text string) bool {
	if isOneNumber(text) {
		return true
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("/,;|", c) })
	for i := 0; len(parts) > 1 && i < len(parts); i++ {
		if isOneNumber(parts[i]) {
			return true
		}
	}
	return false
}

func isOneNumber(text string) bool {
	text = withoutExtension(text)
	digits, before := 0, ' '
	for _, c := range text {
		if unicode.IsDigit(c) && unicode.IsLetter(before) || unicode.IsLetter(c) && unicode.IsDigit(before) {
			return false
		}
		if unicode.IsDigit(c) {
			digits++
		}
		before = c
	}
	return digits >= fewestDigits && digits <= mostDigits
}

// withoutExtension cuts off what is dialled inside a company, such as "x12" or "ext. 12".
func withoutExtension(text string) string {
	number := strings.TrimRight(text, "0123456789")
	if len(number) == len(text) {
		return text
	}
	trimmed := strings.ToLower(strings.TrimRight(number, " .="))
	for _, mark := range []string{"ext", "x", "#"} {
		if rest, found := strings.CutSuffix(trimmed, mark); found {
			return text[:len(rest)]
		}
	}
	return text
}

// HasNumber says whether a card has a telephone number that can be called.
func HasNumber(card []byte) bool {
	for {
		tag, value, rest, ok := NextPacked(card)
		if !ok {
			return false
		}
		if tag >= tagPhone1 && tag <= tagPhone3 && (isPlainNumber(value) || CanBeDialled(Value(value).Text())) {
			return true
		}
		card = rest
	}
}

// isPlainNumber recognizes nearly all numbers without a copy: digits in quotes, with spaces and a plus sign.
func isPlainNumber(value []byte) bool {
	digits := 0
	for _, c := range bytes.Trim(value, `"`) {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c != ' ' && c != '+':
			return false
		}
	}
	return digits >= fewestDigits && digits <= mostDigits
}
