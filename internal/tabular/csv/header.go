package csv

import (
	"bytes"
	"errors"
	"fmt"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// findHeader chooses the row of headings, and makes columns of it.
func (c *reader) findHeader(head []byte) error {
	if err := c.begin(); err != nil {
		return err
	}
	first := c.records.lines.Number
	rows := sampleRecords(&recordReader{lines: letters.NewLineReader(bytes.NewReader(head), &c.in.Coding, c.newline), delimiter: byte(c.options.Delimiter)})
	if c.sepLine && len(rows) > 0 && rows[0].line <= first {
		rows = rows[1:]
	}
	header, above, err := c.chooseHeader(rows)
	if err != nil {
		return err
	}
	c.options.HeaderRow, c.reading.HeaderRow, c.reading.Above = header.Line, header.Line, above
	before := heading.PlacesBefore(header.Cells, heading.FirstBelow(shownRows(rows), header.Line), c.options.OwnLine)
	if c.layout, err = heading.NewLayout(header.Line, header.Cells, before); err != nil {
		return err
	}
	c.width, c.layout.Alone = len(header.Cells), c.in.Coding.HasTable()
	c.reading.SmartQuotes = quotedTypographically(rows, header.Line)
	if err := refuseFixedWidth(c.options.Name, rows); err != nil {
		return err
	}
	c.layout.Tell(&c.reading)
	return c.refuseUnnamed(rows, header.Line)
}

// chooseHeader takes the row that was asked for, or that has headings.
func (c *reader) chooseHeader(rows []record) (header heading.Row, above []tabular.SkippedRow, err error) {
	shown := shownRows(rows)
	place, found := heading.Find(shown)
	if wanted := c.options.HeaderRow; wanted > 0 && !heading.IsOfRejectedRows(shown, c.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].line != wanted; place++ {
		}
		found = true
		if place == len(rows) {
			return header, nil, heading.NoSuchRow(wanted)
		}
	}
	if len(rows) == 0 {
		return header, nil, heading.ErrNoHeader
	}
	if rows[place].cells == nil {
		return header, nil, c.headerError(place)
	}
	if !found {
		return header, nil, heading.NoHeadings(shown)
	}
	for i, cell := range rows[place].cells {
		if reason := headerFlaw(rows[place], cell, &c.in.Coding); reason != "" {
			return header, nil, &tabular.FileError{Line: rows[place].line, Reason: fmt.Sprintf("the name of column %d %s", i+1, reason), Fix: "then try again"}
		}
	}
	return shown[place], heading.RowsAbove(shown[:place]), nil
}

// headerError says why the row of headings can't be cut into cells.
func (c *reader) headerError(place int) error {
	var err error
	for range place + 1 {
		_, err = c.records.next()
	}
	var bad *tabular.RowError
	if !errors.As(err, &bad) {
		return err
	}
	return &tabular.FileError{Line: bad.Line, Reason: "the header cannot be read: " + bad.Reason, Fix: "correct it and try again"}
}

// refuseUnnamed refuses a file that has values in a column without a heading.
func (c *reader) refuseUnnamed(rows []record, header int) error {
	for _, place := range c.layout.Unnamed {
		for i := range rows {
			if rows[i].line > header && place < len(rows[i].cells) && !heading.IsBlank(rows[i].cells[place].Text) {
				return &tabular.FileError{Line: header, Reason: fmt.Sprintf("column %d of %d has no name in the header", place+1, c.width),
					Fix: "name it, or take the column out"}
			}
		}
	}
	return nil
}

func headerFlaw(header record, cell tabular.Cell, of *letters.Coding) string {
	if header.clean {
		return ""
	}
	return letters.Flaw(cell.Text, of)
}
