package tabular

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// csvWriter writes RFC 4180, each line ended by CR LF.
type csvWriter struct {
	buffered
	options RecordOptions
	comma   byte
	values  recordValues
	scratch []byte
}

func newCSVWriter(out buffered, options RecordOptions) *csvWriter {
	w := &csvWriter{buffered: out, options: options, comma: ','}
	if options.Delimiter != 0 {
		w.comma = byte(options.Delimiter)
	}
	return w
}

func (w *csvWriter) Head(columns []Column) error {
	w.values = newRecordValues(columns)
	w.mark()
	for i := range columns {
		if i > 0 {
			w.text = append(w.text, w.comma)
		}
		w.cell([]byte(columns[i].heading(w.options.Labels)))
	}
	w.text = append(w.text, "\r\n"...)
	return nil
}

// mark writes the mark by which spreadsheets know UTF-8, where it is wanted.
func (w *csvWriter) mark() {
	if w.options.Mark {
		w.text = append(w.text, "\ufeff"...)
	}
}

func (w *csvWriter) Record(record []byte) error {
	if err := w.values.read(record); err != nil {
		return err
	}
	for i, raw := range w.values.raw {
		if i > 0 {
			w.text = append(w.text, w.comma)
		}
		if !isUnset(raw) {
			w.value(raw)
		}
	}
	w.text = append(w.text, "\r\n"...)
	return nil
}

func (w *csvWriter) value(raw []byte) {
	if raw[0] != '"' {
		w.cell(raw)
		return
	}
	if plain := raw[1 : len(raw)-1]; bytes.IndexByte(plain, '\\') < 0 {
		w.cell(plain)
		return
	}
	w.scratch = appendText(w.scratch[:0], raw)
	w.cell(w.scratch)
}

// cell writes one value. A text that a spreadsheet would run as a formula gets an apostrophe in front
// (OWASP, CSV injection); telephone numbers and negative numbers are none.
func (w *csvWriter) cell(text []byte) {
	harmless := ""
	if isFormula(text) || isHarmless(text) {
		harmless = "'"
	}
	if !mayNeedQuotes(text) && bytes.IndexByte(text, w.comma) < 0 {
		w.text = append(append(w.text, harmless...), text...)
		return
	}
	w.text = append(append(w.text, '"'), harmless...)
	for len(text) > 0 {
		quote := bytes.IndexByte(text, '"')
		if quote < 0 {
			w.text = append(w.text, text...)
			break
		}
		w.text = append(append(w.text, text[:quote+1]...), '"')
		text = text[quote+1:]
	}
	w.text = append(w.text, '"')
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

func (w *csvWriter) End() error { return w.Flush() }
