package tabular

import (
	"fmt"
	"io"
)

// RecordWriter writes flat JSON objects as a file of some format.
type RecordWriter interface {
	// Head is called once, first, with the columns of all records.
	Head(columns []Column) error
	// Record writes one record, whose keys are among those of Head, in any order.
	Record(record []byte) error
	// End ends the file. What was not flushed is written.
	End() error
	// Flush hands on what was written so far.
	Flush() error
	// Close lets go of what the writer holds, and waits until nothing is written any more, also where there was no End.
	Close() error
}

// RecordOptions say how a file is written.
type RecordOptions struct {
	Format    Format
	Delimiter rune // of CSV; 0 for a comma
	Mark      bool // whether a CSV file begins with the byte order mark, by which Excel knows UTF-8
	Labels    bool // whether the columns of CSV, XLSX and Parquet are headed by their labels instead of the records' keys
	Texts     bool // whether Parquet has all values as texts, of whatever type they are
}

func (c *Column) heading(labels bool) string {
	if labels {
		return c.Label
	}
	return c.Key
}

// RecordFormats are those that records can be written in, with their media types.
var RecordFormats = map[Format]string{
	CSV:     "text/csv; charset=utf-8",
	NDJSON:  "application/x-ndjson",
	JSON:    "application/json",
	XLSX:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	Parquet: "application/vnd.apache.parquet",
}

// The formats beside those that are read as well.
const (
	JSON    Format = "json" // one array of all records
	Parquet Format = "parquet"
)

// NewRecordWriter writes to w.
func NewRecordWriter(w io.Writer, options RecordOptions) (RecordWriter, error) {
	out := buffered{w: w}
	switch options.Format {
	case NDJSON:
		return &ndjsonWriter{buffered: out}, nil
	case JSON:
		return &jsonWriter{buffered: out}, nil
	case CSV:
		return newCSVWriter(out, options), nil
	case XLSX:
		return newXLSXWriter(w, options)
	case Parquet:
		return newParquetWriter(w, options), nil
	}
	return nil, fmt.Errorf("records are not written as %q; the formats are csv, json, ndjson, parquet, xlsx", options.Format)
}

// buffered gathers what is written until it is flushed.
type buffered struct {
	w    io.Writer
	text []byte
}

func (b *buffered) Flush() error {
	_, err := b.w.Write(b.text)
	b.text = b.text[:0]
	return err
}

// Close has nothing to let go of.
func (b *buffered) Close() error { return nil }

type ndjsonWriter struct{ buffered }

func (w *ndjsonWriter) Head([]Column) error { return nil }

func (w *ndjsonWriter) Record(record []byte) error {
	w.text = append(append(w.text, record...), '\n')
	return nil
}

func (w *ndjsonWriter) End() error { return w.Flush() }

type jsonWriter struct {
	buffered
	begun bool
}

func (w *jsonWriter) Head([]Column) error {
	w.text = append(w.text, '[')
	return nil
}

func (w *jsonWriter) Record(record []byte) error {
	if w.begun {
		w.text = append(w.text, ',')
	}
	w.begun = true
	w.text = append(append(w.text, '\n'), record...)
	return nil
}

func (w *jsonWriter) End() error {
	w.text = append(w.text, "\n]\n"...)
	return w.Flush()
}
