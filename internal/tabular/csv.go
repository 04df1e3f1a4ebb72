package tabular

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// csvReader holds each record against the header.
type csvReader struct {
	in      *input
	options Options
	newline byte
	sepLine bool // the first line is Excel's "sep=;"
	columns []string
	records *recordReader
}

func openCSV(in *input, options Options) (Reader, error) {
	head, err := in.openHead()
	if err != nil {
		return nil, err
	}
	c := &csvReader{in: in, options: options, newline: guessNewline(head)}
	named, sepLine := sepDelimiter(head, c.newline)
	c.sepLine = sepLine
	if options.Delimiter == 0 {
		c.options.Delimiter = named
	}
	if c.options.Delimiter == 0 {
		c.options.Delimiter = rune(guessDelimiter(head, c.newline, options.Encoding))
	}
	header, err := c.start()
	if err != nil {
		return nil, err
	}
	c.columns, err = columnNames(header)
	c.records.columns = c.columns
	return c, err
}

// start begins a pass and returns the header's record.
func (c *csvReader) start() (record, error) {
	text, err := c.in.open()
	if err != nil {
		return record{}, err
	}
	lines := newLineReader(text, c.options.Encoding, c.newline)
	if c.sepLine {
		if _, err := lines.next(); err != nil {
			return record{}, err
		}
	}
	c.records = &recordReader{lines: lines, delimiter: byte(c.options.Delimiter), columns: c.columns}
	header, err := c.records.next()
	var bad *RowError
	switch {
	case errors.Is(err, io.EOF):
		return record{}, &FileError{Reason: "the file has no header line", Fix: "put the names of the columns in the first line"}
	case errors.As(err, &bad):
		return record{}, &FileError{Line: bad.Line, Reason: "the header cannot be read: " + bad.Reason, Fix: "correct it and try again"}
	case err != nil:
		return record{}, err
	}
	for i, cell := range header.cells {
		if reason := headerFlaw(header, cell, c.options.Encoding); reason != "" {
			return record{}, &FileError{Line: header.line, Reason: fmt.Sprintf("the name of column %d %s", i+1, reason), Fix: "then try again"}
		}
	}
	return header, nil
}

func headerFlaw(header record, cell Cell, encoding Encoding) string {
	if header.clean {
		return ""
	}
	return flaw(cell.Text, encoding)
}

// columnNames are the header's names without the spaces around them.
func columnNames(header record) ([]string, error) {
	if len(header.cells) > maxColumns {
		return nil, &FileError{Line: header.line, Reason: fmt.Sprintf("the header has %d columns, at most %d can be read", len(header.cells), maxColumns),
			Fix: "check that the first line is the header"}
	}
	names := make([]string, len(header.cells))
	seen := make(map[string]int, len(names))
	for i, cell := range header.cells {
		name := strings.TrimSpace(cell.Text)
		if name == "" {
			return nil, &FileError{Line: header.line, Reason: fmt.Sprintf("column %d of %d has no name in the header", i+1, len(names)),
				Fix: "name it, or take the column out"}
		}
		if first, twice := seen[name]; twice {
			return nil, &FileError{Line: header.line, Reason: fmt.Sprintf("the header has the column %q twice, as columns %d and %d", name, first+1, i+1),
				Fix: "rename one of them, or take it out"}
		}
		seen[name] = i
		names[i] = name
	}
	return names, nil
}

func (c *csvReader) Columns() []string { return c.columns }
func (c *csvReader) Options() Options  { return c.options }
func (c *csvReader) Offset() int64     { return c.in.taken }

func (c *csvReader) Rewind() error {
	_, err := c.start()
	return err
}

func (c *csvReader) Read() (Row, error) {
	r, err := c.records.next()
	if err != nil {
		return Row{}, err
	}
	if got, want := len(r.cells), len(c.columns); got != want {
		return Row{}, &RowError{Line: r.line, Reason: wrongCount(r, got, want)}
	}
	for i := range r.cells {
		if text := r.cells[i].Text; text != "" && text[0] == '\'' && isHarmless([]byte(text)) {
			r.cells[i].Text = text[1:] // as the writer made it, so that no spreadsheet runs it
		}
	}
	if r.clean {
		return Row{Line: r.line, Cells: r.cells}, nil
	}
	for i, cell := range r.cells {
		if reason := flaw(cell.Text, c.options.Encoding); reason != "" {
			return Row{}, &RowError{Line: r.line, Column: c.columns[i], Reason: reason}
		}
	}
	return Row{Line: r.line, Cells: r.cells}, nil
}

func wrongCount(r record, got, want int) string {
	which := fmt.Sprintf("%d too few", want-got)
	if got > want {
		which = fmt.Sprintf("%d too many", got-want)
	}
	reason := fmt.Sprintf("the row has %s where the header has %d, %s", count(got, "cell"), want, which)
	if r.lastLine > r.line {
		reason += fmt.Sprintf("; quotes join lines %d to %d into this row", r.line, r.lastLine)
	}
	return reason
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
