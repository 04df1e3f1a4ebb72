package csv

import (
	"fmt"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

const markInside = "the row begins with a byte order mark, as where two files were put together; take it out, and import the second one alone"

// fileMark is the byte order mark where it is not at the beginning.
const fileMark = "\ufeff"

func isMarked(text string) bool { return strings.HasPrefix(text, fileMark) }

const nothingLeft = "nothing is left of the row but why it was rejected; mend it in the file that it came from"

// row holds a record against the columns.
func (c *reader) row(r *record) (tabular.Row, *tabular.RowError) {
	row := tabular.Row{Line: r.line, Cells: r.cells}
	if before := c.layout.Before; before > 0 {
		if heading.IsBlankRow(r.cells[min(before, len(r.cells)):]) {
			return row, &tabular.RowError{Reason: nothingLeft}
		}
		if wrong := heading.RefuseLine(r.cells[0].Text); wrong != nil {
			return row, wrong
		}
	}
	if isMarked(r.cells[min(c.layout.Before, len(r.cells)-1)].Text) {
		return row, &tabular.RowError{Reason: markInside}
	}
	if got := len(r.cells); got != c.width {
		if got <= c.layout.Before+1 || got > c.width && !heading.IsBlankRow(r.cells[c.width:]) {
			reason := wrongCount(*r, max(0, got-c.layout.Before), c.width-c.layout.Before)
			if got <= c.layout.Before+1 {
				reason += "; it may be a part of the row before or behind it, where a cell has a line break"
			}
			return row, &tabular.RowError{Reason: reason}
		}
		row.Cells = row.Cells[:min(got, c.width)]
		for len(row.Cells) < c.width {
			row.Cells = append(row.Cells, tabular.Cell{Kind: tabular.Untyped})
		}
		row.Short = c.layout.CountBehind(got)
	}
	if len(c.layout.Unnamed) > 0 || c.layout.Before > 0 {
		if wrong := c.leaveOut(&row); wrong != nil {
			return row, wrong
		}
	}
	if row.Cells[0].Text == c.layout.Headings[0].Text && c.layout.Repeats(row.Cells) {
		return row, &tabular.RowError{Reason: heading.Again}
	}
	return row, c.clean(&row, r)
}

// clean takes off what the file was written with beside its values, and looks for what is no text.
func (c *reader) clean(row *tabular.Row, r *record) *tabular.RowError {
	for i := range row.Cells {
		text := row.Cells[i].Text
		if text == "" {
			continue
		}
		if c.reading.SmartQuotes {
			row.Cells[i].Text, _ = withoutSmartQuotes(row.Cells[i].Text)
		}
		if r.apart {
			row.Cells[i].Text = c.reading.Compose(row.Cells[i].Text, r.line)
		}
		if !r.clean {
			if reason := letters.Flaw(text, &c.in.Coding); reason != "" {
				return &tabular.RowError{Column: c.layout.Names[i], Reason: reason}
			}
		}
	}
	return nil
}

// leaveOut takes cells of columns without a heading out of a row. One with a value would be lost.
func (c *reader) leaveOut(row *tabular.Row) *tabular.RowError {
	for _, place := range c.layout.Unnamed {
		if text := row.Cells[place].Text; !heading.IsBlank(text) {
			return &tabular.RowError{Reason: fmt.Sprintf("the row has %q in column %d, which has no heading", heading.Shorten(text), place+1)}
		}
	}
	if c.layout.IsWhole() {
		row.Cells = row.Cells[:len(c.layout.Places)]
		return nil
	}
	cells := make([]tabular.Cell, len(c.layout.Places))
	for i, place := range c.layout.Places {
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
