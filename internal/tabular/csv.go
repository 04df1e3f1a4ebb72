package tabular

import (
	"cmp"
	"errors"
	"fmt"
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

// findHeader chooses the row of headings, and makes columns of it.
func (c *csvReader) findHeader(head []byte) error {
	if err := c.begin(); err != nil {
		return err
	}
	first := c.records.lines.number
	rows := sampleRecords(head, &recordReader{lines: newLineReader(nil, &c.in.coding, c.newline), delimiter: byte(c.options.Delimiter)})
	if c.sepLine && len(rows) > 0 && rows[0].line <= first {
		rows = rows[1:]
	}
	header, above, err := c.chooseHeader(rows)
	if err != nil {
		return err
	}
	c.options.HeaderRow, c.reading.HeaderRow, c.reading.Above = header.line, header.line, above
	before := placesBefore(header.cells, firstBelow(shownRows(rows), header.line), c.options.OwnLine)
	if c.layout, err = layOut(header.line, header.cells, before); err != nil {
		return err
	}
	c.width = len(header.cells)
	c.reading.SmartQuotes = quotedTypographically(rows, header.line)
	if err := refuseFixedWidth(c.options.Name, rows); err != nil {
		return err
	}
	c.layout.tell(&c.reading)
	return c.refuseUnnamed(rows, header.line)
}

// chooseHeader takes the row that was asked for, or that has headings.
func (c *csvReader) chooseHeader(rows []record) (header shownRow, above []SkippedRow, err error) {
	shown := shownRows(rows)
	place, found := findHeadings(shown)
	if wanted := c.options.HeaderRow; wanted > 0 && !isOfRejectedRows(shown, c.options.OwnLine) {
		for place = 0; place < len(rows) && rows[place].line != wanted; place++ {
		}
		found = true
		if place == len(rows) {
			return header, nil, noSuchRow(wanted)
		}
	}
	if len(rows) == 0 {
		return header, nil, errNoHeader
	}
	if rows[place].cells == nil {
		return header, nil, c.headerError(place)
	}
	if !found {
		return header, nil, noHeadings(shown)
	}
	for i, cell := range rows[place].cells {
		if reason := headerFlaw(rows[place], cell, &c.in.coding); reason != "" {
			return header, nil, &FileError{Line: rows[place].line, Reason: fmt.Sprintf("the name of column %d %s", i+1, reason), Fix: "then try again"}
		}
	}
	return shown[place], rowsAbove(shown[:place]), nil
}

var errNoHeader = &FileError{Reason: "the file has no header line", Fix: "put the names of the columns in the first line"}

func noSuchRow(wanted int) error {
	return &FileError{Reason: fmt.Sprintf("line %d is none of the first rows with a value, among which the headings are", wanted), Fix: "name another"}
}

// headerError says why the row of headings can't be cut into cells.
func (c *csvReader) headerError(place int) error {
	var err error
	for range place + 1 {
		_, err = c.records.next()
	}
	var bad *RowError
	if !errors.As(err, &bad) {
		return err
	}
	return &FileError{Line: bad.Line, Reason: "the header cannot be read: " + bad.Reason, Fix: "correct it and try again"}
}

func rowsAbove(rows []shownRow) []SkippedRow {
	var above []SkippedRow
	for _, row := range rows {
		if text := shownText(row.cells); text != "" {
			above = append(above, SkippedRow{Line: row.line, Text: text})
		}
	}
	return above
}

// refuseUnnamed refuses a file that has values in a column without a heading.
func (c *csvReader) refuseUnnamed(rows []record, header int) error {
	for _, place := range c.layout.unnamed {
		for i := range rows {
			if rows[i].line > header && place < len(rows[i].cells) && !isBlank(rows[i].cells[place].Text) {
				return &FileError{Line: header, Reason: fmt.Sprintf("column %d of %d has no name in the header", place+1, c.width),
					Fix: "name it, or take the column out"}
			}
		}
	}
	return nil
}

func headerFlaw(header record, cell Cell, of *coding) string {
	if header.clean {
		return ""
	}
	return flaw(cell.Text, of)
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

// row holds a record against the columns.
func (c *csvReader) row(r *record) (Row, *RowError) {
	row := Row{Line: r.line, Cells: r.cells}
	if before := c.layout.before; before > 0 {
		if isBlankRow(r.cells[min(before, len(r.cells)):]) {
			return row, &RowError{Reason: nothingLeft}
		}
		if wrong := refuseLine(r.cells[0].Text); wrong != nil {
			return row, wrong
		}
	}
	if isMarked(r.cells[min(c.layout.before, len(r.cells)-1)].Text) {
		return row, &RowError{Reason: markInside}
	}
	if got := len(r.cells); got != c.width {
		if got <= c.layout.before+1 || got > c.width && !isBlankRow(r.cells[c.width:]) {
			reason := wrongCount(*r, max(0, got-c.layout.before), c.width-c.layout.before)
			if got <= c.layout.before+1 && c.reading.Rows > 0 {
				reason += "; it may be the rest of the row before, where a cell has a line break"
			}
			return row, &RowError{Reason: reason}
		}
		row.Cells = row.Cells[:min(got, c.width)]
		for len(row.Cells) < c.width {
			row.Cells = append(row.Cells, Cell{Kind: Untyped})
		}
		if row.Short = c.layout.behind(got); row.Short > 0 {
			c.reading.Short++
			c.reading.ShortLines = withLine(c.reading.ShortLines, r.line)
		}
	}
	if len(c.layout.unnamed) > 0 || c.layout.before > 0 {
		if wrong := c.leaveOut(&row); wrong != nil {
			return row, wrong
		}
	}
	if row.Cells[0].Text == c.layout.headings[0].Text && c.layout.repeats(row.Cells) {
		return row, &RowError{Reason: headingAgain}
	}
	return row, c.clean(&row, r)
}

// clean takes off what the file was written with beside its values, and looks for what is no text.
func (c *csvReader) clean(row *Row, r *record) *RowError {
	for i := range row.Cells {
		text := row.Cells[i].Text
		if text == "" {
			continue
		}
		if c.reading.SmartQuotes {
			row.Cells[i].Text, _ = withoutSmartQuotes(row.Cells[i].Text)
		}
		if r.apart {
			row.Cells[i].Text = c.reading.whole(row.Cells[i].Text, r.line)
		}
		if !r.clean {
			if reason := flaw(text, &c.in.coding); reason != "" {
				return &RowError{Column: c.layout.names[i], Reason: reason}
			}
		}
	}
	return nil
}

// leaveOut takes cells of columns without a heading out of a row. One with a value would be lost.
func (c *csvReader) leaveOut(row *Row) *RowError {
	for _, place := range c.layout.unnamed {
		if text := row.Cells[place].Text; !isBlank(text) {
			return &RowError{Reason: fmt.Sprintf("the row has %q in column %d, which has no heading", shorten(text), place+1)}
		}
	}
	if c.layout.whole() {
		row.Cells = row.Cells[:len(c.layout.places)]
		return nil
	}
	cells := make([]Cell, len(c.layout.places))
	for i, place := range c.layout.places {
		cells[i] = row.Cells[place]
	}
	row.Cells = cells
	return nil
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

var _ io.Closer = (*csvReader)(nil)
