package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"io"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
)

// readHeader finds the row of headings among the first rows, and makes columns of it.
func (x *reader) readHeader() error {
	rows, problems, err := x.sample()
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return &tabular.FileError{Reason: fmt.Sprintf("the sheet %q has no rows", x.sheet.Name), Fix: "choose another sheet"}
	}
	place, found := heading.Find(rows)
	if wanted := x.options.HeaderRow; wanted > 0 && !heading.IsOfRejectedRows(rows, x.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].Line != wanted; place++ {
		}
		if found = true; place == len(rows) {
			return heading.NoSuchRow(wanted)
		}
	}
	header := rows[place]
	switch {
	case problems[place] != "":
		return &tabular.FileError{Line: header.Line, Reason: "the heading in " + problems[place], Fix: "correct it and try again"}
	case !found:
		return heading.NoHeadings(rows)
	}
	x.options.HeaderRow, x.reading.HeaderRow, x.reading.Above = header.Line, header.Line, heading.RowsAbove(rows[:place])
	before := heading.PlacesBefore(header.Cells, heading.FirstBelow(rows, header.Line), x.options.OwnLine)
	if x.layout, err = heading.NewLayout(header.Line, header.Cells, before); err != nil {
		return err
	}
	x.layout.Tell(&x.reading)
	for i, column := range x.layout.Places {
		for _, unseen := range x.rows.unseen {
			if column+1 >= unseen.from && column+1 <= unseen.to {
				x.reading.HiddenColumns = append(x.reading.HiddenColumns, x.layout.Names[i])
			}
		}
	}
	return nil
}

// rowsOfSample is of how many rows of a sheet the headings are found.
const rowsOfSample = 2 * heading.MostAbove

// sample reads the first rows with a value, and what is wrong with a cell of each.
func (x *reader) sample() (rows []heading.Row, problems []string, err error) {
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
		row, wrong := heading.Row{Line: x.rows.number}, ""
		for i := range x.rows.cells {
			cell := &x.rows.cells[i]
			value, problem := x.book.read(cell)
			if problem = cmp.Or(problem, signsProblem(value.Text)); problem != "" && wrong == "" {
				wrong = referenceOf(cell.column, x.rows.number) + " " + problem
			}
			for len(row.Cells) <= cell.column {
				row.Cells = append(row.Cells, "")
			}
			row.Cells[cell.column] = value.Text
		}
		if heading.Filled(row.Cells) > 0 || wrong != "" {
			rows, problems = append(rows, row), append(problems, wrong)
		}
	}
	return rows, problems, nil //nolint:nilerr // reading tells of what is wrong behind the first rows when it comes there
}
