package cleanse

import (
	"strconv"
	"strings"
)

// mostKept is how many digits of a number a spreadsheet keeps.
const mostKept = 15

// Cut says whether a text is a number that a spreadsheet has cut, as in 4,79123E+09: the digits behind are lost.
func Cut(text string) bool {
	whole, ok := Exponential(text)
	return ok && whole == ""
}

// Exponential reads a number that a program has written with an exponent, as 9.1234567E7 or 4,79123E+09: the whole number that it is, "" where
// the text has not all of its digits. A text such as 5E10 may be a code, and is none.
func Exponential(text string) (whole string, ok bool) {
	head, power, ok := exponentOf(text)
	unsigned := strings.TrimLeft(head, "+-")
	if !ok || digits(unsigned) != 1 || len(unsigned) == 1 && Digits(power) {
		return "", false
	}
	whole = unsigned[:1]
	if len(unsigned) > 1 {
		whole += unsigned[2:]
	}
	places, _ := strconv.Atoi(power) // it has at most three figures
	if head != unsigned || head[0] == '0' || len(whole) > mostKept || places != len(whole)-1 {
		return "", true
	}
	return whole, true
}

// exponentOf cuts a number before the E of its exponent.
func exponentOf(text string) (head, power string, ok bool) {
	if len(text) < 3 || len(text) > 30 || text[len(text)-1] < '0' || text[len(text)-1] > '9' {
		return "", "", false
	}
	e := strings.IndexAny(text, "eE")
	if e < 1 {
		return "", "", false
	}
	head, power = text[:e], text[e+1:]
	figures := strings.TrimPrefix(power, "+")
	if figures == power {
		figures = strings.TrimPrefix(power, "-")
	}
	whole := strings.TrimLeft(head, "+-")
	n := digits(whole)
	fits := n > 0 && (n == len(whole) || (whole[n] == '.' || whole[n] == ',') && Digits(whole[n+1:]))
	return head, power, fits && len(figures) <= 3 && Digits(figures)
}

// CutPhone says whether a telephone number, or one of several in a cell, is a number with an exponent.
func CutPhone(text string) bool {
	if !strings.ContainsAny(text, "eE") {
		return false
	}
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return around(r) || strings.ContainsRune(";/|&", r) }) {
		if _, _, ok := exponentOf(strings.TrimRight(part, ",.")); ok {
			return true
		}
	}
	return false
}
