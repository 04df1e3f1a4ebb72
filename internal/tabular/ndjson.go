package tabular

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ndjsonReader gives every row the columns of the whole file, which a first pass gathers in their
// order of first appearance: an importer can then check them before it writes anything.
type ndjsonReader struct {
	in      *input
	options Options
	lines   *lineReader
	columns []string
	index   map[string]int // of each name in columns
	object  objectParser
	reading Reading
	raw     string // the line read last
}

func openNDJSON(in *input, options Options) (Reader, error) {
	head, err := in.openHead()
	if err != nil {
		return nil, err
	}
	if err := refuseOtherJSON(head); err != nil {
		return nil, err
	}
	n := &ndjsonReader{in: in, options: options, index: map[string]int{}, reading: Reading{Format: NDJSON}}
	in.tell(&n.reading, head)
	if err := n.Rewind(); err != nil {
		return nil, err
	}
	if err := n.gatherColumns(); err != nil {
		return nil, err
	}
	for i, name := range n.columns {
		n.reading.Headings = append(n.reading.Headings, Heading{Text: name, Place: i + 1})
	}
	return n, n.Rewind()
}

// gatherColumns takes the keys of every line that can be read.
func (n *ndjsonReader) gatherColumns() error {
	var first *RowError // of the lines that can't be read
	for {
		members, err := n.next()
		var bad *RowError
		if errors.As(err, &bad) {
			first = cmp.Or(first, bad)
			continue
		}
		if errors.Is(err, io.EOF) {
			return n.refuseOtherLines(first)
		}
		if err != nil {
			return err
		}
		for _, m := range members {
			if _, known := n.index[m.key]; known {
				continue
			}
			// The key is a part of its row's text, which must not stay in memory for it.
			name := strings.Clone(m.key)
			n.index[name] = len(n.columns)
			n.columns = append(n.columns, name)
		}
		if len(n.columns) > maxColumns {
			return &FileError{Line: n.lines.number, Reason: fmt.Sprintf("the rows up to here have more than %d different keys", maxColumns),
				Fix: "use the same keys in every row"}
		}
	}
}

// refuseOtherLines refuses a file whose lines are none of JSON.
func (n *ndjsonReader) refuseOtherLines(first *RowError) error {
	if len(n.columns) > 0 || first == nil || !strings.HasPrefix(first.Reason, notJSON) {
		return nil
	}
	return &FileError{
		Line: first.Line, Reason: notJSON, Fix: "write an object on each line, or, where the file is CSV, name it .csv or say that its format is csv",
	}
}

func (n *ndjsonReader) Columns() []string { return n.columns }
func (n *ndjsonReader) Options() Options  { return n.options }
func (n *ndjsonReader) Offset() int64     { return n.in.taken }
func (n *ndjsonReader) Reading() *Reading { return &n.reading }
func (n *ndjsonReader) Close() error      { return nil }

func (n *ndjsonReader) Rewind() error {
	text, err := n.in.open()
	if err != nil {
		return err
	}
	n.lines = newLineReader(text, &n.in.coding, '\n')
	n.reading.begin()
	return nil
}

func (n *ndjsonReader) Read() (Row, error) {
	row, err := n.read()
	switch {
	case err == nil:
		n.reading.Rows++
	case isRowError(err):
		n.reading.Bad++
	}
	return row, err
}

func (n *ndjsonReader) read() (Row, error) {
	members, err := n.next()
	if err != nil {
		return Row{}, err
	}
	row := Row{Line: n.lines.number, Cells: make([]Cell, len(n.columns))}
	for i, m := range members {
		column, known := i, true
		if i >= len(n.columns) || n.columns[i] != m.key {
			column, known = n.index[m.key]
		}
		if !known {
			return Row{}, &FileError{Line: row.Line, Reason: fmt.Sprintf("the key %q was not there when the file was first read", m.key),
				Fix: "wait until the file is complete and try again"}
		}
		if row.Cells[column].Kind != Missing {
			return Row{}, &RowError{Line: row.Line, Column: m.key, Reason: keyTwice, Raw: n.raw}
		}
		row.Cells[column] = m.cell
	}
	return row, nil
}

const keyTwice = "the row has this key twice; take one out"

// next returns the members of the next line that is not blank, valid until the following call.
func (n *ndjsonReader) next() ([]member, error) {
	for {
		line, err := n.lines.next()
		if errors.Is(err, errRowTooLong) {
			return nil, &RowError{Line: n.lines.number, Reason: err.Error()}
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		n.raw = string(line)
		members, bad := n.object.parse(n.raw)
		if n.lines.apart || strings.Contains(n.raw, `\u`) {
			compose(members)
		}
		if bad == nil && !n.lines.clean {
			bad = n.flawed(members)
		}
		if bad != nil {
			bad.Line, bad.Raw = n.lines.number, n.raw
			return nil, bad
		}
		return members, nil
	}
}

func (n *ndjsonReader) flawed(members []member) *RowError {
	for _, m := range members {
		if reason := flaw(m.key, &n.in.coding); reason != "" {
			return &RowError{Reason: "a key " + reason}
		}
		if reason := flaw(m.cell.Text, &n.in.coding); reason != "" {
			return &RowError{Column: m.key, Reason: reason}
		}
	}
	return nil
}

// compose puts together letters that are written in two parts.
func compose(members []member) {
	for i := range members {
		members[i].key, members[i].cell.Text = norm.NFC.String(members[i].key), norm.NFC.String(members[i].cell.Text)
	}
}
