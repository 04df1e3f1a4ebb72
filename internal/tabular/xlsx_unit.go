package tabular

import "slices"

// Unit is what a sheet shows a number with that is no part of it.
type Unit uint8

// The units.
const (
	NoUnit    Unit = iota
	Percent        // it shows 25 % for 0.25
	OtherUnit      // a currency, or a word
)

// Units tell of the numbers of a column that a sheet shows with a unit.
type Units struct {
	Column int
	Unit   Unit
	Count  int64
	Lines  []int // the first
}

// unitOf is what a cell shows a number with. A text has what it shows.
func (b *xlsxBook) unitOf(c *xlsxCell) Unit {
	if c.style < 0 || c.style >= len(b.formats) || c.kind != "" && c.kind != "n" {
		return NoUnit
	}
	return b.formats[c.style].unit
}

// shownWith notes a number that a line shows with a unit.
func (r *Reading) shownWith(unit Unit, column, line int) {
	at := slices.IndexFunc(r.Units, func(u Units) bool { return u.Column == column && u.Unit == unit })
	if at < 0 {
		at = len(r.Units)
		r.Units = append(r.Units, Units{Column: column, Unit: unit})
	}
	r.Units[at].Count++
	r.Units[at].Lines = withLine(r.Units[at].Lines, line)
}
