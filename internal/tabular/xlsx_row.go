package tabular

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// row makes a row of the cells.
func (x *xlsxReader) row() (row Row, wrong *RowError) {
	row = Row{Line: x.rows.number, Hidden: x.rows.hidden, Cells: make([]Cell, len(x.layout.names))}
	for i := range row.Cells {
		row.Cells[i].Kind = Untyped
	}
	var beside []Cell
	for i := range x.rows.cells {
		cell := &x.rows.cells[i]
		value, problem := x.book.read(cell)
		place, column := -1, x.layout.place(cell.column)
		if column < len(x.layout.byPlace) {
			place = x.layout.byPlace[column]
		}
		if place < 0 {
			if isBlank(value.Text) || column < x.layout.before {
				continue
			}
			if beside = append(beside, value); wrong == nil {
				wrong = &RowError{Reason: "the cell " + referenceOf(cell.column, row.Line) + " has a value, and its column has no heading"}
			}
			continue
		}
		if signs := signsProblem(value.Text); signs != "" {
			value.Text, problem = strings.ReplaceAll(strings.ToValidUTF8(value.Text, "\uFFFD"), "\x00", "\uFFFD"), cmp.Or(problem, signs)
		}
		if problem != "" {
			row.Problems = append(row.Problems, Problem{Column: place, Reason: "the cell " + referenceOf(cell.column, row.Line) + " " + problem})
		}
		if value.Kind == Text && mayBeApart(value.Text) {
			value.Text = x.reading.whole(value.Text, row.Line)
		}
		if unit := x.book.unitOf(cell); unit != NoUnit && value.Text != "" {
			x.reading.shownWith(unit, place, row.Line)
		}
		row.Cells[place] = value
	}
	if wrong != nil {
		row.Cells = append(row.Cells, beside...)
	}
	return row, wrong
}

// signsProblem says what is wrong with the signs of a text.
func signsProblem(text string) string {
	if !utf8.ValidString(text) {
		return "holds bytes that are no letters"
	}
	if strings.IndexByte(text, 0) >= 0 {
		return "holds a NUL character"
	}
	return ""
}
