package tabular

import "fmt"

// row holds a record against the columns.
func (c *csvReader) row(r *record) (Row, *RowError) {
	row := Row{Line: r.line, Cells: r.cells}
	if before := c.layout.before; before > 0 {
		if isBlankRow(r.cells[min(before, len(r.cells)):]) {
			return row, &RowError{Reason: nothingLeft}
		}
		if wrong := refuseLine(r.cells[0].Text); wrong != nil {
			return row, wrong
		}
	}
	if isMarked(r.cells[min(c.layout.before, len(r.cells)-1)].Text) {
		return row, &RowError{Reason: markInside}
	}
	if got := len(r.cells); got != c.width {
		if got <= c.layout.before+1 || got > c.width && !isBlankRow(r.cells[c.width:]) {
			reason := wrongCount(*r, max(0, got-c.layout.before), c.width-c.layout.before)
			if got <= c.layout.before+1 {
				reason += "; it may be a part of the row before or behind it, where a cell has a line break"
			}
			return row, &RowError{Reason: reason}
		}
		row.Cells = row.Cells[:min(got, c.width)]
		for len(row.Cells) < c.width {
			row.Cells = append(row.Cells, Cell{Kind: Untyped})
		}
		row.Short = c.layout.behind(got)
	}
	if len(c.layout.unnamed) > 0 || c.layout.before > 0 {
		if wrong := c.leaveOut(&row); wrong != nil {
			return row, wrong
		}
	}
	if row.Cells[0].Text == c.layout.headings[0].Text && c.layout.repeats(row.Cells) {
		return row, &RowError{Reason: headingAgain}
	}
	return row, c.clean(&row, r)
}

// clean takes off what the file was written with beside its values, and looks for what is no text.
func (c *csvReader) clean(row *Row, r *record) *RowError {
	for i := range row.Cells {
		text := row.Cells[i].Text
		if text == "" {
			continue
		}
		if c.reading.SmartQuotes {
			row.Cells[i].Text, _ = withoutSmartQuotes(row.Cells[i].Text)
		}
		if r.apart {
			row.Cells[i].Text = c.reading.whole(row.Cells[i].Text, r.line)
		}
		if !r.clean {
			if reason := flaw(text, &c.in.coding); reason != "" {
				return &RowError{Column: c.layout.names[i], Reason: reason}
			}
		}
	}
	return nil
}

// leaveOut takes cells of columns without a heading out of a row. One with a value would be lost.
func (c *csvReader) leaveOut(row *Row) *RowError {
	for _, place := range c.layout.unnamed {
		if text := row.Cells[place].Text; !isBlank(text) {
			return &RowError{Reason: fmt.Sprintf("the row has %q in column %d, which has no heading", shorten(text), place+1)}
		}
	}
	if c.layout.whole() {
		row.Cells = row.Cells[:len(c.layout.places)]
		return nil
	}
	cells := make([]Cell, len(c.layout.places))
	for i, place := range c.layout.places {
		cells[i] = row.Cells[place]
	}
	row.Cells = cells
	return nil
}

func wrongCount(r record, got, want int) string {
	which := fmt.Sprintf("%d too few", want-got)
	if got > want {
		which = fmt.Sprintf("%d too many", got-want)
	}
	reason := fmt.Sprintf("the row has %s where the header has %d, %s", count(got, "cell"), want, which)
	if r.lastLine > r.line {
		reason += fmt.Sprintf("; quotes join lines %d to %d into this row", r.line, r.lastLine)
	}
	return reason
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
