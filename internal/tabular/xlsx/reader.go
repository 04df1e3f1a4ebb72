// Package xlsx reads and writes Excel workbooks: one sheet of them, with what its cells show, in bounded memory. It may import no other
// format.
package xlsx

import (
	"errors"
	"io"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
)

// reader reads one sheet of a workbook.
type reader struct {
	book    *workbook
	sheet   *worksheet
	options tabular.Options
	size    int64
	rows    *rowReader
	layout  *heading.Layout
	reading tabular.Reading
}

// Open reads the sheet that the options name, or the first that is shown and has a row.
func Open(source io.ReadSeeker, options tabular.Options) (tabular.Reader, error) {
	size, err := source.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	book, err := openBook(source)
	if err != nil {
		return nil, err
	}
	x := &reader{book: book, options: options, size: size}
	if err := x.open(); err != nil {
		return nil, errors.Join(heading.Otherwise(err, Sheets(x)), x.Close())
	}
	return x, nil
}

// open chooses the sheet and its row of headings.
func (x *reader) open() (err error) {
	if x.sheet, err = x.book.choose(x.options.Sheet); err != nil {
		return err
	}
	x.options.Sheet = x.sheet.Name
	x.reading = tabular.Reading{Format: tabular.XLSX, Encoding: tabular.UTF8, EncodingBy: tabular.ByFormat, Sheet: x.sheet.Name}
	if x.reading.OtherSheets, err = x.book.others(x.sheet); err != nil {
		return err
	}
	if err := x.readHeader(); err != nil {
		return err
	}
	return x.Rewind()
}

// nextWithCells reads on to a row that has a value.
func (r *rowReader) nextWithCells() error {
	for {
		if err := r.next(); err != nil || len(r.cells) > 0 {
			return err
		}
	}
}

func (x *reader) Columns() []string        { return x.layout.Names }
func (x *reader) Options() tabular.Options { return x.options }

// Reading has the ranges that were passed so far, and what headings told that came again.
func (x *reader) Reading() *tabular.Reading {
	x.reading.Merged, x.reading.MergedCount, x.reading.ReadAs = x.rows.merged, x.rows.mergedCount, x.layout.ReadAs
	return &x.reading
}

// Offset is as much of the file as of the sheet.
func (x *reader) Offset() int64 {
	whole := float64(max(x.sheet.part.UncompressedSize64, 1))
	return int64(min(float64(x.rows.taken.n)/whole, 1) * float64(x.size))
}

// Rewind begins a pass, behind the row of headings.
func (x *reader) Rewind() error {
	if err := x.begin(); err != nil {
		return err
	}
	for x.rows.number < x.options.HeaderRow {
		if err := x.rows.nextWithCells(); err != nil {
			return err
		}
	}
	x.layout.Start()
	x.reading.Begin()
	return nil
}

func (x *reader) begin() error {
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
func (x *reader) Read() (tabular.Row, error) {
	for {
		if err := x.rows.nextWithCells(); err != nil {
			return tabular.Row{}, err
		}
		if wrong := x.refuseTogether(); wrong != nil {
			x.reading.Bad++
			return tabular.Row{}, wrong
		}
		row, wrong := x.row()
		if wrong == nil {
			wrong = heading.RefuseLine(x.lineBefore())
		}
		if wrong == nil && x.isUncut(&row) {
			if wrong := x.cutAgain(&row); wrong != nil {
				x.reading.Bad++
				return tabular.Row{}, wrong
			}
		}
		switch {
		case wrong != nil:
			x.reading.Bad++
			wrong.Line, wrong.Cells, wrong.Problems = row.Line, row.Cells, row.Problems
			return tabular.Row{}, wrong
		case len(row.Problems) == 0 && heading.IsBlankRow(row.Cells):
			x.reading.Blank++
			continue
		case len(row.Problems) == 0 && x.layout.Repeats(row.Cells):
			x.reading.Bad++
			return tabular.Row{}, &tabular.RowError{Line: row.Line, Reason: heading.Again, Cells: row.Cells}
		}
		x.reading.Rows++
		if row.Hidden {
			x.reading.NoteHidden(row.Line)
		}
		return row, nil
	}
}
