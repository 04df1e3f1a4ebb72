package tabular

import (
	"io"
	"strings"
)

// RowsBack writes rows that were not taken of a file, so that they can be mended and read again: with the file's own delimiter and
// encoding. Rows of a workbook or of NDJSON become CSV in UTF-8.
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
	b.marks = b.coding.name == UTF16LE || b.coding.name == UTF16BE || b.coding.name == UTF8 && otherwise.Mark
	return b
}

// Row writes a row: cells, and behind them the text of a row that could not be cut into cells, "" for none.
func (b *RowsBack) Row(cells []string, raw string) error {
	b.csv.text = b.csv.text[:0]
	if b.marks {
		b.csv.text = append(b.csv.text, fileMark...)
		b.marks = false
	}
	for i, cell := range cells {
		if i > 0 {
			b.csv.text = append(b.csv.text, b.csv.comma)
		}
		b.csv.cell([]byte(cell))
	}
	if raw = strings.TrimRight(raw, "\r\n"); raw != "" {
		b.csv.text = append(b.csv.text, b.csv.comma)
		if strings.Count(raw, `"`)%2 == 0 && !strings.Contains(raw, "\n") {
			b.csv.text = append(b.csv.text, raw...) // mended, it is cut as any other
		} else {
			b.csv.cell([]byte(raw))
		}
	}
	b.csv.text = append(b.csv.text, "\r\n"...)
	_, err := b.to.Write(b.coding.encode(string(b.csv.text)))
	return err
}

// Charset is the encoding of what is written, as media types name it.
func (b *RowsBack) Charset() string { return string(b.coding.name) }
