package csv

import (
	"io"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// RowsBack writes rows that were not taken of a file, so that they can be mended and read again: with the file's own delimiter and
// encoding. Rows of a workbook or of NDJSON become CSV in UTF-8. Each row begins with its line and with what was wrong, which the row of
// headings calls line and reason: a file that begins so is read without them.
type RowsBack struct {
	to     io.Writer
	coding letters.Coding
	csv    writer
	marks  bool // the file begins with a byte order mark, which is not written yet
}

// NewRowsBack writes to w the rows of a file that was read with the options; otherwise says how those of another file than CSV are written,
// and whether UTF-8 is marked.
func NewRowsBack(w io.Writer, options tabular.Options, otherwise tabular.RecordOptions) *RowsBack {
	b := &RowsBack{to: w}
	b.coding, _ = letters.CodingOf(tabular.UTF8)
	if options.Format == tabular.CSV {
		if own, ok := letters.CodingOf(options.Encoding); ok {
			b.coding = own
		}
		otherwise.Delimiter = options.Delimiter
	}
	b.csv = *newWriter(w, otherwise)
	b.marks = letters.IsWide(b.coding.Name) || b.coding.Name == tabular.UTF8 && otherwise.Mark
	return b
}

// Row writes a row: its line, what was wrong, and its cells, or the text of a row that could not be cut into cells, "" for none.
func (b *RowsBack) Row(cells []string, raw string) error {
	b.csv.Text = b.csv.Text[:0]
	if b.marks {
		b.csv.Text = append(b.csv.Text, fileMark...)
		b.marks = false
	}
	if raw = strings.TrimRight(raw, "\r\n"); raw != "" {
		cells = append([]string{cells[0] + heading.Uncut}, append(cells[1:len(cells):len(cells)], raw)...)
	}
	for i, cell := range cells {
		if i > 0 {
			b.csv.Text = append(b.csv.Text, b.csv.comma)
		}
		b.csv.cell([]byte(cell))
	}
	b.csv.Text = append(b.csv.Text, "\r\n"...)
	_, err := b.to.Write(b.coding.Encode(string(b.csv.Text)))
	return err
}

// Charset is the encoding of what is written, as media types name it.
func (b *RowsBack) Charset() string { return string(b.coding.Name) }
