package csv

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// writer writes RFC 4180, each line ended by CR LF.
type writer struct {
	object.Buffer
	options tabular.RecordOptions
	comma   byte
	values  object.Values
	scratch []byte
}

func newWriter(to io.Writer, options tabular.RecordOptions) *writer {
	w := &writer{Buffer: object.NewBuffer(to), options: options, comma: ','}
	if options.Delimiter != 0 {
		w.comma = byte(options.Delimiter)
	}
	return w
}

func (w *writer) Head(columns []tabular.Column) error {
	w.values = object.NewValues(columns)
	w.mark()
	for i := range columns {
		if i > 0 {
			w.Text = append(w.Text, w.comma)
		}
		w.cell([]byte(columns[i].Heading(w.options.Labels)))
	}
	w.Text = append(w.Text, "\r\n"...)
	return nil
}

// mark writes the mark by which spreadsheets know UTF-8, where it is wanted.
func (w *writer) mark() {
	if w.options.Mark {
		w.Text = append(w.Text, "\ufeff"...)
	}
}

func (w *writer) Record(record []byte) error {
	if err := w.values.Read(record); err != nil {
		return err
	}
	for i, raw := range w.values.Raw {
		if i > 0 {
			w.Text = append(w.Text, w.comma)
		}
		if !object.IsUnset(raw) {
			w.value(raw)
		}
	}
	w.Text = append(w.Text, "\r\n"...)
	return nil
}

func (w *writer) value(raw []byte) {
	if raw[0] != '"' {
		w.cell(raw)
		return
	}
	if plain := raw[1 : len(raw)-1]; bytes.IndexByte(plain, '\\') < 0 {
		w.cell(plain)
		return
	}
	w.scratch = object.AppendText(w.scratch[:0], raw)
	w.cell(w.scratch)
}

// cell writes one value. A text that a spreadsheet would run as a formula gets an apostrophe in front
// (OWASP, CSV injection); telephone numbers and negative numbers are none.
func (w *writer) cell(text []byte) {
	harmless := ""
	if isFormula(text) || isHarmless(text) {
		harmless = "'"
	}
	if !mayNeedQuotes(text) && bytes.IndexByte(text, w.comma) < 0 {
		w.Text = append(append(w.Text, harmless...), text...)
		return
	}
	w.Text = append(append(w.Text, '"'), harmless...)
	for len(text) > 0 {
		quote := bytes.IndexByte(text, '"')
		if quote < 0 {
			w.Text = append(w.Text, text...)
			break
		}
		w.Text = append(append(w.Text, text[:quote+1]...), '"')
		text = text[quote+1:]
	}
	w.Text = append(w.Text, '"')
}

// mayNeedQuotes says whether a text holds what stands for something else in a CSV file, of any delimiter.
func mayNeedQuotes(text []byte) bool {
	for _, c := range text {
		if quoted[c] {
			return true
		}
	}
	return false
}

var quoted = [256]bool{'"': true, '\r': true, '\n': true, ',': true, ';': true, '\t': true}

// isFormula says whether a spreadsheet may run a text: it begins as a formula does, and is no number.
func isFormula(text []byte) bool {
	if len(text) == 0 {
		return false
	}
	switch text[0] {
	case '=', '@', '\t', '\r':
		return true
	case fullWidth[0]: // ＝ ＋ － ＠, which spreadsheets of East Asia run as well
		first, _ := utf8.DecodeRune(text)
		return strings.ContainsRune("＝＋－＠", first)
	case '+', '-':
		return len(text) == 1 || strings.Trim(string(text[1:]), "0123456789 .,()/") != ""
	}
	return false
}

const fullWidth = "＝"

// isHarmless says whether a text is what a formula is written as, so that reading it takes an apostrophe away.
func isHarmless(text []byte) bool {
	return len(text) > 1 && text[0] == '\'' && isFormula(bytes.TrimLeft(text, "'"))
}

func (w *writer) End() error { return w.Flush() }

// NewWriter writes records to a writer.
func NewWriter(to io.Writer, options tabular.RecordOptions) tabular.RecordWriter {
	return newWriter(to, options)
}
