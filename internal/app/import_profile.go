package app

import (
	"unicode/utf8"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// columnProfile is what all values of a column show of how they are written. It holds counts, and no value but the first in doubt.
type columnProfile struct {
	values   int64 // that are not empty
	typed    [4]int64
	marks    [cleanse.NoNumber + 1]int64
	orders   [cleanse.ZeroDate + 1]int64
	ordered  orderProfile
	undated  int64
	dates    int64 // also behind the first value that is none
	iso      int64 // of them, those that are written as fields have them
	slashed  int64 // dates with another sign than points, and no year of four digits first
	short    int64 // years of two digits
	wholes   int64 // such as 10001.0
	booleans int64
	clear    int64 // words that can hardly mean anything but yes or no
	digits   int64 // values of digits alone
	leading  bool  // a zero or a plus stands in front of digits
	long     bool  // a number has more digits than readers of JSON keep
	compact  int64 // dates such as 19870203
	width    int   // of all values of digits, -1 where they differ
	longest  int   // in characters
	doubtful string
	open     bool  // the column has no field yet: what it can't be any more is not looked for
	words    int64 // behind the first that is no number, where no more is looked for
}

// Places of columnProfile.typed.
const (
	typedNumber = iota
	typedFraction
	typedBool
)

// mostDigits is how many digits a number keeps for readers of JSON.
const mostDigits = 15

// add takes the next value, as it is without what stands around it.
func (p *columnProfile) add(text string, kind tabular.Kind) {
	p.values++
	if len(text) > p.longest {
		p.longest = max(p.longest, utf8.RuneCountInString(text))
	}
	switch {
	case !p.open || p.marks[cleanse.NoNumber] == 0:
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
	if !p.open || p.undated == 0 {
		p.addDate(text)
	} else if _, ok := dateIn(text); ok {
		p.dates++
	}
	if p.typed[typedBool]+p.booleans+1 == p.values {
		p.addBoolean(text)
	}
}

func (p *columnProfile) addBoolean(text string) {
	if _, ok := cleanse.Boolean(text); !ok {
		return
	}
	p.booleans++
	if cleanse.ClearlyBoolean(text) {
		p.clear++
	}
}

func (p *columnProfile) addNumber(text string, kind tabular.Kind) {
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
		p.marks[cleanse.NoMark]++
		return
	}
	p.leading = p.leading || text[0] == '+'
	if _, whole := cleanse.Whole(text); whole {
		p.wholes++
	}
	mark := cleanse.MarkOf(text)
	if kind == tabular.Number && mark != cleanse.NoNumber { // the file says how it is written: by a point. One with an exponent is for no field of numbers
		if mark == cleanse.PointMaybe || mark == cleanse.Point {
			p.typed[typedFraction]++
		}
		return
	}
	if mark == cleanse.NoMark && text[0] != '-' && p.doubtful == "" && len(text) > mostDigits {
		p.long = true
	}
	if (mark == cleanse.PointMaybe || mark == cleanse.CommaMaybe) && p.doubtful == "" {
		p.doubtful = text
	}
	p.marks[mark]++
}

// dateIn is the date that a text is; not one of digits alone, as numbers are.
func dateIn(text string) (parts cleanse.Parts, ok bool) {
	if text[0] < '0' || text[0] > '9' || cleanse.Digits(text) {
		return parts, false
	}
	parts, ok = cleanse.DateOf(text)
	return parts, ok && parts.Order() != cleanse.NoDate
}

func (p *columnProfile) addDate(text string) {
	if text[0] < '0' || text[0] > '9' {
		p.undated++
		return
	}
	parts, ok := cleanse.DateOf(text)
	order := parts.Order()
	if !ok {
		p.undated++
		return
	}
	if order != cleanse.NoDate && order != cleanse.ZeroDate && !cleanse.Digits(text) {
		p.dates++
	}
	if order == cleanse.YearFirst && len(text) > 4 && text[4] == '-' && !parts.ShortYear {
		p.iso++
	}
	if cleanse.Digits(text) {
		p.compact++
	}
	if !parts.Dotted() && order != cleanse.NoDate && order != cleanse.ZeroDate && (order != cleanse.YearFirst || parts.ShortYear) {
		p.slashed++
	}
	if parts.ShortYear && order != cleanse.ZeroDate {
		p.short++
	}
	p.orders[order]++
	p.ordered.add(parts, text)
}

// mark is the sign before the decimals of the column: open where both can be, and NoNumber where the values contradict each other.
func (p *columnProfile) mark() (mark cleanse.Mark, open bool) {
	comma, point := p.marks[cleanse.Comma] > 0, p.marks[cleanse.Point] > 0
	switch {
	case comma && point:
		return cleanse.NoNumber, true
	case comma:
		return cleanse.Comma, false
	case point:
		return cleanse.Point, false
	}
	return cleanse.Point, p.marks[cleanse.PointMaybe]+p.marks[cleanse.CommaMaybe] > 0
}

// hasDecimals says whether a number of the column is written with a comma or a point.
func (p *columnProfile) hasDecimals() bool {
	return p.marks[cleanse.Comma]+p.marks[cleanse.Point]+p.marks[cleanse.CommaMaybe]+p.marks[cleanse.PointMaybe]+p.typed[typedFraction] > 0
}

// reading is how the values of a column are read: what was decided from all of them.
type reading struct {
	mark  cleanse.Mark  // before decimals
	order cleanse.Order // of day, month and year
	whole bool          // 10001.0 is 10001
	code  bool          // its values are numbers that stand for themselves, as ids and telephone numbers do
}
