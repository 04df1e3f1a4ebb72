package heading

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
	"callflow/internal/tabular/object"
)

// IsJSON says whether the text of a row that could not be cut into cells is a line of NDJSON, mended or not.
func IsJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

// readAsNDJSON is what the heading of rows of an NDJSON tells of how they were read; see ReadAs.
const readAsNDJSON = "ndjson"

// IsOfNDJSON says whether the rows that come now, of a file of rows that were not taken, are of an NDJSON.
func (l *Layout) IsOfNDJSON() bool {
	for part := range strings.SplitSeq(l.readNow, ",") {
		if strings.TrimSpace(part) == readAsNDJSON {
			return true
		}
	}
	return false
}

// ReadObject gives the values of one JSON object in the order of the columns.
func (l *Layout) ReadObject(text string) ([]tabular.Cell, *tabular.RowError) {
	var parser object.Parser
	members, wrong := parser.Parse(text)
	if wrong != nil {
		wrong.Reason = "it is still the text of a row that was no JSON; mend it in its cell, or write its values under the headings; " + wrong.Reason
		return nil, wrong
	}
	cells := make([]tabular.Cell, len(l.Names))
	for _, m := range members {
		column, wrong := l.columnOf(m.Key)
		switch {
		case wrong != nil:
			return nil, wrong
		case cells[column].Kind != tabular.Missing:
			return nil, &tabular.RowError{Column: m.Key, Reason: object.KeyTwice}
		}
		m.Cell.Text = norm.NFC.String(m.Cell.Text)
		cells[column] = m.Cell
	}
	return cells, nil
}

// columnOf finds the column that a key of an object means.
func (l *Layout) columnOf(key string) (int, *tabular.RowError) {
	heading, found := cleanse.Label(key), -1
	for i := range l.Headings {
		if l.Headings[i].Text != heading {
			continue
		}
		if found >= 0 {
			return 0, &tabular.RowError{Reason: fmt.Sprintf("several columns are headed %q; write the row's values under the headings", heading)}
		}
		found = i
	}
	if found < 0 {
		return 0, &tabular.RowError{Reason: fmt.Sprintf("the key %q has no heading in the file; add it to the row of headings", key)}
	}
	return found, nil
}
