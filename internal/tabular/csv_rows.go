package tabular

import "io"

// CSVRows writes rows of texts as RFC 4180, by the rules of the CSV that records are written in: what a spreadsheet would run
// as a formula gets an apostrophe in front, which reading such a file takes off again.
type CSVRows struct{ csv csvWriter }

// NewCSVRows writes to w, with the delimiter and the mark of the options.
func NewCSVRows(w io.Writer, options RecordOptions) *CSVRows {
	rows := &CSVRows{csv: *newCSVWriter(buffered{w: w}, options)}
	rows.csv.mark()
	return rows
}

// Row writes one row. What was written reaches w now and then, and by Flush.
func (r *CSVRows) Row(cells []string) error {
	for i, cell := range cells {
		if i > 0 {
			r.csv.text = append(r.csv.text, r.csv.comma)
		}
		r.csv.cell([]byte(cell))
	}
	r.csv.text = append(r.csv.text, "\r\n"...)
	if len(r.csv.text) < rowsTogether {
		return nil
	}
	return r.Flush()
}

// rowsTogether is how many bytes of rows are handed on at once.
const rowsTogether = 32 << 10

// Flush hands on what was written so far.
func (r *CSVRows) Flush() error { return r.csv.Flush() }
