package xlsx

import (
	"math"
	"strconv"
	"strings"
)

// isCode says whether digits that are shown so are a code and no amount: there are zeros in front or signs between them, but for the
// blank that parts thousands.
func (p *formatPart) isCode() bool {
	var shape, texts strings.Builder
	for _, token := range p.tokens {
		if token.digit != 0 {
			shape.WriteByte(token.digit)
			continue
		}
		if shape.Len() == 0 && (strings.ContainsAny(token.text, "+0123456789") || strings.HasSuffix(token.text, "-")) {
			shape.WriteByte('+')
		}
		texts.WriteString(token.text)
		shape.WriteByte(' ')
	}
	digits := strings.TrimSpace(shape.String())
	if p.condition != "" {
		return digits != ""
	}
	switch {
	case !strings.ContainsAny(digits, "0#?"):
		return false
	case strings.HasPrefix(digits, "+"), strings.Count(digits, "0") > 1:
		return true
	case digits == "# ##0", digits == "### ##0", digits == "# ##0 ##0", digits == "# ### ##0":
		return false
	}
	return strings.Contains(digits, " ")
}

// code writes a whole number as a format for codes shows it.
func (f *numberFormat) code(n float64) string {
	part, minus := f.partOf(n)
	digits := strconv.FormatFloat(math.Abs(n), 'f', 0, 64)
	if n == 0 {
		digits = ""
	}
	shown := make([]string, 0, len(part.tokens)+2)
	left := 0
	for _, token := range part.tokens {
		if token.digit != 0 {
			left++
		}
	}
	extra := max(0, len(digits)-left) // digits beyond the places stand before the first
	for _, token := range part.tokens {
		switch {
		case token.digit == 0:
			shown = append(shown, token.text)
			continue
		case extra > 0:
			shown = append(shown, digits[:extra])
			digits, extra = digits[extra:], 0
		}
		switch {
		case len(digits) >= left:
			shown = append(shown, digits[:1])
			digits = digits[1:]
		case token.digit == '0':
			shown = append(shown, "0")
		}
		left--
	}
	return strings.TrimSpace(minus + strings.Join(shown, ""))
}

// partOf is the part of the format that shows a number, and the sign before it.
func (f *numberFormat) partOf(n float64) (part *formatPart, minus string) {
	if n < 0 {
		minus = "-"
	}
	for i := range f.parts {
		if p := &f.parts[i]; p.condition != "" && meets(n, p.condition) {
			return p, minus
		}
	}
	switch {
	case f.parts[0].condition != "" && len(f.parts) > 1:
		return &f.parts[1], minus
	case n < 0 && len(f.parts) > 1:
		return &f.parts[1], ""
	case n == 0 && len(f.parts) > 2:
		return &f.parts[2], ""
	}
	return &f.parts[0], minus
}

func meets(n float64, condition string) bool {
	sign := strings.TrimRight(condition, "0123456789.-+eE ")
	limit, err := strconv.ParseFloat(strings.TrimSpace(condition[len(sign):]), 64)
	if err != nil {
		return false
	}
	switch sign {
	case "<":
		return n < limit
	case "<=":
		return n <= limit
	case ">":
		return n > limit
	case ">=":
		return n >= limit
	case "=":
		return n == limit
	case "<>":
		return n != limit
	}
	return false
}
