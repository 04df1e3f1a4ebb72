// Package ndjson reads files with one JSON object on each line. It may import no other format; the objects are those of package object.
package ndjson

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/unicode/norm"

	"callflow/internal/tabular"
	"callflow/internal/tabular/letters"
	"callflow/internal/tabular/object"
)

// reader gives every row the columns of the whole file, which a first pass gathers in their
// order of first appearance: an importer can then check them before it writes anything.
type reader struct {
	in      *letters.Input
	options tabular.Options
	lines   *letters.LineReader
	columns []string
	index   map[string]int // of each name in columns
	object  object.Parser
	reading tabular.Reading
	raw     string // the line read last
}

// Open reads a file that begins with head, and gathers the keys of all of its rows.
func Open(source io.ReadSeeker, head []byte, options tabular.Options) (tabular.Reader, error) {
	in, err := letters.NewInput(source, head, options, letters.Told{})
	if err != nil {
		return nil, err
	}
	options.Encoding = in.Coding.Name
	if head, err = in.OpenHead(); err != nil {
		return nil, err
	}
	if err := refuseOtherJSON(head); err != nil {
		return nil, err
	}
	n := &reader{in: in, options: options, index: map[string]int{}, reading: tabular.Reading{Format: tabular.NDJSON}}
	in.Tell(&n.reading, head)
	if err := n.Rewind(); err != nil {
		return nil, err
	}
	if err := n.gatherColumns(); err != nil {
		return nil, err
	}
	for i, name := range n.columns {
		n.reading.Headings = append(n.reading.Headings, tabular.Heading{Text: name, Place: i + 1})
	}
	return n, n.Rewind()
}

// gatherColumns takes the keys of every line that can be read.
func (n *reader) gatherColumns() error {
	var first *tabular.RowError // of the lines that can't be read
	for {
		members, err := n.next()
		var bad *tabular.RowError
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
			if _, known := n.index[m.Key]; known {
				continue
			}
			// The key is a part of its row's text, which must not stay in memory for it.
			name := strings.Clone(m.Key)
			n.index[name] = len(n.columns)
			n.columns = append(n.columns, name)
		}
		if len(n.columns) > tabular.MaxColumns {
			return &tabular.FileError{Line: n.lines.Number, Reason: fmt.Sprintf("the rows up to here have more than %d different keys", tabular.MaxColumns),
				Fix: "use the same keys in every row"}
		}
	}
}

// refuseOtherLines refuses a file whose lines are none of JSON.
func (n *reader) refuseOtherLines(first *tabular.RowError) error {
	if len(n.columns) > 0 || first == nil || !strings.HasPrefix(first.Reason, object.NotJSON) {
		return nil
	}
	return &tabular.FileError{
		Line: first.Line, Reason: object.NotJSON, Fix: "write an object on each line, or, where the file is CSV, name it .csv or say that its format is csv",
	}
}

func (n *reader) Columns() []string         { return n.columns }
func (n *reader) Options() tabular.Options  { return n.options }
func (n *reader) Offset() int64             { return n.in.Taken }
func (n *reader) Reading() *tabular.Reading { return &n.reading }
func (n *reader) Close() error              { return nil }

func (n *reader) Rewind() error {
	text, err := n.in.Open()
	if err != nil {
		return err
	}
	n.lines = letters.NewLineReader(text, &n.in.Coding, '\n')
	n.reading.Begin()
	return nil
}

func (n *reader) Read() (tabular.Row, error) {
	row, err := n.read()
	switch {
	case err == nil:
		n.reading.Rows++
	case tabular.IsRowError(err):
		n.reading.Bad++
	}
	return row, err
}

func (n *reader) read() (tabular.Row, error) {
	members, err := n.next()
	if err != nil {
		return tabular.Row{}, err
	}
	row := tabular.Row{Line: n.lines.Number, Cells: make([]tabular.Cell, len(n.columns))}
	for i, m := range members {
		column, known := i, true
		if i >= len(n.columns) || n.columns[i] != m.Key {
			column, known = n.index[m.Key]
		}
		if !known {
			return tabular.Row{}, &tabular.FileError{Line: row.Line, Reason: fmt.Sprintf("the key %q was not there when the file was first read", m.Key),
				Fix: "wait until the file is complete and try again"}
		}
		if row.Cells[column].Kind != tabular.Missing {
			return tabular.Row{}, &tabular.RowError{Line: row.Line, Column: m.Key, Reason: object.KeyTwice, Raw: n.raw}
		}
		row.Cells[column] = m.Cell
	}
	return row, nil
}

// next returns the members of the next line that is not blank, valid until the following call.
func (n *reader) next() ([]object.Member, error) {
	for {
		line, err := n.lines.Next()
		if errors.Is(err, letters.ErrRowTooLong) {
			return nil, &tabular.RowError{Line: n.lines.Number, Reason: err.Error()}
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		n.raw = string(line)
		members, bad := n.object.Parse(n.raw)
		if n.lines.Apart || strings.Contains(n.raw, `\u`) {
			compose(members)
		}
		if bad == nil && !n.lines.Clean {
			bad = n.flawed(members)
		}
		if bad != nil {
			bad.Line, bad.Raw = n.lines.Number, n.raw
			return nil, bad
		}
		return members, nil
	}
}

func (n *reader) flawed(members []object.Member) *tabular.RowError {
	for _, m := range members {
		if reason := letters.Flaw(m.Key, &n.in.Coding); reason != "" {
			return &tabular.RowError{Reason: "a key " + reason}
		}
		if reason := letters.Flaw(m.Cell.Text, &n.in.Coding); reason != "" {
			return &tabular.RowError{Column: m.Key, Reason: reason}
		}
	}
	return nil
}

// compose puts together letters that are written in two parts.
func compose(members []object.Member) {
	for i := range members {
		members[i].Key, members[i].Cell.Text = norm.NFC.String(members[i].Key), norm.NFC.String(members[i].Cell.Text)
	}
}
