package csv

import (
	"io"

	"callflow/internal/tabular"
)

// Rows writes rows of texts as RFC 4180, by the rules of the CSV that records are written in: what a spreadsheet would run
// as a formula gets an apostrophe in front, which reading such a file takes off again.
type Rows struct{ csv writer }

// NewRows writes to w, with the delimiter and the mark of the options.
func NewRows(w io.Writer, options tabular.RecordOptions) *Rows {
	rows := &Rows{csv: *newWriter(w, options)}
	rows.csv.mark()
	return rows
}

// Row writes one row. What was written reaches w now and then, and by Flush.
func (r *Rows) Row(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			r.csv.Text = append(r.csv.Text, r.csv.comma)
		}
		r.csv.cell([]byte(cell))
	}
	r.csv.Text = append(r.csv.Text, "\r\n"...)
	if len(r.csv.Text) < rowsTogether {
		return nil
	}
	return r.Flush()
}

// rowsTogether is how many bytes of rows are handed on at once.
const rowsTogether = 32 << 10

// Flush hands on what was written so far.
func (r *Rows) Flush() error { return r.csv.Flush() }
