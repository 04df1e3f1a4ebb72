package tabular

// refuseTogether refuses a row of a file of rejected rows that belongs to another such file.
func (x *xlsxReader) refuseTogether() *RowError {
	if x.layout.before == 0 {
		return nil
	}
	var cells []Cell
	for i := range x.rows.cells {
		value, _ := x.book.read(&x.rows.cells[i])
		for len(cells) <= x.rows.cells[i].column {
			cells = append(cells, Cell{Kind: Untyped})
		}
		cells[x.rows.cells[i].column] = value
	}
	_, wrong := x.layout.together(cells)
	if wrong != nil {
		wrong.Line = x.rows.number
	}
	return wrong
}

// isUncut says whether a row is the text of one that could not be cut into cells.
func (x *xlsxReader) isUncut(row *Row) bool {
	_, is := uncutText(1, append([]Cell{{Text: x.lineBefore()}}, row.Cells...))
	return is
}

// cutAgain takes the text of a row that could not be cut into cells, where it is mended. Only that of a line of NDJSON can be: with which
// delimiter another one was written is not known in a workbook.
func (x *xlsxReader) cutAgain(row *Row) *RowError {
	text := row.Cells[0].Text
	if !isJSON(text) {
		return &RowError{Line: row.Line, Reason: uncutInSheet, Raw: text}
	}
	cells, wrong := x.layout.ofObject(text)
	if wrong != nil {
		wrong.Line, wrong.Raw = row.Line, text
		return wrong
	}
	row.Cells = cells
	return nil
}

// lineBefore is what stands below line in a file of rows that were not taken, "" in others.
func (x *xlsxReader) lineBefore() string {
	if x.layout.before == 0 || len(x.rows.cells) == 0 || x.rows.cells[0].column > 0 {
		return ""
	}
	line, _ := x.book.read(&x.rows.cells[0])
	return line.Text
}
