// Package csv reads and writes CSV: delimiters, quotes that stand where the standard has none, and files of rejected rows, which are CSV
// and are read again when they are mended. It may import no other format.
package csv

import (
	"cmp"
	"errors"
	"io"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// reader holds each record against the header.
type reader struct {
	in      *letters.Input
	options tabular.Options
	newline byte
	sepLine bool // the first line is Excel's "sep=;"
	layout  *heading.Layout
	width   int // of the row of headings
	records *recordReader
	reading tabular.Reading
}

// Open reads a file that begins with head.
func Open(source io.ReadSeeker, head []byte, options tabular.Options) (tabular.Reader, error) {
	in, err := letters.NewInput(source, head, options, toldEncoding(head))
	if err != nil {
		return nil, err
	}
	options.Encoding = in.Coding.Name
	if head, err = in.OpenHead(); err != nil {
		return nil, err
	}
	c := &reader{in: in, options: options, newline: guessNewline(head)}
	named, sepLine := sepDelimiter(head, c.newline)
	c.sepLine = sepLine
	c.options.Delimiter = cmp.Or(options.Delimiter, named, rejectedDelimiter(head, c.newline))
	if c.options.Delimiter == 0 {
		c.options.Delimiter = rune(guessDelimiter(head, c.newline, &in.Coding))
	}
	c.reading = tabular.Reading{Format: tabular.CSV, Delimiter: c.options.Delimiter}
	in.Tell(&c.reading, head)
	if err := c.findHeader(head); err != nil {
		return nil, heading.Otherwise(err, nil)
	}
	return c, c.start()
}

// begin begins a pass, behind a line that only says which delimiter there is.
func (c *reader) begin() error {
	text, err := c.in.Open()
	if err != nil {
		return err
	}
	lines := letters.NewLineReader(text, &c.in.Coding, c.newline)
	if c.sepLine {
		if _, err := lines.Next(); err != nil {
			return err
		}
	}
	c.records = &recordReader{lines: lines, delimiter: byte(c.options.Delimiter)}
	return nil
}

// start begins a pass behind the row of headings.
func (c *reader) start() error {
	if err := c.begin(); err != nil {
		return err
	}
	for {
		r, err := c.records.next()
		line := r.line
		var bad *tabular.RowError
		if errors.As(err, &bad) {
			line = bad.Line
		} else if err != nil {
			return err
		}
		if line >= c.options.HeaderRow {
			break
		}
	}
	c.records.columns = make([]string, c.width)
	for i, place := range c.layout.Places {
		c.records.columns[place] = c.layout.Names[i]
	}
	c.layout.Start()
	c.reading.Begin()
	return nil
}

func (c *reader) Columns() []string        { return c.layout.Names }
func (c *reader) Options() tabular.Options { return c.options }
func (c *reader) Offset() int64            { return c.in.Taken }
func (c *reader) Close() error             { return nil }
func (c *reader) Rewind() error            { return c.start() }

// Reading has what headings told so far that came again.
func (c *reader) Reading() *tabular.Reading {
	c.reading.ReadAs = c.layout.ReadAs
	return &c.reading
}

func (c *reader) Read() (tabular.Row, error) {
	for {
		r, err := c.records.next()
		if err != nil {
			if tabular.IsRowError(err) {
				c.reading.Bad++
			}
			return tabular.Row{}, err
		}
		if heading.IsBlankRow(r.cells) {
			c.reading.Blank++
			continue
		}
		asWritten(r.cells)
		cells, wrong := c.layout.Align(r.cells)
		if r.cells = cells; wrong == nil {
			wrong = c.cutAgain(&r)
		}
		if wrong != nil {
			c.reading.Bad++
			wrong.Line = r.line
			return tabular.Row{}, wrong
		}
		row, wrong := c.row(&r)
		if wrong != nil {
			c.reading.Bad++
			wrong.Line, wrong.Cells = r.line, c.layout.Keep(r.cells)
			return tabular.Row{}, wrong
		}
		c.reading.Rows++
		return row, nil
	}
}

var _ io.Closer = (*reader)(nil)
