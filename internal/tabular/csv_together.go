package tabular

import (
	"fmt"
	"slices"

	"callflow/internal/cleanse"
)

// behindLine is how many places are in front in a file of rejected rows that does not tell how it was read. One that tells it has one more.
const behindLine = 2

// start begins a pass: the rows stand as the headings say.
func (l *layout) start() {
	l.now, l.others, l.readNow = l.before, false, ""
	if len(l.readAs) > 0 {
		l.readNow = l.readAs[0]
	}
}

// together gives a row's cells as they stand below the first headings. In a file of rejected rows it rejects headings that come again, as where two
// such files were put together: the rows behind them are read as they say.
func (l *layout) together(cells []Cell) ([]Cell, *RowError) {
	switch {
	case l.before == 0:
		return cells, nil
	case isHeadingAgain(cells):
		return nil, l.headAgain(cells)
	case l.others:
		return nil, l.ofOther(cells, "the row is of another file of rejected rows, whose headings are others; import that file alone")
	}
	if l.now == behindLine || len(cells) <= behindLine || isBlank(cells[behindLine].Text) {
		return l.moved(cells), nil
	}
	own := cells[min(l.now, len(cells)):]
	kept := make([]Cell, max(len(own), len(l.byPlace)-l.before), len(own)+len(l.byPlace)+1)
	copy(kept, own)
	return nil, &RowError{
		Reason: fmt.Sprintf("the row has %q under read as, where a file of rejected rows has nothing; "+
			"leave that cell empty, and import rows of a file without that column alone", shorten(cells[behindLine].Text)),
		Cells: append(kept, cells[behindLine]),
	}
}

// moved are a row's cells with as many in front as below the first headings.
func (l *layout) moved(cells []Cell) []Cell {
	switch at := min(behindLine, len(cells)); {
	case l.now < l.before:
		return slices.Insert(cells, at, Cell{Kind: Untyped})
	case l.now > l.before:
		return slices.Delete(cells, at, min(l.now, len(cells)))
	}
	return cells
}

// place is where a cell stands below the first headings.
func (l *layout) place(column int) int {
	if column < behindLine {
		return column
	}
	return column + l.before - l.now
}

// isHeadingAgain says whether a row begins as the headings of a file of rejected rows do.
func isHeadingAgain(cells []Cell) bool {
	return len(cells) > behindLine && cleanse.Label(cells[0].Text) == headingLine && cleanse.Label(cells[1].Text) == headingReason
}

// headAgain notes headings that came again.
func (l *layout) headAgain(cells []Cell) *RowError {
	l.now = behindLine
	how := readAs(cells[behindLine].Text)
	l.readNow = how
	if how != "" {
		l.now++
	}
	if !slices.Contains(l.readAs, how) {
		l.readAs = append(l.readAs, how)
	}
	writtenOtherwise := l.alone && encodingOf(how) != encodingOf(l.readAs[0])
	l.others = writtenOtherwise || !l.heads(cells[l.now:])
	if l.others {
		return l.ofOther(cells, "the row has the headings of another file of rejected rows; import that file alone")
	}
	return &RowError{Reason: headingAgain, Cells: l.kept(l.moved(cells))}
}

// heads says whether the cells are the headings.
func (l *layout) heads(cells []Cell) bool {
	if len(cells) > len(l.byPlace)-l.before && !isBlankRow(cells[len(l.byPlace)-l.before:]) {
		return false
	}
	for i, place := range l.places {
		if at := place - l.before; at >= len(cells) || cleanse.Label(cells[at].Text) != l.headings[i].Text {
			return false
		}
	}
	return true
}

// ofOther keeps all of a row beside the columns: none of its values is of one of these.
func (l *layout) ofOther(cells []Cell, reason string) *RowError {
	return &RowError{Reason: reason, Cells: append(make([]Cell, len(l.names)), cells...)}
}
