package tabular

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"time"

	"github.com/klauspost/compress/flate"
	"github.com/xuri/excelize/v2"
)

// rowsPerSheet is what a sheet of Excel holds, with its heading.
const rowsPerSheet = excelize.TotalRows

// xlsxWriter writes sheets, one after the other as each is full. What a sheet holds is kept in a temporary file, and the
// workbook is made at the end.
type xlsxWriter struct {
	out     io.Writer
	folder  string // of the temporary files
	options RecordOptions
	perPage int
	columns []Column
	values  recordValues
	book    *excelize.File
	sheet   *excelize.StreamWriter
	sheets  int
	row     int
	cells   []any
	bold    int
	day     int // the styles
	minute  int
}

func newXLSXWriter(w io.Writer, options RecordOptions) (*xlsxWriter, error) {
	folder, err := os.MkdirTemp("", temporaryFolder)
	if err != nil {
		return nil, err
	}
	x := &xlsxWriter{out: w, options: options, perPage: rowsPerSheet, folder: folder, book: excelize.NewFile(excelize.Options{TmpDir: folder})}
	if err := x.makeStyles(); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// temporaryFolder is what the folders of workbooks that are being written are called.
const temporaryFolder = "callflow-xlsx-*"

func (w *xlsxWriter) makeStyles() error {
	day, minute := "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
	for _, style := range []struct {
		id    *int
		style excelize.Style
	}{
		{&w.bold, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&w.day, excelize.Style{CustomNumFmt: &day}},
		{&w.minute, excelize.Style{CustomNumFmt: &minute}},
	} {
		id, err := w.book.NewStyle(&style.style)
		if err != nil {
			return err
		}
		*style.id = id
	}
	return nil
}

func (w *xlsxWriter) Head(columns []Column) error {
	if len(columns) > excelize.MaxColumns {
		return fmt.Errorf("a sheet has at most %d columns", excelize.MaxColumns)
	}
	w.columns, w.values, w.cells = columns, newRecordValues(columns), make([]any, len(columns))
	return w.nextSheet()
}

func (w *xlsxWriter) nextSheet() error {
	if w.sheet != nil {
		if err := w.sheet.Flush(); err != nil {
			return err
		}
	}
	w.sheets++
	name := "Sheet" + strconv.Itoa(w.sheets)
	if w.sheets > 1 {
		if _, err := w.book.NewSheet(name); err != nil {
			return err
		}
	}
	// How far it will go is not known yet. A wrong dimension is believed by some readers, none is not.
	if err := w.book.SetSheetDimension(name, ""); err != nil {
		return err
	}
	sheet, err := w.book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	w.sheet, w.row = sheet, 0
	if err := sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	heading := make([]any, len(w.columns))
	for i := range w.columns {
		heading[i] = excelize.Cell{StyleID: w.bold, Value: w.columns[i].heading(w.options.Labels)}
	}
	return w.put(heading)
}

func (w *xlsxWriter) put(cells []any) error {
	w.row++
	return w.sheet.SetRow("A"+strconv.Itoa(w.row), cells)
}

func (w *xlsxWriter) Record(record []byte) error {
	if err := w.values.read(record); err != nil {
		return err
	}
	if w.row >= w.perPage {
		if err := w.nextSheet(); err != nil {
			return err
		}
	}
	for i, raw := range w.values.raw {
		w.cells[i] = w.cell(w.columns[i].Type, raw)
	}
	return w.put(w.cells)
}

// cell makes a value of the spreadsheet's own type where it is one: a text stays a text whatever it begins with.
func (w *xlsxWriter) cell(kind ColumnType, raw []byte) any {
	if isUnset(raw) {
		return nil
	}
	text := string(appendText(nil, raw))
	if raw[0] != '"' {
		return plainCell(text)
	}
	switch kind {
	case DateColumn:
		if at, err := time.Parse(time.DateOnly, text); err == nil && at.Year() >= 1900 {
			return excelize.Cell{StyleID: w.day, Value: at}
		}
	case MinuteColumn:
		if at, err := time.Parse("2006-01-02 15:04", text); err == nil && at.Year() >= 1900 {
			return excelize.Cell{StyleID: w.minute, Value: at}
		}
	case TextColumn, IntegerColumn, DecimalColumn, BooleanColumn:
	}
	return text
}

// plainCell is a number or a boolean. A number of more digits than a spreadsheet keeps stays a text.
func plainCell(text string) any {
	switch {
	case text == "true" || text == "false":
		return text == "true"
	case len(text) > mostDigits:
		return text
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n
	}
	return text
}

// mostDigits is the length of a number up to which Excel keeps every digit.
const mostDigits = 15

// Flush has nothing to hand on before the end.
func (w *xlsxWriter) Flush() error { return nil }

func (w *xlsxWriter) End() error {
	if err := w.sheet.Flush(); err != nil {
		return err
	}
	// Left to itself, the library makes the whole file in memory first.
	w.book.SetZipWriter(func(io.Writer) excelize.ZipWriter { return newZip(w.out) })
	_, err := w.book.WriteToBuffer()
	return err
}

func newZip(out io.Writer) *zip.Writer {
	archive := zip.NewWriter(out)
	archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	return archive
}

// Close removes the temporary files.
func (w *xlsxWriter) Close() error { return errors.Join(w.book.Close(), os.RemoveAll(w.folder)) }
