package tabular

import (
	"fmt"
	"strings"

	"callflow/internal/cleanse"
)

// layout is where a file's columns stand in its rows.
type layout struct {
	names    []string
	headings []Heading
	places   []int    // of each column, from 0, ascending
	byPlace  []int    // the column at each place of the row of headings, -1 for one that is left out
	unnamed  []int    // places without a heading, from 0
	before   int      // how many places are in front of the first column, in a file of rows that were not taken
	readAs   []string // each way in which the files were read whose rows they are, "" where it is not told
	readNow  string   // that of the rows behind the latest headings
	now      int      // how many places are in front of a row, behind the latest headings
	others   bool     // those are the headings of another file
	alone    bool     // one encoding holds for all of the file, and is not UTF-8: rows that were written in another can't be behind its own
}

// layOut makes columns of the row of headings. Columns without a heading are left out. Columns with the same one are told apart by a
// number behind it: their headings stay what they are in Reading. The first columns, as many as before says, are none of the rows' own.
func layOut(line int, cells []string, before int) (*layout, error) {
	if len(cells) > maxColumns {
		return nil, &FileError{Line: line, Reason: fmt.Sprintf("the header has %d columns, at most %d can be read", len(cells), maxColumns),
			Fix: "check that the first line is the header"}
	}
	l := &layout{byPlace: make([]int, len(cells)), before: before}
	if before > 0 {
		l.readAs = []string{readAs(cells[behindLine])}
	}
	l.start()
	taken := make(map[string]bool, len(cells))
	for _, cell := range cells {
		taken[cleanse.Label(cell)] = true
	}
	times := make(map[string]int, len(cells))
	for i, cell := range cells {
		heading := cleanse.Label(cell)
		if i < l.before {
			l.byPlace[i] = -1
			continue
		}
		if heading == "" {
			l.byPlace[i] = -1
			l.unnamed = append(l.unnamed, i)
			continue
		}
		name := heading
		for times[heading]++; times[heading] > 1; times[heading]++ {
			if name = fmt.Sprintf("%s (%d)", heading, times[heading]); !taken[name] {
				break
			}
		}
		taken[name] = true
		l.byPlace[i] = len(l.names)
		l.names = append(l.names, name)
		l.headings = append(l.headings, Heading{Text: heading, Place: i + 1 - l.before})
		l.places = append(l.places, i)
	}
	if len(l.names) == 0 {
		return nil, &FileError{Line: line, Reason: "the row of headings has no heading", Fix: "put the names of the columns there"}
	}
	return l, nil
}

// whole says whether the columns are the first cells of a row, as many as there are.
func (l *layout) whole() bool { return l.places[len(l.places)-1] == len(l.places)-1 }

// behind is how many columns stand behind so many cells.
func (l *layout) behind(cells int) int {
	n := 0
	for n < len(l.places) && l.places[len(l.places)-1-n] >= cells {
		n++
	}
	return n
}

// kept are a bad row's cells under the columns' names; what stands beside them comes after the last.
func (l *layout) kept(cells []Cell) []Cell {
	if len(l.unnamed) == 0 {
		return cells[min(l.before, len(cells)):]
	}
	kept := make([]Cell, len(l.places), len(cells)+len(l.places))
	for i, cell := range cells {
		switch {
		case i < l.before:
		case i < len(l.byPlace) && l.byPlace[i] >= 0:
			kept[l.byPlace[i]] = cell
		case !isBlank(cell.Text):
			kept = append(kept, cell)
		}
	}
	return kept
}

// tell says which columns were found.
func (l *layout) tell(r *Reading) {
	r.Headings, r.Unnamed, r.Rejected, r.ReadAs = l.headings, nil, l.before > 0, l.readAs
	for _, place := range l.unnamed {
		r.Unnamed = append(r.Unnamed, place+1)
	}
}

// firstBelow are the first cells of the rows below the one of headings.
func firstBelow(rows []shownRow, header int) []string {
	var texts []string
	for i := range rows {
		if rows[i].line > header && len(rows[i].cells) > 0 {
			texts = append(texts, rows[i].cells[0])
		}
	}
	return texts
}

// repeats says whether a row is the row of headings once more.
func (l *layout) repeats(cells []Cell) bool {
	for i := range cells {
		if i < len(l.headings) && cells[i].Text != l.headings[i].Text && cleanse.Label(cells[i].Text) != l.headings[i].Text {
			return false
		}
	}
	return true
}

const headingAgain = "the row repeats the headings, as where two files were put together; take it out"

const markInside = "the row begins with a byte order mark, as where two files were put together; take it out, and import the second one alone"

// fileMark is the byte order mark where it is not at the beginning.
const fileMark = "\ufeff"

func isMarked(text string) bool { return strings.HasPrefix(text, fileMark) }
