package cleanse

import (
	"strings"
	"unicode/utf8"
)

// Whole gives the whole number that a program wrote as one with a fraction, as in 10001.0.
func Whole(text string) (string, bool) {
	end := len(text)
	for end > 0 && text[end-1] == '0' {
		end--
	}
	if end == len(text) || end < 2 || text[end-1] != '.' || digits(text[:end-1]) != end-1 {
		return text, false
	}
	return text[:end-1], true
}

// Digits says whether a text is made of digits alone.
func Digits(text string) bool { return text != "" && digits(text) == len(text) }

// digits counts the digits that a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}

// Mark is which sign stands before the decimals of a number.
type Mark uint8

// The marks that a number can have.
const (
	NoMark     Mark = iota // there are none, or it is a whole number
	Point                  // 1,250.50 or 1.5
	Comma                  // 1.250,50 or 1,5
	PointMaybe             // 1.250: by a point, or a thousand
	CommaMaybe             // 1,250: by a comma, or a thousand
	NoNumber
)

// MarkOf says which decimal mark a number shows.
func MarkOf(text string) Mark {
	s, ok := strip(text)
	if !ok {
		return NoNumber
	}
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case points == 0 && commas == 0:
		return NoMark
	case points > 0 && commas > 0:
		return bothMarks(s, points, commas)
	case points > 1 || commas > 1:
		return manyMarks(s, points)
	}
	return oneMark(s, points == 1)
}

func bothMarks(s string, points, commas int) Mark {
	mark, by := Point, ","
	if strings.LastIndexByte(s, ',') > strings.LastIndexByte(s, '.') {
		mark, by, points, commas = Comma, ".", commas, points
	}
	if points != 1 || commas < 1 || !grouped(s[:strings.LastIndexAny(s, ".,")], by) {
		return NoNumber
	}
	return mark
}

// manyMarks is of a number with several of one sign: they part thousands.
func manyMarks(s string, points int) Mark {
	mark, by := Point, ","
	if points > 0 {
		mark, by = Comma, "."
	}
	if !grouped(s, by) {
		return NoNumber
	}
	return mark
}

func oneMark(s string, point bool) Mark {
	i := strings.IndexAny(s, ".,")
	maybe := len(s)-i-1 == 3 && i >= 1 && i <= 3 && s[0] != '0'
	switch {
	case i == len(s)-1:
		return NoNumber
	case point && maybe:
		return PointMaybe
	case point:
		return Point
	case maybe:
		return CommaMaybe
	}
	return Comma
}

// grouped says whether the groups between the signs have three digits each, but for the first.
func grouped(s, by string) bool {
	for i, group := range strings.Split(s, by) {
		if digits(group) != len(group) || i > 0 && len(group) != 3 || i == 0 && (len(group) < 1 || len(group) > 3) {
			return false
		}
	}
	return true
}

// strip takes the sign and the blanks between thousands off a number: what is left are digits, points and commas.
func strip(text string) (string, bool) {
	s := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text, "−"), "-"), "+")
	if first, _ := utf8.DecodeRuneInString(s); (first < '0' || first > '9') && first != '\'' && first != '’' && !around(first) {
		return "", false // most texts are none: this is asked of every value of a file
	}
	plain := true
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' || c == '.' || c == ',' {
			continue
		}
		plain = false
		break
	}
	if !plain {
		parts := strings.FieldsFunc(s, func(r rune) bool { return r == '\'' || r == '’' || around(r) })
		for i, part := range parts {
			whole := part
			if at := strings.IndexAny(part, ".,"); at >= 0 && i == len(parts)-1 {
				whole = part[:at]
			}
			if i > 0 && len(whole) != 3 || i < len(parts)-1 && (digits(part) != len(part) || len(part) > 3) {
				return "", false
			}
		}
		s = strings.Join(parts, "")
	}
	return s, s != "" && s[0] >= '0' && s[0] <= '9' && strings.Trim(s, "0123456789.,") == ""
}

// Number writes a number with a point before its decimals and no sign between its thousands; mark says which sign is before the decimals.
func Number(text string, mark Mark) (string, bool) {
	own := MarkOf(text)
	switch {
	case own == NoNumber, own == Point && mark == Comma, own == Comma && mark == Point:
		return "", false
	}
	s, _ := strip(text)
	if mark == Comma {
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1)
	} else {
		s = strings.ReplaceAll(s, ",", "")
	}
	if whole, _, _ := strings.Cut(s, "."); len(whole) > 1 && whole[0] == '0' {
		s = strings.TrimLeft(whole, "0") + s[len(whole):]
		if s == "" || s[0] == '.' {
			s = "0" + s
		}
	}
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "−") {
		s = "-" + s
	}
	return s, true
}
