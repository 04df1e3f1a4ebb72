package heading

import (
	"fmt"
	"slices"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// BehindLine is how many places are in front in a file of rejected rows that does not tell how it was read. One that tells it has one more.
const BehindLine = 2

// Start begins a pass: the rows stand as the headings say.
func (l *Layout) Start() {
	l.now, l.others, l.readNow = l.Before, false, ""
	if len(l.ReadAs) > 0 {
		l.readNow = l.ReadAs[0]
	}
}

// Align gives a row's cells as they stand below the first headings. In a file of rejected rows it rejects headings that come again, as where two
// such files were put together: the rows behind them are read as they say.
func (l *Layout) Align(cells []tabular.Cell) ([]tabular.Cell, *tabular.RowError) {
	switch {
	case l.Before == 0:
		return cells, nil
	case isHeadingAgain(cells):
		return nil, l.headAgain(cells)
	case l.others:
		return nil, l.ofOther(cells, "the row is of another file of rejected rows, whose headings are others; import that file alone")
	}
	if l.now == BehindLine || len(cells) <= BehindLine || IsBlank(cells[BehindLine].Text) {
		return l.moved(cells), nil
	}
	own := cells[min(l.now, len(cells)):]
	kept := make([]tabular.Cell, max(len(own), len(l.ByPlace)-l.Before), len(own)+len(l.ByPlace)+1)
	copy(kept, own)
	return nil, &tabular.RowError{
		Reason: fmt.Sprintf("the row has %q under read as, where a file of rejected rows has nothing; "+
			"leave that cell empty, and import rows of a file without that column alone", Shorten(cells[BehindLine].Text)),
		Cells: append(kept, cells[BehindLine]),
	}
}

// moved are a row's cells with as many in front as below the first headings.
func (l *Layout) moved(cells []tabular.Cell) []tabular.Cell {
	switch at := min(BehindLine, len(cells)); {
	case l.now < l.Before:
		return slices.Insert(cells, at, tabular.Cell{Kind: tabular.Untyped})
	case l.now > l.Before:
		return slices.Delete(cells, at, min(l.now, len(cells)))
	}
	return cells
}

// PlaceOf is where a cell stands below the first headings.
func (l *Layout) PlaceOf(column int) int {
	if column < BehindLine {
		return column
	}
	return column + l.Before - l.now
}

// isHeadingAgain says whether a row begins as the headings of a file of rejected rows do.
func isHeadingAgain(cells []tabular.Cell) bool {
	return len(cells) > BehindLine && cleanse.Label(cells[0].Text) == Line && cleanse.Label(cells[1].Text) == Reason
}

// headAgain notes headings that came again.
func (l *Layout) headAgain(cells []tabular.Cell) *tabular.RowError {
	l.now = BehindLine
	how := howRead(cells[BehindLine].Text)
	l.readNow = how
	if how != "" {
		l.now++
	}
	if !slices.Contains(l.ReadAs, how) {
		l.ReadAs = append(l.ReadAs, how)
	}
	writtenOtherwise := l.Alone && encodingOf(how) != encodingOf(l.ReadAs[0])
	l.others = writtenOtherwise || !l.heads(cells[l.now:])
	if l.others {
		return l.ofOther(cells, "the row has the headings of another file of rejected rows; import that file alone")
	}
	return &tabular.RowError{Reason: Again, Cells: l.Keep(l.moved(cells))}
}

// heads says whether the cells are the headings.
func (l *Layout) heads(cells []tabular.Cell) bool {
	if len(cells) > len(l.ByPlace)-l.Before && !IsBlankRow(cells[len(l.ByPlace)-l.Before:]) {
		return false
	}
	for i, place := range l.Places {
		if at := place - l.Before; at >= len(cells) || cleanse.Label(cells[at].Text) != l.Headings[i].Text {
			return false
		}
	}
	return true
}

// ofOther keeps all of a row beside the columns: none of its values is of one of these.
func (l *Layout) ofOther(cells []tabular.Cell, reason string) *tabular.RowError {
	return &tabular.RowError{Reason: reason, Cells: append(make([]tabular.Cell, len(l.Names)), cells...)}
}
