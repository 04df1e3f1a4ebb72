package xlsx

import (
	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
)

const uncutInSheet = "it is still the text of a row that could not be cut into cells; write its values under the headings"

// refuseTogether refuses a row of a file of rejected rows that belongs to another such file.
func (x *reader) refuseTogether() *tabular.RowError {
	if x.layout.Before == 0 {
		return nil
	}
	var cells []tabular.Cell
	for i := range x.rows.cells {
		value, _ := x.book.read(&x.rows.cells[i])
		for len(cells) <= x.rows.cells[i].column {
			cells = append(cells, tabular.Cell{Kind: tabular.Untyped})
		}
		cells[x.rows.cells[i].column] = value
	}
	_, wrong := x.layout.Align(cells)
	if wrong != nil {
		wrong.Line = x.rows.number
	}
	return wrong
}

// isUncut says whether a row is the text of one that could not be cut into cells.
func (x *reader) isUncut(row *tabular.Row) bool {
	_, is := heading.UncutText(1, append([]tabular.Cell{{Text: x.lineBefore()}}, row.Cells...))
	return is
}

// cutAgain takes the text of a row that could not be cut into cells, where it is mended. Only that of a line of NDJSON can be: with which
// delimiter another one was written is not known in a workbook.
func (x *reader) cutAgain(row *tabular.Row) *tabular.RowError {
	text := row.Cells[0].Text
	if !heading.IsJSON(text) {
		return &tabular.RowError{Line: row.Line, Reason: uncutInSheet, Raw: text}
	}
	cells, wrong := x.layout.ReadObject(text)
	if wrong != nil {
		wrong.Line, wrong.Raw = row.Line, text
		return wrong
	}
	row.Cells = cells
	return nil
}

// lineBefore is what stands below line in a file of rows that were not taken, "" in others.
func (x *reader) lineBefore() string {
	if x.layout.Before == 0 || len(x.rows.cells) == 0 || x.rows.cells[0].column > 0 {
		return ""
	}
	line, _ := x.book.read(&x.rows.cells[0])
	return line.Text
}
