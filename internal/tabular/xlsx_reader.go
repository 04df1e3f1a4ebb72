package tabular

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// xlsxReader reads one sheet of a workbook. Its first row with a value is the header.
type xlsxReader struct {
	book    *xlsxBook
	sheet   *xlsxSheet
	options Options
	size    int64
	rows    *xlsxRows
	columns []string
	places  []int // of each column in the sheet
	byPlace map[int]int
}

func openXLSX(source io.ReadSeeker, options Options) (Reader, error) {
	size, err := source.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	book, err := openBook(source)
	if err != nil {
		return nil, err
	}
	x := &xlsxReader{book: book, options: options, size: size}
	if x.sheet, err = book.choose(options.Sheet); err != nil {
		return nil, err
	}
	x.options.Sheet = x.sheet.Name
	return x, x.Rewind()
}

// choose finds the sheet of a name, or the first that is shown and has a row.
func (b *xlsxBook) choose(name string) (*xlsxSheet, error) {
	var names []string
	for i := range b.sheets {
		sheet := &b.sheets[i]
		names = append(names, fmt.Sprintf("%q", sheet.Name))
		if name != "" {
			if strings.EqualFold(sheet.Name, name) {
				return sheet, nil
			}
			continue
		}
		if sheet.hidden {
			continue
		}
		hasRow, err := b.hasRow(sheet)
		if err != nil || hasRow {
			return sheet, err
		}
	}
	if name != "" {
		return nil, &FileError{Reason: fmt.Sprintf("the workbook has no sheet %q; it has %s", name, strings.Join(names, ", ")), Fix: "name one of these"}
	}
	return nil, &FileError{Reason: "the workbook has no sheet with a row", Fix: "choose one that has"}
}

func (b *xlsxBook) hasRow(sheet *xlsxSheet) (bool, error) {
	rows, err := b.openRows(sheet)
	if err != nil {
		return false, err
	}
	defer rows.close()
	err = rows.nextWithCells()
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	return err == nil, err
}

// nextWithCells reads on to a row that has a value.
func (r *xlsxRows) nextWithCells() error {
	for {
		if err := r.next(); err != nil || len(r.cells) > 0 {
			return err
		}
	}
}

func (x *xlsxReader) Columns() []string { return x.columns }
func (x *xlsxReader) Options() Options  { return x.options }

// Offset is as much of the file as of the sheet.
func (x *xlsxReader) Offset() int64 {
	whole := float64(max(x.sheet.part.UncompressedSize64, 1))
	return int64(min(float64(x.rows.taken.n)/whole, 1) * float64(x.size))
}

// Rewind begins a pass, and reads the header.
func (x *xlsxReader) Rewind() error {
	if x.rows != nil {
		x.rows.close()
	}
	rows, err := x.book.openRows(x.sheet)
	if err != nil {
		return err
	}
	x.rows = rows
	err = rows.nextWithCells()
	if errors.Is(err, io.EOF) {
		return &FileError{Reason: fmt.Sprintf("the sheet %q has no rows", x.sheet.Name), Fix: "choose another with --sheet"}
	}
	if err != nil || x.columns != nil {
		return err
	}
	return x.readHeader()
}

func (x *xlsxReader) readHeader() error {
	header := record{line: x.rows.number}
	x.byPlace = make(map[int]int)
	for i := range x.rows.cells {
		cell := &x.rows.cells[i]
		value, problem := x.book.read(cell)
		if problem == "" {
			problem = signsProblem(value.Text)
		}
		if problem != "" {
			reason := "the heading in " + referenceOf(cell.column, x.rows.number) + " " + problem
			return &FileError{Line: x.rows.number, Reason: reason, Fix: "correct it and try again"}
		}
		if strings.TrimSpace(value.Text) == "" {
			continue
		}
		x.byPlace[cell.column] = len(header.cells)
		x.places = append(x.places, cell.column)
		header.cells = append(header.cells, value)
	}
	names, err := columnNames(header)
	x.columns = names
	return err
}

// Read gives the next row that has a value.
func (x *xlsxReader) Read() (Row, error) {
	if err := x.rows.nextWithCells(); err != nil {
		return Row{}, err
	}
	row := Row{Line: x.rows.number, Cells: make([]Cell, len(x.columns))}
	for i := range row.Cells {
		row.Cells[i].Kind = Untyped
	}
	for i := range x.rows.cells {
		cell := &x.rows.cells[i]
		value, problem := x.book.read(cell)
		place, headed := x.byPlace[cell.column]
		switch {
		case !headed && strings.TrimSpace(value.Text) == "":
			continue
		case !headed:
			return Row{}, &RowError{Line: row.Line, Reason: "the cell " + referenceOf(cell.column, row.Line) + " has a value, and its column has no heading"}
		case problem == "":
			problem = signsProblem(value.Text)
		}
		if problem != "" {
			return Row{}, &RowError{Line: row.Line, Column: x.columns[place], Reason: "the cell " + referenceOf(cell.column, row.Line) + " " + problem}
		}
		row.Cells[place] = value
	}
	return row, nil
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
