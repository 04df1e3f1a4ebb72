package csv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
)

// record is one CSV record, not yet held against the header.
type record struct {
	line, lastLine int // the lines of the file that it spans
	cells          []tabular.Cell
	clean          bool // no cell has a flaw
	apart          bool // a cell may have letters in two parts
	stray          bool // a quote stands where the standard has none
}

// recordReader cuts lines into cells by RFC 4180. What the standard has no reading for is taken as it is written: a quote inside a cell, as
// in 24", or behind a closed one, as in "Kaffe" AS. encoding/csv would let a quote that is never closed swallow the rest of the file into
// memory; here such a row is an error after at most 1 MiB, and reading goes on with the line after the one on which the row began,
// so that the rows behind the quote are read as rows.
type recordReader struct {
	lines     *letters.LineReader
	delimiter byte
	columns   []string // to name a cell in an error; nil for the header

	// Of the record being read, when it has quotes.
	begun  []byte // its first line
	text   []byte
	ends   []int // of each cell in text
	line   int
	opened int // the line of the last opening quote
	clean  bool
	apart  bool
	stray  bool
}

// next returns the next record that is not a blank line, io.EOF, or a *RowError.
func (r *recordReader) next() (record, error) {
	for {
		line, err := r.lines.Next()
		if errors.Is(err, letters.ErrRowTooLong) {
			return record{}, &tabular.RowError{Line: r.lines.Number, Reason: err.Error()}
		}
		if err != nil {
			return record{}, err
		}
		if len(bytes.TrimLeft(line, " ")) == 0 || string(line) == endOfDOSFile {
			continue
		}
		if bytes.IndexByte(line, '"') >= 0 {
			return r.quotedRecord(line)
		}
		return record{line: r.lines.Number, lastLine: r.lines.Number, cells: r.split(line), clean: r.lines.Clean, apart: r.lines.Apart}, nil
	}
}

// endOfDOSFile is what old programs write behind the last line.
const endOfDOSFile = "\x1a"

// split cuts a line without quotes. The cells share one string.
func (r *recordReader) split(line []byte) []tabular.Cell {
	cells := make([]tabular.Cell, 0, 1+bytes.Count(line, []byte{r.delimiter}))
	text := string(line)
	for {
		i := strings.IndexByte(text, r.delimiter)
		if i < 0 {
			return append(cells, tabular.Cell{Text: text, Kind: tabular.Untyped})
		}
		cells = append(cells, tabular.Cell{Text: text[:i], Kind: tabular.Untyped})
		text = text[i+1:]
	}
}

func (r *recordReader) quotedRecord(line []byte) (record, error) {
	r.text, r.ends, r.begun = r.text[:0], r.ends[:0], append(r.begun[:0], line...)
	r.line, r.clean, r.apart, r.stray = r.lines.Number, r.lines.Clean, r.lines.Apart, false
	r.lines.Hold()
	if err := r.readCells(line); err != nil {
		r.lines.GoBack()
		return record{}, err
	}
	r.lines.Release()
	cells := make([]tabular.Cell, len(r.ends))
	text, start := string(r.text), 0
	for i, end := range r.ends {
		cells[i] = tabular.Cell{Text: text[start:end], Kind: tabular.Untyped}
		start = end
	}
	return record{line: r.line, lastLine: r.lines.Number, cells: cells, clean: r.clean, apart: r.apart, stray: r.stray}, nil
}

// readCells appends the record's cells, taking more lines while a quote is open.
func (r *recordReader) readCells(line []byte) error {
	for {
		var err error
		if line, err = r.cell(line); err != nil {
			return err
		}
		r.ends = append(r.ends, len(r.text))
		if len(line) == 0 {
			return nil
		}
		line = line[1:] // the delimiter
	}
}

// cell takes the next cell, and returns what follows it: nothing, or the delimiter and the next cells. Blanks may stand around quotes.
func (r *recordReader) cell(line []byte) ([]byte, error) {
	inside := line
	for len(inside) > 0 && inside[0] == ' ' && r.delimiter != ' ' {
		inside = inside[1:]
	}
	if len(inside) > 0 && inside[0] == '"' {
		return r.quotedCell(line, inside[1:])
	}
	return r.plainCell(line, 0), nil
}

// plainCell takes a cell as it is written, up to the first delimiter from a place on.
func (r *recordReader) plainCell(line []byte, from int) []byte {
	end := bytes.IndexByte(line[from:], r.delimiter)
	if end < 0 {
		end = len(line) - from
	}
	cell := line[:from+end]
	r.stray = r.stray || bytes.IndexByte(cell, '"') >= 0
	r.text = append(r.text, cell...)
	return line[from+end:]
}

// quotedCell takes a cell from behind its opening quote.
func (r *recordReader) quotedCell(whole, line []byte) ([]byte, error) {
	r.opened = r.lines.Number
	begun := len(r.text)
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
		escaped := i > 0 && line[i-1] == '\\'
		line = line[i+1:]
		if len(line) == 0 || line[0] == r.delimiter {
			return line, nil
		}
		if line[0] == '"' {
			r.text = append(r.text, '"')
			line = line[1:]
			continue
		}
		if after := bytes.TrimLeft(line, " "); len(after) == 0 || after[0] == r.delimiter {
			return after, nil
		}
		switch {
		case escaped:
			r.text[len(r.text)-1] = '"'
		case r.lines.Number == r.opened:
			r.text = r.text[:begun]
			return r.plainCell(whole, len(whole)-len(line)), nil
		default:
			return nil, r.failure(fmt.Sprintf("the quote opened on line %d is followed by text after it closes on line %d; "+
				"double each quote inside the cell", r.opened, r.lines.Number))
		}
	}
}

// continued returns the next line of a cell whose quote is still open.
func (r *recordReader) continued() ([]byte, error) {
	line, err := r.lines.Next()
	switch {
	case err == nil:
		r.clean = r.clean && r.lines.Clean
		r.apart = r.apart || r.lines.Apart
		return line, nil
	case errors.Is(err, io.EOF):
		return nil, r.failure(fmt.Sprintf("the quote opened on line %d is never closed", r.opened))
	case errors.Is(err, letters.ErrRowTooLong):
		return nil, r.failure(fmt.Sprintf("the quote opened on line %d is not closed within 1 MiB", r.opened))
	}
	return nil, err
}

// failure is about the cell that is being read.
func (r *recordReader) failure(reason string) *tabular.RowError {
	e := &tabular.RowError{Line: r.line, Reason: reason, Raw: string(r.begun)}
	if cell := len(r.ends); cell < len(r.columns) {
		e.Column = r.columns[cell]
	}
	return e
}
