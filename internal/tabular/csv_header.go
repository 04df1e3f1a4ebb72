package tabular

import (
	"errors"
	"fmt"
)

// findHeader chooses the row of headings, and makes columns of it.
func (c *csvReader) findHeader(head []byte) error {
	if err := c.begin(); err != nil {
		return err
	}
	first := c.records.lines.number
	rows := sampleRecords(head, &recordReader{lines: newLineReader(nil, &c.in.coding, c.newline), delimiter: byte(c.options.Delimiter)})
	if c.sepLine && len(rows) > 0 && rows[0].line <= first {
		rows = rows[1:]
	}
	header, above, err := c.chooseHeader(rows)
	if err != nil {
		return err
	}
	c.options.HeaderRow, c.reading.HeaderRow, c.reading.Above = header.line, header.line, above
	before := placesBefore(header.cells, firstBelow(shownRows(rows), header.line), c.options.OwnLine)
	if c.layout, err = layOut(header.line, header.cells, before); err != nil {
		return err
	}
	c.width, c.layout.alone = len(header.cells), c.in.coding.table != nil
	c.reading.SmartQuotes = quotedTypographically(rows, header.line)
	if err := refuseFixedWidth(c.options.Name, rows); err != nil {
		return err
	}
	c.layout.tell(&c.reading)
	return c.refuseUnnamed(rows, header.line)
}

// chooseHeader takes the row that was asked for, or that has headings.
func (c *csvReader) chooseHeader(rows []record) (header shownRow, above []SkippedRow, err error) {
	shown := shownRows(rows)
	place, found := findHeadings(shown)
	if wanted := c.options.HeaderRow; wanted > 0 && !isOfRejectedRows(shown, c.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].line != wanted; place++ {
		}
		found = true
		if place == len(rows) {
			return header, nil, noSuchRow(wanted)
		}
	}
	if len(rows) == 0 {
		return header, nil, errNoHeader
	}
	if rows[place].cells == nil {
		return header, nil, c.headerError(place)
	}
	if !found {
		return header, nil, noHeadings(shown)
	}
	for i, cell := range rows[place].cells {
		if reason := headerFlaw(rows[place], cell, &c.in.coding); reason != "" {
			return header, nil, &FileError{Line: rows[place].line, Reason: fmt.Sprintf("the name of column %d %s", i+1, reason), Fix: "then try again"}
		}
	}
	return shown[place], rowsAbove(shown[:place]), nil
}

var errNoHeader = &FileError{Reason: "the file has no header line", Fix: "put the names of the columns in the first line"}

func noSuchRow(wanted int) error {
	return &FileError{Reason: fmt.Sprintf("line %d is none of the first rows with a value, among which the headings are", wanted), Fix: "name another"}
}

// headerError says why the row of headings can't be cut into cells.
func (c *csvReader) headerError(place int) error {
	var err error
	for range place + 1 {
		_, err = c.records.next()
	}
	var bad *RowError
	if !errors.As(err, &bad) {
		return err
	}
	return &FileError{Line: bad.Line, Reason: "the header cannot be read: " + bad.Reason, Fix: "correct it and try again"}
}

func rowsAbove(rows []shownRow) []SkippedRow {
	var above []SkippedRow
	for _, row := range rows {
		if text := shownText(row.cells); text != "" {
			above = append(above, SkippedRow{Line: row.line, Text: text})
		}
	}
	return above
}

// refuseUnnamed refuses a file that has values in a column without a heading.
func (c *csvReader) refuseUnnamed(rows []record, header int) error {
	for _, place := range c.layout.unnamed {
		for i := range rows {
			if rows[i].line > header && place < len(rows[i].cells) && !isBlank(rows[i].cells[place].Text) {
				return &FileError{Line: header, Reason: fmt.Sprintf("column %d of %d has no name in the header", place+1, c.width),
					Fix: "name it, or take the column out"}
			}
		}
	}
	return nil
}

func headerFlaw(header record, cell Cell, of *coding) string {
	if header.clean {
		return ""
	}
	return flaw(cell.Text, of)
}
