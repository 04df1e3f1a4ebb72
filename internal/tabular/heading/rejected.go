package heading

import (
	"fmt"
	"slices"
	"strings"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// The headings of what stands before a row's own cells in a file of rows that were not taken.
const (
	Line   = "line"
	Reason = "reason"
)

// PlacesBefore is how many cells stand before a row's own in a file of rows that were not taken: the line, what was wrong, and how the file was
// read, where that is told. lines are the cells below the first heading: a file of another kind may have columns that are called so. own says
// that they are columns as others, which does not hold where the rows have a column of such a name behind them: then that one is meant.
func PlacesBefore(headings, lines []string, own bool) int {
	if !beginsRejected(headings) || own && !slices.ContainsFunc(headings[2:], isOfRejected) {
		return 0
	}
	before := BehindLine
	if howRead(headings[BehindLine]) != "" {
		before++
	}
	numbered := len(lines) == 0
	for _, text := range lines {
		switch {
		case isLine(text):
			numbered = true
		case !IsBlank(text) && cleanse.Label(text) != Line: // the headings come again where two files were put together
			return 0
		}
	}
	if !numbered || len(headings) == before {
		return 0
	}
	return before
}

// IsOfRejectedRows says whether a file is of rows that were not taken, by its first rows: what was said of the lines of the file that they are
// of does not hold for it.
func IsOfRejectedRows(rows []Row, own bool) bool {
	return len(rows) > 0 && PlacesBefore(rows[0].Cells, FirstBelow(rows, rows[0].Line), own) > 0
}

func beginsRejected(headings []string) bool {
	return len(headings) > 2 && headings[0] == Line && headings[1] == Reason
}

func isOfRejected(heading string) bool {
	return strings.EqualFold(heading, Line) || strings.EqualFold(heading, Reason)
}

// isLine says whether a text is what stands below line in a file of rows that were not taken.
func isLine(text string) bool {
	text = strings.TrimSuffix(strings.TrimSpace(text), Uncut)
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// RefuseLine refuses a row with what is no line in a file of rows that were not taken: it may be a value, which would be lost.
func RefuseLine(text string) *tabular.RowError {
	if isLine(text) || IsBlank(text) {
		return nil
	}
	return &tabular.RowError{Reason: fmt.Sprintf("the row has %q under line, where a file of rejected rows has a number; "+
		"say which field the column line fills where it is one of yours", Shorten(text))}
}

// Uncut follows the line of a row that could not be cut into cells: its text is one cell, and is cut when it is read again.
const Uncut = " text"

// UncutText is the text of a row that could not be cut into cells, where the row still says so and has nothing beside it.
func UncutText(before int, cells []tabular.Cell) (text string, ok bool) {
	if before == 0 || len(cells) <= before || !strings.HasSuffix(cells[0].Text, Uncut) || !IsBlankRow(cells[before+1:]) {
		return "", false
	}
	return cells[before].Text, !IsBlank(cells[before].Text)
}
