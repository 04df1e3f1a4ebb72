package tabular

import (
	"fmt"
	"io"
	"strings"
)

// RecordWriter writes flat JSON objects as a file of some format.
type RecordWriter interface {
	// Head is called once, first, with the keys of all records.
	Head(keys []string) error
	// Record writes one record, whose keys are among those of Head, in any order.
	Record(record []byte) error
	// End ends the file. What was not flushed is written.
	End() error
	// Flush hands on what was written so far.
	Flush() error
}

// RecordOptions say how a file is written.
type RecordOptions struct {
	Format    Format
	Delimiter rune // of CSV; 0 for a comma
	Mark      bool // whether a CSV file begins with the byte order mark, by which Excel knows UTF-8
}

// RecordFormats are those that records can be written in, with their media types.
var RecordFormats = map[Format]string{
	CSV:    "text/csv; charset=utf-8",
	NDJSON: "application/x-ndjson",
	JSON:   "application/json",
}

// JSON is one array of all records.
const JSON Format = "json"

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
	}
	return nil, fmt.Errorf("records are not written as %q; the formats are csv, json, ndjson", options.Format)
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

type ndjsonWriter struct{ buffered }

func (w *ndjsonWriter) Head([]string) error { return nil }

func (w *ndjsonWriter) Record(record []byte) error {
	w.text = append(append(w.text, record...), '\n')
	return nil
}

func (w *ndjsonWriter) End() error { return w.Flush() }

type jsonWriter struct {
	buffered
	begun bool
}

func (w *jsonWriter) Head([]string) error {
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

// csvWriter writes RFC 4180, each line ended by CR LF.
type csvWriter struct {
	buffered
	mark      bool
	delimiter byte
	columns   map[string]int
	keys      []string // in the order of Head, which most records have
	cells     []Cell
	parser    objectParser
}

func newCSVWriter(out buffered, options RecordOptions) *csvWriter {
	w := &csvWriter{buffered: out, mark: options.Mark, delimiter: ','}
	if options.Delimiter != 0 {
		w.delimiter = byte(options.Delimiter)
	}
	return w
}

func (w *csvWriter) Head(keys []string) error {
	w.keys, w.columns, w.cells = keys, make(map[string]int, len(keys)), make([]Cell, len(keys))
	if w.mark {
		w.text = append(w.text, "\ufeff"...)
	}
	for i, key := range keys {
		w.columns[key] = i
		w.cells[i] = Cell{Text: key}
	}
	w.row()
	return nil
}

func (w *csvWriter) Record(record []byte) error {
	members, bad := w.parser.parse(string(record))
	if bad != nil {
		return fmt.Errorf("a record that is no flat object: %s", bad.Reason)
	}
	clear(w.cells)
	for i := range members {
		column := i
		if i >= len(w.keys) || w.keys[i] != members[i].key {
			var ok bool
			if column, ok = w.columns[members[i].key]; !ok {
				return fmt.Errorf("a record has the key %q, which the head has not", members[i].key)
			}
		}
		w.cells[column] = members[i].cell
	}
	w.row()
	return nil
}

// row writes the cells.
func (w *csvWriter) row() {
	for i := range w.cells {
		if i > 0 {
			w.text = append(w.text, w.delimiter)
		}
		w.cell(&w.cells[i])
	}
	w.text = append(w.text, '\r', '\n')
}

// cell writes one value. A text that a spreadsheet would run as a formula gets an apostrophe in front
// (OWASP, CSV injection); telephone numbers and negative numbers are none.
func (w *csvWriter) cell(cell *Cell) {
	text := cell.Text
	harmless := ""
	if isFormula(text) {
		harmless = "'"
	}
	if !strings.ContainsAny(text, "\"\r\n,;\t") {
		w.text = append(append(w.text, harmless...), text...)
		return
	}
	w.text = append(append(w.text, '"'), harmless...)
	w.text = append(w.text, strings.ReplaceAll(text, `"`, `""`)...)
	w.text = append(w.text, '"')
}

// isFormula says whether a spreadsheet may run a text: it begins as a formula does, and is no number.
func isFormula(text string) bool {
	if text == "" || !strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return false
	}
	return text[0] != '+' && text[0] != '-' || strings.Trim(text[1:], "0123456789 .,()/") != "" || len(text) == 1
}

func (w *csvWriter) End() error { return w.Flush() }
