package tabular

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Type is what all the values of a column can be read as.
type Type string

// The types are those of custom fields (contract, section 2), but for choice, which no value shows.
const (
	TextType    Type = "text"
	IntegerType Type = "integer"
	DecimalType Type = "decimal"
	DateType    Type = "date"
	BooleanType Type = "boolean"
)

// maxDigits is how many digits a 64-bit float keeps, which is what readers of JSON have.
const maxDigits = 15

// Guess finds the type of a column from every one of its values. The zero value is ready. Where
// another type would lose something (a leading zero, a plus sign, a digit) it is text.
type Guess struct {
	shapes    shape
	grouped   bool // a decimal may be a thousands separator: 1.250
	separated bool // a decimal cannot be: 1.5, 0.250
	maxLength int
}

// shape is a set of the ways in which values were written.
type shape uint8

const (
	whole shape = 1 << iota
	pointed
	comma
	isoDate // YYYY-MM-DD
	dayDate // DD.MM.YYYY
	boolean
	other
)

// Add takes the next value. Empty and missing ones say nothing.
func (g *Guess) Add(c Cell) {
	if c.Text == "" {
		return
	}
	if len(c.Text) > g.maxLength {
		g.maxLength = max(g.maxLength, utf8.RuneCountInString(c.Text))
	}
	if g.shapes&other == 0 {
		g.shapes |= g.shapeOf(c)
	}
}

// Type is the one type of all values so far; text when there are none.
func (g *Guess) Type() Type {
	switch g.shapes {
	case whole:
		return IntegerType
	case pointed, pointed | whole, comma, comma | whole:
		if g.grouped && !g.separated {
			return TextType // 1.250 and 12.000 alone: a thousand, or one and a quarter
		}
		return DecimalType
	case isoDate, dayDate:
		return DateType
	case boolean:
		return BooleanType
	default:
		return TextType
	}
}

// MaxLength is the length of the longest value, in characters.
func (g *Guess) MaxLength() int { return g.maxLength }

// DecimalComma says that the decimals are written 1,5 and not 1.5.
func (g *Guess) DecimalComma() bool { return g.Type() == DecimalType && g.shapes&comma != 0 }

// DayFirst says that the dates are written DD.MM.YYYY and not YYYY-MM-DD.
func (g *Guess) DayFirst() bool { return g.shapes == dayDate }

func (g *Guess) shapeOf(c Cell) shape {
	switch c.Kind {
	case Bool:
		return boolean
	case Number:
		s, _ := numberShape(c.Text)
		g.separated = g.separated || s == pointed // JSON has no thousands separator
		return s
	case Text:
		return dateShape(c.Text) // JSON has no other way to write a date
	default:
		return g.untypedShape(c.Text)
	}
}

func (g *Guess) untypedShape(text string) shape {
	if s, grouped := numberShape(text); s != other {
		g.grouped = g.grouped || grouped
		g.separated = g.separated || (s != whole && !grouped)
		return s
	}
	if strings.EqualFold(text, "true") || strings.EqualFold(text, "false") {
		return boolean
	}
	return dateShape(text)
}

// numberShape is whole, pointed, comma or other. grouped: the mark may separate thousands.
func numberShape(text string) (s shape, grouped bool) {
	s = pointed
	n := scanNumber(text, '.')
	if n.length != len(text) {
		s = comma
		n = scanNumber(text, ',')
	}
	if n.length != len(text) || n.exponent || n.digits > maxDigits {
		return other, false
	}
	if n.fraction == 0 {
		if text == "-0" {
			return other, false // an integer has no such value
		}
		return whole, false
	}
	unsigned := strings.TrimPrefix(text, "-")
	return s, n.fraction == 3 && n.digits <= 6 && unsigned[0] != '0'
}

func dateShape(text string) shape {
	if len(text) != len(time.DateOnly) {
		return other
	}
	if _, err := time.Parse(time.DateOnly, text); err == nil {
		return isoDate
	}
	if _, err := time.Parse("02.01.2006", text); err == nil {
		return dayDate
	}
	return other
}
