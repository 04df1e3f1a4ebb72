package xlsx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// rowsPerSheet is what a sheet of Excel holds, with its heading.
const rowsPerSheet = excelize.TotalRows

// sheetPiece is how much of a sheet is gathered before it is compressed.
const sheetPiece = 64 << 10

// writer writes the rows of sheets into the archive as they come, one sheet after the other as each is full: a whole workbook takes
// neither memory nor a file. What is around the rows, the workbook with its styles and its list of sheets, is the library's, and follows
// at the end, when the number of sheets is known.
type writer struct {
	options tabular.RecordOptions
	perPage int
	archive *zip.Writer
	book    *excelize.File // has the styles, and as many empty sheets as were begun
	columns []tabular.Column
	values  object.Values
	cells   *cellWriter
	sheet   io.Writer // in the archive; nil before the first
	sheets  int
	row     int
	text    []byte // of the sheet, not in the archive yet
}

// NewWriter writes a workbook to w.
func NewWriter(w io.Writer, options tabular.RecordOptions) (tabular.RecordWriter, error) {
	book := excelize.NewFile()
	cells, err := newCellWriter(book)
	if err != nil {
		return nil, err
	}
	return &writer{options: options, perPage: rowsPerSheet, archive: newZip(w), book: book, cells: cells}, nil
}

func newZip(out io.Writer) *zip.Writer {
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	return archive
}

func (w *writer) Head(columns []tabular.Column) error {
	if len(columns) > excelize.MaxColumns {
		return fmt.Errorf("a sheet has at most %d columns", excelize.MaxColumns)
	}
	w.columns, w.values = columns, object.NewValues(columns)
	if err := w.cells.nameColumns(len(columns)); err != nil {
		return err
	}
	return w.nextSheet()
}

// A sheet begins with its row of headings, which stays in sight. Its dimension is not told: how far it goes is not known yet, and a wrong one
// is believed by some readers.
const (
	sheetBegin = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView%s workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
	sheetEnd = `</sheetData></worksheet>`
)

func (w *writer) nextSheet() error {
	if err := w.endSheet(); err != nil {
		return err
	}
	w.sheets++
	selected := ` tabSelected="1"`
	if w.sheets > 1 {
		selected = ""
		if _, err := w.book.NewSheet(fmt.Sprintf("Sheet%d", w.sheets)); err != nil {
			return err
		}
	}
	var err error
	if w.sheet, err = w.archive.Create(sheetPath(w.sheets)); err != nil {
		return err
	}
	w.row = 0
	w.text = fmt.Appendf(w.text, sheetBegin, selected)
	w.beginRow()
	for i := range w.columns {
		w.text = w.cells.heading(w.text, i, w.columns[i].Heading(w.options.Labels))
	}
	w.text = append(w.text, rowEnd...)
	return nil
}

// sheetPath is where the library's workbook looks for a sheet.
func sheetPath(number int) string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", number) }

const rowEnd = "</row>"

func (w *writer) beginRow() {
	w.row++
	w.text = append(w.text, `<row r="`...)
	w.cells.number(w.row)
	w.text = append(append(w.text, w.cells.row...), `">`...)
}

func (w *writer) Record(record []byte) error {
	if err := w.values.Read(record); err != nil {
		return err
	}
	if w.row >= w.perPage {
		if err := w.nextSheet(); err != nil {
			return err
		}
	}
	w.beginRow()
	for i, raw := range w.values.Raw {
		w.text = w.cells.cell(w.text, i, w.columns[i].Type, raw)
	}
	w.text = append(w.text, rowEnd...)
	if len(w.text) < sheetPiece {
		return nil
	}
	return w.put()
}

func (w *writer) put() error {
	_, err := w.sheet.Write(w.text)
	w.text = w.text[:0]
	return err
}

func (w *writer) endSheet() error {
	if w.sheet == nil {
		return nil
	}
	w.text = append(w.text, sheetEnd...)
	return w.put()
}

// Flush has nothing to hand on: what the archive has compressed is on its way.
func (w *writer) Flush() error { return nil }

func (w *writer) End() error {
	if err := w.endSheet(); err != nil {
		return err
	}
	around, err := w.book.WriteToBuffer()
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(bytes.NewReader(around.Bytes()), int64(around.Len()))
	if err != nil {
		return err
	}
	for _, part := range parts.File {
		if strings.HasPrefix(part.Name, "xl/worksheets/sheet") { // empty, and written already
			continue
		}
		if err := w.archive.Copy(part); err != nil {
			return err
		}
	}
	return w.archive.Close()
}

// Close lets the library's workbook go.
func (w *writer) Close() error { return w.book.Close() }
