package xlsx

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// row makes a row of the cells.
func (x *reader) row() (row tabular.Row, wrong *tabular.RowError) {
	row = tabular.Row{Line: x.rows.number, Hidden: x.rows.hidden, Cells: make([]tabular.Cell, len(x.layout.Names))}
	for i := range row.Cells {
		row.Cells[i].Kind = tabular.Untyped
	}
	var beside []tabular.Cell
	for i := range x.rows.cells {
		cell := &x.rows.cells[i]
		value, problem := x.book.read(cell)
		place, column := -1, x.layout.PlaceOf(cell.column)
		if column < len(x.layout.ByPlace) {
			place = x.layout.ByPlace[column]
		}
		if place < 0 {
			if heading.IsBlank(value.Text) || column < x.layout.Before {
				continue
			}
			if beside = append(beside, value); wrong == nil {
				wrong = &tabular.RowError{Reason: "the cell " + referenceOf(cell.column, row.Line) + " has a value, and its column has no heading"}
			}
			continue
		}
		if signs := signsProblem(value.Text); signs != "" {
			value.Text, problem = strings.ReplaceAll(strings.ToValidUTF8(value.Text, "\uFFFD"), "\x00", "\uFFFD"), cmp.Or(problem, signs)
		}
		if problem != "" {
			row.Problems = append(row.Problems, tabular.Problem{Column: place, Reason: "the cell " + referenceOf(cell.column, row.Line) + " " + problem})
		}
		if value.Kind == tabular.Text && letters.MayBeApart(value.Text) {
			value.Text = x.reading.Compose(value.Text, row.Line)
		}
		if unit := x.book.unitOf(cell); unit != tabular.NoUnit && value.Text != "" {
			x.reading.NoteUnit(unit, place, row.Line)
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
