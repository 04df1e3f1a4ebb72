package tabular

import (
	"cmp"
	"errors"
	"fmt"
	"io"
)

// readHeader finds the row of headings among the first rows, and makes columns of it.
func (x *xlsxReader) readHeader() error {
	rows, problems, err := x.sample()
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return &FileError{Reason: fmt.Sprintf("the sheet %q has no rows", x.sheet.Name), Fix: "choose another sheet"}
	}
	place, found := findHeadings(rows)
	if wanted := x.options.HeaderRow; wanted > 0 && !isOfRejectedRows(rows, x.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].line != wanted; place++ {
		}
		if found = true; place == len(rows) {
			return noSuchRow(wanted)
		}
	}
	header := rows[place]
	switch {
	case problems[place] != "":
		return &FileError{Line: header.line, Reason: "the heading in " + problems[place], Fix: "correct it and try again"}
	case !found:
		return noHeadings(rows)
	}
	x.options.HeaderRow, x.reading.HeaderRow, x.reading.Above = header.line, header.line, rowsAbove(rows[:place])
	before := placesBefore(header.cells, firstBelow(rows, header.line), x.options.OwnLine)
	if x.layout, err = layOut(header.line, header.cells, before); err != nil {
		return err
	}
	x.layout.tell(&x.reading)
	for i, column := range x.layout.places {
		for _, unseen := range x.rows.unseen {
			if column+1 >= unseen.from && column+1 <= unseen.to {
				x.reading.HiddenColumns = append(x.reading.HiddenColumns, x.layout.names[i])
			}
		}
	}
	return nil
}

// rowsOfSample is of how many rows of a sheet the headings are found.
const rowsOfSample = 2 * rowsToHeading

// sample reads the first rows with a value, and what is wrong with a cell of each.
func (x *xlsxReader) sample() (rows []shownRow, problems []string, err error) {
	if err := x.begin(); err != nil {
		return nil, nil, err
	}
	for len(rows) < rowsOfSample {
		err := x.rows.nextWithCells()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil && len(rows) == 0 {
			return nil, nil, err
		}
		if err != nil {
			break // reading says so when it comes there
		}
		row, wrong := shownRow{line: x.rows.number}, ""
		for i := range x.rows.cells {
			cell := &x.rows.cells[i]
			value, problem := x.book.read(cell)
			if problem = cmp.Or(problem, signsProblem(value.Text)); problem != "" && wrong == "" {
				wrong = referenceOf(cell.column, x.rows.number) + " " + problem
			}
			for len(row.cells) <= cell.column {
				row.cells = append(row.cells, "")
			}
			row.cells[cell.column] = value.Text
		}
		if filled(row.cells) > 0 || wrong != "" {
			rows, problems = append(rows, row), append(problems, wrong)
		}
	}
	return rows, problems, nil //nolint:nilerr // reading tells of what is wrong behind the first rows when it comes there
}
