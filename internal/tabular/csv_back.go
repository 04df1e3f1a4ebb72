package tabular

import (
	"io"
	"strings"
)

// RowsBack writes rows that were not taken of a file, so that they can be mended and read again: with the file's own delimiter and
// encoding. Rows of a workbook or of NDJSON become CSV in UTF-8. Each row begins with its line and with what was wrong, which the row of
// headings calls line and reason: a file that begins so is read without them.
type RowsBack struct {
	to     io.Writer
	coding coding
	csv    csvWriter
	marks  bool // the file begins with a byte order mark, which is not written yet
}

// NewRowsBack writes to w the rows of a file that was read with the options; otherwise says how those of another file than CSV are written,
// and whether UTF-8 is marked.
func NewRowsBack(w io.Writer, options Options, otherwise RecordOptions) *RowsBack {
	b := &RowsBack{to: w}
	b.coding, _ = codingOf(UTF8)
	if options.Format == CSV {
		if own, ok := codingOf(options.Encoding); ok {
			b.coding = own
		}
		otherwise.Delimiter = options.Delimiter
	}
	b.csv = *newCSVWriter(buffered{w: w}, otherwise)
	b.marks = wideLetters[b.coding.name] || b.coding.name == UTF8 && otherwise.Mark
	return b
}

// wideLetters are encodings that are known by their marks.
var wideLetters = map[Encoding]bool{UTF16LE: true, UTF16BE: true, UTF32LE: true, UTF32BE: true}

// uncut follows the line of a row that could not be cut into cells: its text is one cell, and is cut when it is read again.
const uncut = " text"

// Row writes a row: its line, what was wrong, and its cells, or the text of a row that could not be cut into cells, "" for none.
func (b *RowsBack) Row(cells []string, raw string) error {
	b.csv.text = b.csv.text[:0]
	if b.marks {
		b.csv.text = append(b.csv.text, fileMark...)
		b.marks = false
	}
	if raw = strings.TrimRight(raw, "\r\n"); raw != "" {
		cells = append([]string{cells[0] + uncut}, append(cells[1:len(cells):len(cells)], raw)...)
	}
	for i, cell := range cells {
		if i > 0 {
			b.csv.text = append(b.csv.text, b.csv.comma)
		}
		b.csv.cell([]byte(cell))
	}
	b.csv.text = append(b.csv.text, "\r\n"...)
	_, err := b.to.Write(b.coding.encode(string(b.csv.text)))
	return err
}

// Charset is the encoding of what is written, as media types name it.
func (b *RowsBack) Charset() string { return string(b.coding.name) }
