package tabular

import (
	"errors"
	"io"
)

// xlsxReader reads one sheet of a workbook.
type xlsxReader struct {
	book    *xlsxBook
	sheet   *xlsxSheet
	options Options
	size    int64
	rows    *xlsxRows
	layout  *layout
	reading Reading
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
	if err := x.open(); err != nil {
		return nil, errors.Join(otherwise(err, Sheets(x)), x.Close())
	}
	return x, nil
}

// open chooses the sheet and its row of headings.
func (x *xlsxReader) open() (err error) {
	if x.sheet, err = x.book.choose(x.options.Sheet); err != nil {
		return err
	}
	x.options.Sheet = x.sheet.Name
	x.reading = Reading{Format: XLSX, Encoding: UTF8, EncodingBy: byFormat, Sheet: x.sheet.Name}
	if x.reading.OtherSheets, err = x.book.others(x.sheet); err != nil {
		return err
	}
	if err := x.readHeader(); err != nil {
		return err
	}
	return x.Rewind()
}

// nextWithCells reads on to a row that has a value.
func (r *xlsxRows) nextWithCells() error {
	for {
		if err := r.next(); err != nil || len(r.cells) > 0 {
			return err
		}
	}
}

func (x *xlsxReader) Columns() []string { return x.layout.names }
func (x *xlsxReader) Options() Options  { return x.options }

// Reading has the ranges that were passed so far, and what headings told that came again.
func (x *xlsxReader) Reading() *Reading {
	x.reading.Merged, x.reading.MergedCount, x.reading.ReadAs = x.rows.merged, x.rows.mergedCount, x.layout.readAs
	return &x.reading
}

// Offset is as much of the file as of the sheet.
func (x *xlsxReader) Offset() int64 {
	whole := float64(max(x.sheet.part.UncompressedSize64, 1))
	return int64(min(float64(x.rows.taken.n)/whole, 1) * float64(x.size))
}

// Rewind begins a pass, behind the row of headings.
func (x *xlsxReader) Rewind() error {
	if err := x.begin(); err != nil {
		return err
	}
	for x.rows.number < x.options.HeaderRow {
		if err := x.rows.nextWithCells(); err != nil {
			return err
		}
	}
	x.layout.start()
	x.reading.begin()
	return nil
}

func (x *xlsxReader) begin() error {
	if x.rows != nil {
		x.rows.close()
	}
	rows, err := x.book.openRows(x.sheet)
	if err == nil {
		x.rows = rows
	}
	return err
}

// Read gives the next row that has a value.
func (x *xlsxReader) Read() (Row, error) {
	for {
		if err := x.rows.nextWithCells(); err != nil {
			return Row{}, err
		}
		if wrong := x.refuseTogether(); wrong != nil {
			x.reading.Bad++
			return Row{}, wrong
		}
		row, wrong := x.row()
		if wrong == nil {
			wrong = refuseLine(x.lineBefore())
		}
		if wrong == nil && x.isUncut(&row) {
			if wrong := x.cutAgain(&row); wrong != nil {
				x.reading.Bad++
				return Row{}, wrong
			}
		}
		switch {
		case wrong != nil:
			x.reading.Bad++
			wrong.Line, wrong.Cells, wrong.Problems = row.Line, row.Cells, row.Problems
			return Row{}, wrong
		case len(row.Problems) == 0 && isBlankRow(row.Cells):
			x.reading.Blank++
			continue
		case len(row.Problems) == 0 && x.layout.repeats(row.Cells):
			x.reading.Bad++
			return Row{}, &RowError{Line: row.Line, Reason: headingAgain, Cells: row.Cells}
		}
		x.reading.Rows++
		if row.Hidden {
			x.reading.Hidden++
			x.reading.HiddenLines = withLine(x.reading.HiddenLines, row.Line)
		}
		return row, nil
	}
}
