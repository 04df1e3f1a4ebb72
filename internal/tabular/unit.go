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

// NoteUnit notes a number that a line shows with a unit.
func (r *Reading) NoteUnit(unit Unit, column, line int) {
	at := slices.IndexFunc(r.Units, func(u Units) bool { return u.Column == column && u.Unit == unit })
	if at < 0 {
		at = len(r.Units)
		r.Units = append(r.Units, Units{Column: column, Unit: unit})
	}
	r.Units[at].Count++
	r.Units[at].Lines = withLine(r.Units[at].Lines, line)
}
