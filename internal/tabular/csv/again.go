package csv

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"callflow/internal/tabular"
	"callflow/internal/tabular/heading"
	"callflow/internal/tabular/letters"
)

// toldEncoding is the encoding that a file of rejected rows tells in its row of headings.
func toldEncoding(head []byte) letters.Told {
	_, mark := letters.ByteOrderMark(head)
	head = head[mark:]
	line := head[:max(0, bytes.IndexAny(head, "\r\n"))]
	if rejectedDelimiter(line, '\n') == 0 {
		return letters.Told{}
	}
	encoding, witness := heading.EncodingIn(line)
	return letters.Told{Encoding: encoding, Witness: witness}
}

const uncutRows = "its text is more than one row; give each a line of its own"

// cutAgain cuts the text of a row that could not be cut before, and is mended maybe.
func (c *reader) cutAgain(r *record) *tabular.RowError {
	text, ok := heading.UncutText(c.layout.Before, r.cells)
	if !ok {
		return nil
	}
	if heading.IsJSON(text) || c.layout.IsOfNDJSON() { // as it stands, the text of a line that was no JSON may have as many cells as the file
		return c.objectAgain(r, text)
	}
	lines := letters.NewLineReader(strings.NewReader(text), &letters.Coding{Name: tabular.UTF8}, '\n')
	lines.Number = r.line - 1
	again := recordReader{lines: lines, delimiter: byte(c.options.Delimiter), columns: c.records.columns[c.layout.Before:]}
	cut, err := again.next()
	if err == nil {
		if _, more := again.next(); !errors.Is(more, io.EOF) {
			err = &tabular.RowError{Line: r.line, Reason: uncutRows}
		}
	}
	var wrong *tabular.RowError
	if errors.As(err, &wrong) {
		wrong.Line, wrong.Raw = r.line, text
		return wrong
	}
	asWritten(cut.cells)
	r.cells = append(r.cells[:c.layout.Before:c.layout.Before], cut.cells...)
	r.clean, r.apart = r.clean && cut.clean, r.apart || cut.apart
	return nil
}

// objectAgain takes the text of a line that was no JSON, and is mended maybe: its values stand as if they were below the headings.
func (c *reader) objectAgain(r *record, text string) *tabular.RowError {
	own, wrong := c.layout.ReadObject(text)
	if wrong != nil {
		wrong.Line, wrong.Raw = r.line, text
		return wrong
	}
	cells := make([]tabular.Cell, c.width)
	copy(cells, r.cells[:c.layout.Before])
	for i, place := range c.layout.Places {
		cells[place] = own[i]
	}
	r.cells = cells
	return nil
}

// asWritten takes off what the writer put in front of texts, so that no spreadsheet runs them.
func asWritten(cells []tabular.Cell) {
	for i := range cells {
		if text := cells[i].Text; text != "" && text[0] == '\'' && isHarmless([]byte(text)) {
			cells[i].Text = text[1:]
		}
	}
}
