package heading

import (
	"fmt"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// Layout is where a file's columns stand in its rows.
type Layout struct {
	Names    []string
	Headings []tabular.Heading
	Places   []int    // of each column, from 0, ascending
	ByPlace  []int    // the column at each place of the row of headings, -1 for one that is left out
	Unnamed  []int    // places without a heading, from 0
	Before   int      // how many places are in front of the first column, in a file of rows that were not taken
	ReadAs   []string // each way in which the files were read whose rows they are, "" where it is not told
	readNow  string   // that of the rows behind the latest headings
	now      int      // how many places are in front of a row, behind the latest headings
	others   bool     // those are the headings of another file
	Alone    bool     // one encoding holds for all of the file, and is not UTF-8: rows that were written in another can't be behind its own
}

// NewLayout makes columns of the row of headings. Columns without a heading are left out. Columns with the same one are told apart by a
// number behind it: their headings stay what they are in Reading. The first columns, as many as before says, are none of the rows' own.
func NewLayout(line int, cells []string, before int) (*Layout, error) {
	if len(cells) > tabular.MaxColumns {
		return nil, &tabular.FileError{Line: line, Reason: fmt.Sprintf("the header has %d columns, at most %d can be read", len(cells), tabular.MaxColumns),
			Fix: "check that the first line is the header"}
	}
	l := &Layout{ByPlace: make([]int, len(cells)), Before: before}
	if before > 0 {
		l.ReadAs = []string{howRead(cells[BehindLine])}
	}
	l.Start()
	taken := make(map[string]bool, len(cells))
	for _, cell := range cells {
		taken[cleanse.Label(cell)] = true
	}
	times := make(map[string]int, len(cells))
	for i, cell := range cells {
		heading := cleanse.Label(cell)
		if i < l.Before {
			l.ByPlace[i] = -1
			continue
		}
		if heading == "" {
			l.ByPlace[i] = -1
			l.Unnamed = append(l.Unnamed, i)
			continue
		}
		name := heading
		for times[heading]++; times[heading] > 1; times[heading]++ {
			if name = fmt.Sprintf("%s (%d)", heading, times[heading]); !taken[name] {
				break
			}
		}
		taken[name] = true
		l.ByPlace[i] = len(l.Names)
		l.Names = append(l.Names, name)
		l.Headings = append(l.Headings, tabular.Heading{Text: heading, Place: i + 1 - l.Before})
		l.Places = append(l.Places, i)
	}
	if len(l.Names) == 0 {
		return nil, &tabular.FileError{Line: line, Reason: "the row of headings has no heading", Fix: "put the names of the columns there"}
	}
	return l, nil
}

// IsWhole says whether the columns are the first cells of a row, as many as there are.
func (l *Layout) IsWhole() bool { return l.Places[len(l.Places)-1] == len(l.Places)-1 }

// CountBehind is how many columns stand behind so many cells.
func (l *Layout) CountBehind(cells int) int {
	n := 0
	for n < len(l.Places) && l.Places[len(l.Places)-1-n] >= cells {
		n++
	}
	return n
}

// Keep gives a bad row's cells under the columns' names; what stands beside them comes after the last.
func (l *Layout) Keep(cells []tabular.Cell) []tabular.Cell {
	if len(l.Unnamed) == 0 {
		return cells[min(l.Before, len(cells)):]
	}
	kept := make([]tabular.Cell, len(l.Places), len(cells)+len(l.Places))
	for i, cell := range cells {
		switch {
		case i < l.Before:
		case i < len(l.ByPlace) && l.ByPlace[i] >= 0:
			kept[l.ByPlace[i]] = cell
		case !IsBlank(cell.Text):
			kept = append(kept, cell)
		}
	}
	return kept
}

// Tell says which columns were found.
func (l *Layout) Tell(r *tabular.Reading) {
	r.Headings, r.Unnamed, r.Rejected, r.ReadAs = l.Headings, nil, l.Before > 0, l.ReadAs
	for _, place := range l.Unnamed {
		r.Unnamed = append(r.Unnamed, place+1)
	}
}

// FirstBelow are the first cells of the rows below the one of headings.
func FirstBelow(rows []Row, header int) []string {
	var texts []string
	for i := range rows {
		if rows[i].Line > header && len(rows[i].Cells) > 0 {
			texts = append(texts, rows[i].Cells[0])
		}
	}
	return texts
}

// Repeats says whether a row is the row of headings once more.
func (l *Layout) Repeats(cells []tabular.Cell) bool {
	for i := range cells {
		if i < len(l.Headings) && cells[i].Text != l.Headings[i].Text && cleanse.Label(cells[i].Text) != l.Headings[i].Text {
			return false
		}
	}
	return true
}

// Again is what is wrong with a row of headings that comes again.
const Again = "the row repeats the headings, as where two files were put together; take it out"
