package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// record is one CSV record, not yet held against the header.
type record struct {
	line, lastLine int // the lines of the file that it spans
	cells          []Cell
	clean          bool // no cell has a flaw
}

// recordReader cuts lines into cells by RFC 4180, strictly. encoding/csv would let a quote that is
// never closed swallow the rest of the file into memory; here such a row is an error after at
// most maxRow bytes, and reading goes on with the line after the one on which the row began, so
// that the rows behind the quote are read as rows.
type recordReader struct {
	lines     *lineReader
	delimiter byte
	columns   []string // to name a cell in an error; nil for the header

	// Of the record being read, when it has quotes.
	text   []byte
	ends   []int // of each cell in text
	line   int
	opened int // the line of the last opening quote
	clean  bool
}

// next returns the next record that is not a blank line, io.EOF, or a *RowError.
func (r *recordReader) next() (record, error) {
	for {
		line, err := r.lines.next()
		if errors.Is(err, errRowTooLong) {
			return record{}, &RowError{Line: r.lines.number, Reason: err.Error()}
		}
		if err != nil {
			return record{}, err
		}
		if len(bytes.TrimLeft(line, " ")) == 0 {
			continue
		}
		if bytes.IndexByte(line, '"') >= 0 {
			return r.quotedRecord(line)
		}
		return record{line: r.lines.number, lastLine: r.lines.number, cells: r.split(line), clean: r.lines.clean}, nil
	}
}

// split cuts a line without quotes. The cells share one string.
func (r *recordReader) split(line []byte) []Cell {
	cells := make([]Cell, 0, 1+bytes.Count(line, []byte{r.delimiter}))
	text := string(line)
	for {
		i := strings.IndexByte(text, r.delimiter)
		if i < 0 {
			return append(cells, Cell{Text: text, Kind: Untyped})
		}
		cells = append(cells, Cell{Text: text[:i], Kind: Untyped})
		text = text[i+1:]
	}
}

func (r *recordReader) quotedRecord(line []byte) (record, error) {
	r.text, r.ends = r.text[:0], r.ends[:0]
	r.line, r.clean = r.lines.number, r.lines.clean
	r.lines.hold()
	if err := r.readCells(line); err != nil {
		r.lines.back()
		return record{}, err
	}
	r.lines.release()
	cells := make([]Cell, len(r.ends))
	text, start := string(r.text), 0
	for i, end := range r.ends {
		cells[i] = Cell{Text: text[start:end], Kind: Untyped}
		start = end
	}
	return record{line: r.line, lastLine: r.lines.number, cells: cells, clean: r.clean}, nil
}

// readCells appends the record's cells, taking more lines while a quote is open.
func (r *recordReader) readCells(line []byte) error {
	for {
		var err error
		if len(line) > 0 && line[0] == '"' {
			line, err = r.quotedCell(line[1:])
		} else {
			line, err = r.plainCell(line)
		}
		if err != nil {
			return err
		}
		r.ends = append(r.ends, len(r.text))
		if len(line) == 0 {
			return nil
		}
		line = line[1:] // the delimiter
	}
}

// plainCell returns what follows the cell: nothing, or the delimiter and the next cells.
func (r *recordReader) plainCell(line []byte) ([]byte, error) {
	end := bytes.IndexByte(line, r.delimiter)
	if end < 0 {
		end = len(line)
	}
	if bytes.IndexByte(line[:end], '"') >= 0 {
		return nil, r.failure("a quote stands inside a cell that does not begin with one; " +
			"put the whole cell in quotes and double each quote inside it")
	}
	r.text = append(r.text, line[:end]...)
	return line[end:], nil
}

// quotedCell takes the line after its opening quote and returns what follows the closing one.
func (r *recordReader) quotedCell(line []byte) ([]byte, error) {
	r.opened = r.lines.number
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			r.text = append(append(r.text, line...), '\n')
			var err error
			if line, err = r.continued(); err != nil {
				return nil, err
			}
			continue
		}
		r.text = append(r.text, line[:i]...)
		line = line[i+1:]
		if len(line) == 0 || line[0] == r.delimiter {
			return line, nil
		}
		if line[0] != '"' {
			return nil, r.failure(fmt.Sprintf("the quote opened on line %d is followed by text after it closes%s; "+
				"double each quote inside the cell", r.opened, r.onLine()))
		}
		r.text = append(r.text, '"')
		line = line[1:]
	}
}

// continued returns the next line of a cell whose quote is still open.
func (r *recordReader) continued() ([]byte, error) {
	line, err := r.lines.next()
	switch {
	case err == nil:
		r.clean = r.clean && r.lines.clean
		return line, nil
	case errors.Is(err, io.EOF):
		return nil, r.failure(fmt.Sprintf("the quote opened on line %d is never closed", r.opened))
	case errors.Is(err, errRowTooLong):
		return nil, r.failure(fmt.Sprintf("the quote opened on line %d is not closed within 1 MiB", r.opened))
	}
	return nil, err
}

func (r *recordReader) onLine() string {
	if r.lines.number == r.opened {
		return ""
	}
	return fmt.Sprintf(" on line %d", r.lines.number)
}

// failure is about the cell that is being read.
func (r *recordReader) failure(reason string) *RowError {
	e := &RowError{Line: r.line, Reason: reason}
	if cell := len(r.ends); cell < len(r.columns) {
		e.Column = r.columns[cell]
	}
	return e
}
