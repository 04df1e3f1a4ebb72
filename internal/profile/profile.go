// Package profile finds out what all values of a column show of how they are written: numbers and the sign before their decimals, dates and their
// order, and the type that a field for them would have. It keeps no value but the first in doubt. It may import cleanse and tabular alone.
package profile

import (
	"unicode/utf8"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// Column is what all values of a column show of how they are written. It holds counts, and no value but the first in doubt.
type Column struct {
	Values   int64 // that are not empty
	typed    [4]int64
	Marks    [cleanse.NoNumber + 1]int64 // values by the sign before their decimals
	Orders   [cleanse.ZeroDate + 1]int64 // dates by what each shows of its order
	Ordered  DateOrders
	Undated  int64 // values that are no dates
	Dates    int64 // also behind the first value that is none
	ISO      int64 // of them, those that are written as fields have them
	Slashed  int64 // dates with another sign than points, and no year of four digits first
	Short    int64 // years of two digits
	Wholes   int64 // such as 10001.0
	booleans int64
	clear    int64  // words that can hardly mean anything but yes or no
	digits   int64  // values of digits alone
	leading  bool   // a zero or a plus stands in front of digits
	long     bool   // a number has more digits than readers of JSON keep
	Compact  int64  // dates such as 19870203
	width    int    // of all values of digits, -1 where they differ
	longest  int    // in characters
	Doubtful string // the first number that can have decimals, or a thousand and more
	Open     bool   // the column has no field yet: what it can't be any more is not looked for
	words    int64  // behind the first that is no number, where no more is looked for
}

// Places of Column.typed.
const (
	typedNumber = iota
	typedFraction
	typedBool
)

// mostDigits is how many digits a number keeps for readers of JSON.
const mostDigits = 15

// Add takes the next value, as it is without what stands around it.
func (p *Column) Add(text string, kind tabular.Kind) {
	p.Values++
	if len(text) > p.longest {
		p.longest = max(p.longest, utf8.RuneCountInString(text))
	}
	switch {
	case !p.Open || p.Marks[cleanse.NoNumber] == 0:
		p.addNumber(text, kind)
	case kind != tabular.Number && (text[0] > '9' || cleanse.MarkOf(text) == cleanse.NoNumber):
		p.words++
	}
	switch kind {
	case tabular.Number:
		p.typed[typedNumber]++
		return
	case tabular.Bool:
		p.typed[typedBool]++
		return
	case tabular.Missing, tabular.Null, tabular.Untyped, tabular.Text:
	}
	if !p.Open || p.Undated == 0 {
		p.addDate(text)
	} else if _, ok := dateIn(text); ok {
		p.Dates++
	}
	if p.typed[typedBool]+p.booleans+1 == p.Values {
		p.addBoolean(text)
	}
}

func (p *Column) addBoolean(text string) {
	if _, ok := cleanse.Boolean(text); !ok {
		return
	}
	p.booleans++
	if cleanse.ClearlyBoolean(text) {
		p.clear++
	}
}

func (p *Column) addNumber(text string, kind tabular.Kind) {
	if cleanse.Digits(text) {
		p.digits++
		if p.width == 0 {
			p.width = len(text)
		}
		if p.width != len(text) {
			p.width = -1
		}
		p.leading = p.leading || len(text) > 1 && text[0] == '0'
		p.long = p.long || len(text) > mostDigits
		p.Marks[cleanse.NoMark]++
		return
	}
	p.leading = p.leading || text[0] == '+'
	if _, whole := cleanse.Whole(text); whole {
		p.Wholes++
	}
	mark := cleanse.MarkOf(text)
	if kind == tabular.Number && mark != cleanse.NoNumber { // the file says how it is written: by a point. One with an exponent is for no field of numbers
		if mark == cleanse.PointMaybe || mark == cleanse.Point {
			p.typed[typedFraction]++
		}
		return
	}
	if mark == cleanse.NoMark && text[0] != '-' && p.Doubtful == "" && len(text) > mostDigits {
		p.long = true
	}
	if (mark == cleanse.PointMaybe || mark == cleanse.CommaMaybe) && p.Doubtful == "" {
		p.Doubtful = text
	}
	p.Marks[mark]++
}

// dateIn is the date that a text is; not one of digits alone, as numbers are.
func dateIn(text string) (parts cleanse.Parts, ok bool) {
	if text[0] < '0' || text[0] > '9' || cleanse.Digits(text) {
		return parts, false
	}
	parts, ok = cleanse.DateOf(text)
	return parts, ok && parts.Order() != cleanse.NoDate
}

func (p *Column) addDate(text string) {
	if text[0] < '0' || text[0] > '9' {
		p.Undated++
		return
	}
	parts, ok := cleanse.DateOf(text)
	order := parts.Order()
	if !ok {
		p.Undated++
		return
	}
	if order != cleanse.NoDate && order != cleanse.ZeroDate && !cleanse.Digits(text) {
		p.Dates++
	}
	if order == cleanse.YearFirst && len(text) > 4 && text[4] == '-' && !parts.ShortYear {
		p.ISO++
	}
	if cleanse.Digits(text) {
		p.Compact++
	}
	if !parts.Dotted() && order != cleanse.NoDate && order != cleanse.ZeroDate && (order != cleanse.YearFirst || parts.ShortYear) {
		p.Slashed++
	}
	if parts.ShortYear && order != cleanse.ZeroDate {
		p.Short++
	}
	p.Orders[order]++
	p.Ordered.add(parts, text)
}

// Mark is the sign before the decimals of the column: open where both can be, and NoNumber where the values contradict each other.
func (p *Column) Mark() (mark cleanse.Mark, open bool) {
	comma, point := p.Marks[cleanse.Comma] > 0, p.Marks[cleanse.Point] > 0
	switch {
	case comma && point:
		return cleanse.NoNumber, true
	case comma:
		return cleanse.Comma, false
	case point:
		return cleanse.Point, false
	}
	return cleanse.Point, p.Marks[cleanse.PointMaybe]+p.Marks[cleanse.CommaMaybe] > 0
}

// HasDecimals says whether a number of the column is written with a comma or a point.
func (p *Column) HasDecimals() bool {
	return p.Marks[cleanse.Comma]+p.Marks[cleanse.Point]+p.Marks[cleanse.CommaMaybe]+p.Marks[cleanse.PointMaybe]+p.typed[typedFraction] > 0
}
