package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"

	"callflow/internal/tabular"
)

// rowReader reads the rows of one sheet, in constant memory.
type rowReader struct {
	book    *workbook
	part    io.ReadCloser
	decoder *tokens
	taken   *countingReader
	number  int  // of the row read last
	hidden  bool // it
	cells   []rawCell
	values  []byte // the cells' values, one after the other

	merged      []string // ranges, as far as they were read
	mergedCount int64
	unseen      []span // columns that are hidden
}

// span are columns, from 1.
type span struct{ from, to int }

// mostMerged is how many ranges of merged cells are told.
const mostMerged = 100

// countingReader counts what was read.
type countingReader struct {
	io.Reader
	n int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += int64(n)
	return n, err
}

func (b *workbook) openRows(sheet *worksheet) (*rowReader, error) {
	part, err := sheet.part.Open()
	if err != nil {
		return nil, damaged(err)
	}
	taken := &countingReader{Reader: part}
	return &rowReader{book: b, part: part, decoder: newTokens(taken, sheet.part), taken: taken}, nil
}

func (r *rowReader) close() { _ = r.part.Close() }

// next reads the next row: io.EOF after the last. Its cells are valid until the following call.
func (r *rowReader) next() error {
	for {
		token, err := r.decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		if err != nil {
			return damagedSheet(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "row" {
			if ok {
				r.note(&start)
			}
			if err := r.decoder.isStrange(); err != nil {
				return err
			}
			continue
		}
		if r.begin(&start); r.number > mostRows {
			return &tabular.FileError{Line: mostRows, Reason: "the sheet has more rows than a sheet can have",
				Fix: "save it again in a spreadsheet program, or as CSV"}
		}
		return damagedSheet(r.readCells())
	}
}

// begin takes a row's number, and whether it is shown.
func (r *rowReader) begin(start *xml.StartElement) {
	r.number++
	r.hidden = false
	for _, attribute := range start.Attr {
		switch attribute.Name.Local {
		case "r":
			if n, err := strconv.Atoi(attribute.Value); err == nil && n >= r.number && n <= mostRows {
				r.number = n
			}
		case "hidden":
			r.hidden = isTrue(attribute.Value)
		}
	}
}

func isTrue(text string) bool { return text == "1" || text == "true" }

// note takes what stands around the rows: columns that are hidden, and cells that are one.
func (r *rowReader) note(start *xml.StartElement) {
	switch start.Name.Local {
	case "mergeCell":
		r.mergedCount++
		for _, attribute := range start.Attr {
			if attribute.Name.Local == "ref" && len(r.merged) < mostMerged {
				r.merged = append(r.merged, attribute.Value)
			}
		}
	case "col":
		var columns span
		hidden := false
		for _, attribute := range start.Attr {
			n, _ := strconv.Atoi(attribute.Value) // no number is no column
			switch attribute.Name.Local {
			case "min":
				columns.from = n
			case "max":
				columns.to = n
			case "hidden":
				hidden = isTrue(attribute.Value)
			}
		}
		if hidden && len(r.unseen) < tabular.MaxColumns {
			r.unseen = append(r.unseen, columns)
		}
	}
}

func damagedSheet(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &tabular.FileError{Reason: "the sheet ends in the middle of a row", Fix: "save the workbook again"}
	}
	return damaged(err)
}

func (r *rowReader) readCells() error {
	r.cells, r.values = r.cells[:0], r.values[:0]
	next := 0
	for {
		token, err := r.decoder.RawToken()
		if err != nil {
			return unexpected(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local != "c" {
				if err := r.decoder.isStrange(); err != nil {
					return err
				}
				continue
			}
			cell, err := r.readCell(&token, next)
			if err != nil {
				return unexpected(err)
			}
			next = cell.column + 1
			if len(cell.value) > 0 || cell.uncounted {
				r.cells = append(r.cells, cell)
			}
		case xml.EndElement:
			if token.Name.Local == "row" {
				return nil
			}
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// mostRows is what a sheet can hold.
const mostRows = 1 << 20

// mostOfRow bounds the text of one row.
const mostOfRow = 16 << 20

func (r *rowReader) readCell(start *xml.StartElement, next int) (rawCell, error) {
	cell := rawCell{column: next}
	cell.take(start.Attr)
	begun, inValue, valued := len(r.values), false, false
	for {
		token, err := r.decoder.RawToken()
		if err != nil {
			return cell, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			inValue = token.Name.Local == "v"
			valued = valued || inValue
			cell.uncounted = cell.uncounted || token.Name.Local == "f"
			if token.Name.Local == "is" {
				if r.values, err = appendRichText(r.values, r.decoder, "is"); err != nil {
					return cell, err
				}
			}
		case xml.CharData:
			if inValue {
				r.values = append(r.values, token...)
			}
		case xml.EndElement:
			inValue = false
			if token.Name.Local == "c" {
				cell.value = r.values[begun:len(r.values):len(r.values)]
				cell.uncounted = cell.uncounted && len(cell.value) == 0 && (!valued || cell.kind != "str") // an empty text is one
				return cell, r.checkCell(&cell)
			}
		}
	}
}

// take takes over what a cell's attributes say. Cells come in order: one that says otherwise follows the one before.
func (c *rawCell) take(attributes []xml.Attr) {
	for _, attribute := range attributes {
		switch attribute.Name.Local {
		case "r":
			c.column = max(c.column, columnOf([]byte(attribute.Value)))
		case "t":
			c.kind = attribute.Value
		case "s":
			c.style, _ = strconv.Atoi(attribute.Value) // no number is no style
		}
	}
}

func (r *rowReader) checkCell(cell *rawCell) error {
	if cell.column >= tabular.MaxColumns && len(cell.value) > 0 {
		reason := fmt.Sprintf("the row has a value in column %s, and a sheet has at most %d columns", referenceOf(cell.column, 0), tabular.MaxColumns)
		return &tabular.FileError{Line: r.number, Reason: reason, Fix: "take it out"}
	}
	if len(cell.value) > mostOfCell || len(r.values) > mostOfRow {
		return errCellTooLong
	}
	return nil
}
