package tabular

import (
	"cmp"
	"errors"
	"io"
)

// csvReader holds each record against the header.
type csvReader struct {
	in      *input
	options Options
	newline byte
	sepLine bool // the first line is Excel's "sep=;"
	layout  *layout
	width   int // of the row of headings
	records *recordReader
	reading Reading
}

func openCSV(in *input, options Options) (Reader, error) {
	head, err := in.openHead()
	if err != nil {
		return nil, err
	}
	c := &csvReader{in: in, options: options, newline: guessNewline(head)}
	named, sepLine := sepDelimiter(head, c.newline)
	c.sepLine = sepLine
	c.options.Delimiter = cmp.Or(options.Delimiter, named, rejectedDelimiter(head, c.newline))
	if c.options.Delimiter == 0 {
		c.options.Delimiter = rune(guessDelimiter(head, c.newline, &in.coding))
	}
	c.reading = Reading{Format: CSV, Delimiter: c.options.Delimiter}
	in.tell(&c.reading, head)
	if err := c.findHeader(head); err != nil {
		return nil, otherwise(err, nil)
	}
	return c, c.start()
}

// begin begins a pass, behind a line that only says which delimiter there is.
func (c *csvReader) begin() error {
	text, err := c.in.open()
	if err != nil {
		return err
	}
	lines := newLineReader(text, &c.in.coding, c.newline)
	if c.sepLine {
		if _, err := lines.next(); err != nil {
			return err
		}
	}
	c.records = &recordReader{lines: lines, delimiter: byte(c.options.Delimiter)}
	return nil
}

// start begins a pass behind the row of headings.
func (c *csvReader) start() error {
	if err := c.begin(); err != nil {
		return err
	}
	for {
		r, err := c.records.next()
		line := r.line
		var bad *RowError
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
	for i, place := range c.layout.places {
		c.records.columns[place] = c.layout.names[i]
	}
	c.layout.start()
	c.reading.begin()
	return nil
}

func (c *csvReader) Columns() []string { return c.layout.names }
func (c *csvReader) Options() Options  { return c.options }
func (c *csvReader) Offset() int64     { return c.in.taken }
func (c *csvReader) Close() error      { return nil }
func (c *csvReader) Rewind() error     { return c.start() }

// Reading has what headings told so far that came again.
func (c *csvReader) Reading() *Reading {
	c.reading.ReadAs = c.layout.readAs
	return &c.reading
}

func (c *csvReader) Read() (Row, error) {
	for {
		r, err := c.records.next()
		if err != nil {
			if isRowError(err) {
				c.reading.Bad++
			}
			return Row{}, err
		}
		if isBlankRow(r.cells) {
			c.reading.Blank++
			continue
		}
		asWritten(r.cells)
		cells, wrong := c.layout.together(r.cells)
		if r.cells = cells; wrong == nil {
			wrong = c.cutAgain(&r)
		}
		if wrong != nil {
			c.reading.Bad++
			wrong.Line = r.line
			return Row{}, wrong
		}
		row, wrong := c.row(&r)
		if wrong != nil {
			c.reading.Bad++
			wrong.Line, wrong.Cells = r.line, c.layout.kept(r.cells)
			return Row{}, wrong
		}
		c.reading.Rows++
		return row, nil
	}
}

func isRowError(err error) bool {
	var bad *RowError
	return errors.As(err, &bad)
}

func isBlankRow(cells []Cell) bool {
	for i := range cells {
		if !isBlank(cells[i].Text) {
			return false
		}
	}
	return true
}

var _ io.Closer = (*csvReader)(nil)
