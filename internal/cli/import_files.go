package cli

import (
	"bufio"
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
)

// importFiles are written beside an import: the rows that are wrong, and in a dry run the cells. They hold what customers hold, so
// nobody else may read them.
type importFiles struct {
	rejected *reportFile
	cells    *reportFile
	back     *imports.RejectedRows // to rejected
}

// reportFile is a CSV file on its way. The first error ends it, and is told at the end.
type reportFile struct {
	path string
	flag string // that names it
	file *os.File
	text *bufio.Writer
	rows *csv.Rows
	err  error
}

func openReport(path, flag string) (*reportFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, writeError(path, flag, err)
	}
	text := bufio.NewWriter(file)
	return &reportFile{path: path, flag: flag, file: file, text: text, rows: csv.NewRows(text, tabular.RecordOptions{})}, nil
}

func (f *reportFile) row(cells ...string) {
	if f.err == nil {
		f.err = f.rows.Row(cells)
	}
}

func (f *reportFile) close() error {
	err := errors.Join(f.err, f.rows.Flush(), f.text.Flush(), f.file.Close())
	if err != nil {
		return writeError(f.path, f.flag, err)
	}
	return nil
}

func (b *importFiles) open(o *importOptions) (err error) {
	if sameFile(o.rejectFile, o.path) || sameFile(o.reportFile, o.path) || sameFile(o.reportFile, o.rejectFile) {
		return usagef("--reject-file and --report name files of their own: what they name is written over")
	}
	if o.rejectFile != "" {
		if b.rejected, err = openReport(o.rejectFile, rejectFlag); err != nil {
			return err
		}
	}
	if o.reportFile == "" {
		return nil
	}
	if b.cells, err = openReport(o.reportFile, reportFlag); err != nil {
		return err
	}
	b.cells.row("line", "column", "text", "becomes", "problem", "held")
	o.Cell = func(cell importer.CellReport) {
		b.cells.row(strconv.Itoa(cell.Line), cell.Column, cell.Text, cell.Becomes, cell.Problem, cell.Held)
	}
	return nil
}

// sameFile says whether two paths lead to one file.
func sameFile(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	first, err := os.Stat(a)
	second, failed := os.Stat(b)
	if err != nil || failed != nil {
		return absolute(a) == absolute(b)
	}
	return os.SameFile(first, second)
}

// absolute is a path from the root; as it is where the folder that one works in is gone.
func absolute(path string) string {
	whole, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	return whole
}

// reject writes a row that is wrong: why, and its cells as the file has them, in the file's own delimiter and encoding.
func (b *importFiles) reject(row importer.RejectedRow) {
	f := b.rejected
	if f == nil || f.err != nil {
		return
	}
	if b.back == nil {
		b.back, f.err = imports.NewRejectedRows(csv.NewRowsBack(f.text, row.Read, tabular.RecordOptions{}), row.ReadAs, row.Headed)
	}
	f.err = cmp.Or(f.err, b.back.Row(strconv.Itoa(row.Line), row.AllReasons(), row.Cells, row.Raw))
}

func (b *importFiles) close() error {
	var err error
	for _, file := range []*reportFile{b.rejected, b.cells} {
		if file != nil {
			err = errors.Join(err, file.close())
		}
	}
	return err
}
