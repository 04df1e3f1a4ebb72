package tabular

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"callflow/internal/cleanse"
)

// isJSON says whether the text of a row that could not be cut into cells is a line of NDJSON, mended or not.
func isJSON(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
}

// readAsNDJSON is what the heading of rows of an NDJSON tells of how they were read; see HeadingReadAs.
const readAsNDJSON = "ndjson"

// isOfNDJSON says whether the rows that come now, of a file of rows that were not taken, are of an NDJSON.
func (l *layout) isOfNDJSON() bool {
	for part := range strings.SplitSeq(l.readNow, ",") {
		if strings.TrimSpace(part) == readAsNDJSON {
			return true
		}
	}
	return false
}

// objectAgain takes the text of a line that was no JSON, and is mended maybe: its values stand as if they were below the headings.
func (c *csvReader) objectAgain(r *record, text string) *RowError {
	own, wrong := c.layout.ofObject(text)
	if wrong != nil {
		wrong.Line, wrong.Raw = r.line, text
		return wrong
	}
	cells := make([]Cell, c.width)
	copy(cells, r.cells[:c.layout.before])
	for i, place := range c.layout.places {
		cells[place] = own[i]
	}
	r.cells = cells
	return nil
}

// ofObject gives the values of one JSON object in the order of the columns.
func (l *layout) ofObject(text string) ([]Cell, *RowError) {
	var object objectParser
	members, wrong := object.parse(text)
	if wrong != nil {
		wrong.Reason = "it is still the text of a row that was no JSON; mend it in its cell, or write its values under the headings; " + wrong.Reason
		return nil, wrong
	}
	cells := make([]Cell, len(l.names))
	for _, m := range members {
		column, wrong := l.columnOf(m.key)
		switch {
		case wrong != nil:
			return nil, wrong
		case cells[column].Kind != Missing:
			return nil, &RowError{Column: m.key, Reason: keyTwice}
		}
		m.cell.Text = norm.NFC.String(m.cell.Text)
		cells[column] = m.cell
	}
	return cells, nil
}

// columnOf finds the column that a key of an object means.
func (l *layout) columnOf(key string) (int, *RowError) {
	heading, found := cleanse.Label(key), -1
	for i := range l.headings {
		if l.headings[i].Text != heading {
			continue
		}
		if found >= 0 {
			return 0, &RowError{Reason: fmt.Sprintf("several columns are headed %q; write the row's values under the headings", heading)}
		}
		found = i
	}
	if found < 0 {
		return 0, &RowError{Reason: fmt.Sprintf("the key %q has no heading in the file; add it to the row of headings", key)}
	}
	return found, nil
}
