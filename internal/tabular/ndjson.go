package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
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
}

func openNDJSON(in *input, options Options) (Reader, error) {
	head, err := in.openHead()
	if err != nil {
		return nil, err
	}
	if err := refuseOtherJSON(head); err != nil {
		return nil, err
	}
	n := &ndjsonReader{in: in, options: options, index: map[string]int{}}
	if err := n.Rewind(); err != nil {
		return nil, err
	}
	if err := n.gatherColumns(); err != nil {
		return nil, err
	}
	return n, n.Rewind()
}

func refuseOtherJSON(head []byte) error {
	first, _, _ := bytes.Cut(bytes.TrimSpace(head), []byte("\n"))
	if bytes.HasPrefix(first, []byte("[")) {
		return &FileError{Reason: "the file is one JSON list, not an object per line", Fix: "write each object on a line of its own, as jq -c '.[]' does"}
	}
	if string(bytes.TrimSpace(first)) == "{" {
		return &FileError{Reason: "the file has objects spread over several lines", Fix: "write each object on a line of its own, as jq -c . does"}
	}
	return nil
}

// gatherColumns takes the keys of every line that can be read.
func (n *ndjsonReader) gatherColumns() error {
	for {
		members, err := n.next()
		var bad *RowError
		if errors.As(err, &bad) {
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
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

func (n *ndjsonReader) Columns() []string { return n.columns }
func (n *ndjsonReader) Options() Options  { return n.options }
func (n *ndjsonReader) Offset() int64     { return n.in.taken }

func (n *ndjsonReader) Rewind() error {
	text, err := n.in.open()
	if err != nil {
		return err
	}
	n.lines = newLineReader(text, n.options.Encoding, '\n')
	return nil
}

func (n *ndjsonReader) Read() (Row, error) {
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
			return Row{}, &RowError{Line: row.Line, Column: m.key, Reason: "the row has this key twice; take one out"}
		}
		row.Cells[column] = m.cell
	}
	return row, nil
}

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
		members, bad := n.object.parse(string(line))
		if bad == nil && !n.lines.clean {
			bad = n.flawed(members)
		}
		if bad != nil {
			bad.Line = n.lines.number
			return nil, bad
		}
		return members, nil
	}
}

func (n *ndjsonReader) flawed(members []member) *RowError {
	for _, m := range members {
		if reason := flaw(m.key, n.options.Encoding); reason != "" {
			return &RowError{Reason: "a key " + reason}
		}
		if reason := flaw(m.cell.Text, n.options.Encoding); reason != "" {
			return &RowError{Column: m.key, Reason: reason}
		}
	}
	return nil
}
