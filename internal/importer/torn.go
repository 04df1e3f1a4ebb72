package importer

import (
	"errors"
	"strings"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// What is said of the parts of a row that a line break within a cell has cut: each begins a row of its own.
const (
	reasonRest = "the row has fewer cells than there are headings, and may be the rest of the row before, which a line break within a cell has cut; " +
		"put the rows together with that cell in quotes, or give each all its cells"
	reasonBegun = "the row has fewer cells than there are headings, and may go on in the row behind it, since a line break within a cell cuts a row; " +
		"put the rows together with that cell in quotes, or give each all its cells"
)

// tornRows is what the rows so far have shown of whether the next is the rest of one of them.
type tornRows struct {
	begun run  // of rows up to here, each with fewer cells than there are columns
	ids   int  // how many rows have an id
	plain int  // how many of these ids have no digit
	ended bool // the row before is whole, and ends in a text that may go on
}

// run is a run of rows with fewer cells than there are columns.
type run struct{ rows, cells int }

// with is the run with another row. Parts of one row have a cell more together for each line break.
func (r run) with(cells int) run { return run{rows: r.rows + 1, cells: r.cells + cells} }

// makes says whether the rows together are one row of so many columns.
func (r run) makes(columns int) bool { return r.rows > 1 && r.cells == columns+r.rows-1 }

// idsToCompare is how many ids are known before one that looks like none of them speaks against a row.
const idsToCompare = 3

// tornReason says why a row that has fewer cells than there are columns may be a part of another, "" where it stands for itself. Cells that are
// left out at the end are common: a row is doubted only where its values fit other columns better, or where its id is like none before.
func (im *Run) tornReason(row *tabular.Row) string {
	t := &im.torn
	begun := t.begun
	t.begun = run{}
	if row.Short == 0 {
		t.ended = im.endsInText(row)
		t.see(im.idOf(row))
		return ""
	}
	if begun.with(cellsThere(row)).makes(len(row.Cells)) && im.isRest(row, begun) || im.isStrange(row) {
		return reasonRest
	}
	t.begun, t.ended = run{}.with(cellsThere(row)), false
	if im.goesOn() {
		return reasonBegun
	}
	t.see(im.idOf(row))
	return ""
}

// tornBy takes a row that can't be read: one with a single cell may be a part of another.
func (im *Run) tornBy(bad *tabular.RowError) {
	t := &im.torn
	if len(bad.Cells) != 1 || t.begun.rows == 0 {
		t.begun = run{}
		return
	}
	t.begun = t.begun.with(1)
}

// mostParts is how many rows are looked at for the rest of one.
const mostParts = 10

// goesOn says whether the rows behind the run are its rest.
func (im *Run) goesOn() bool {
	begun := im.torn.begun
	for n := range mostParts {
		next := im.peek(n)
		var bad *tabular.RowError
		switch {
		case errors.As(next.err, &bad) && len(bad.Cells) == 1:
			begun = begun.with(1)
		case next.err != nil || next.row.Short == 0:
			return false
		default:
			return begun.with(cellsThere(&next.row)).makes(len(next.row.Cells)) && im.isRest(&next.row, begun)
		}
	}
	return false
}

// cellsThere is how many cells the file has of a row.
func cellsThere(row *tabular.Row) int { return len(row.Cells) - row.Short }

// isRest says whether a row's values fit better where they stand as the rest of a run.
func (im *Run) isRest(row *tabular.Row, begun run) bool {
	own := row.Cells[:cellsThere(row)]
	if len(own) == 0 {
		return false
	}
	alone, together := im.fitting(own, 0), im.fitting(own[1:], begun.cells-begun.rows+1)
	switch {
	case together.misfits > 0 || isTotal(row):
		return false
	case together.fits > alone.fits:
		return true
	}
	return alone.fits == 0 && im.torn.isUnlike(im.idOf(row), 1)
}

// isStrange says whether a row alone looks like the rest of another: nobody can be called by it or written to, and its id is like none before.
// A file of rejected rows need not have those before: such a row there was rejected for that.
func (im *Run) isStrange(row *tabular.Row) bool {
	enough := idsToCompare
	switch {
	case im.Reader.Reading().Rejected:
		enough = 0
	case im.torn.ended:
		enough = 1
	}
	alone := im.fitting(row.Cells[:cellsThere(row)], 0)
	return alone.fits == 0 && im.torn.isUnlike(im.idOf(row), enough) && !isTotal(row)
}

// endsInText says whether a row's last cell has a text that a line break may have cut.
func (im *Run) endsInText(row *tabular.Row) bool {
	last := len(row.Cells) - 1
	c := &im.columns[last]
	return row.Cells[last].Text != "" && !c.id && !c.isPhone() && (c.standard == nil || c.standard.Name != emailName)
}

// The names of standard values that can be told from others by what they are.
const fullName, emailName = "name", "email"

// fit counts values that are what their columns hold, and those that are plainly something else.
type fit struct{ fits, misfits int }

// fitting looks at cells as if the first stood in a column.
func (im *Run) fitting(cells []tabular.Cell, column int) (f fit) {
	for i := range cells {
		text := cleanse.Trim(cells[i].Text)
		if text == "" || column+i >= len(im.columns) {
			continue
		}
		switch c := &im.columns[column+i]; {
		case c.isPhone():
			f.add(looksLikePhone(text), !strings.ContainsAny(text, "0123456789") || strings.Contains(text, "@"))
		case c.standard != nil && c.standard.Name == emailName:
			f.add(strings.Contains(text, "@"), !strings.Contains(text, "@"))
		case c.part != noPart || c.standard != nil && c.standard.Name == fullName:
			f.add(false, looksLikePhone(text) || strings.Contains(text, "@"))
		}
	}
	return f
}

func (f *fit) add(fits, misfits bool) {
	if fits {
		f.fits++
	}
	if misfits {
		f.misfits++
	}
}

// fewestOfPhone is how many digits a text has at least that looks like a telephone number.
const fewestOfPhone = 6

func looksLikePhone(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+()-./ \u00a0", r):
			return false
		}
	}
	_, isDate := cleanse.DateOf(text)
	return digits >= fewestOfPhone && (!isDate || cleanse.Digits(text))
}

// idOf is what a row has below the column of ids.
func (im *Run) idOf(row *tabular.Row) string {
	for i := range im.columns {
		if im.columns[i].id {
			return row.Cells[i].Text
		}
	}
	return ""
}

// see remembers an id of a row that stands for itself.
func (t *tornRows) see(id string) {
	if id == "" || t.plain > 0 {
		return
	}
	if t.ids++; !strings.ContainsAny(id, "0123456789") {
		t.plain++
	}
}

// isUnlike says whether an id has no digit where all others have one, of which there are enough.
func (t *tornRows) isUnlike(id string, enough int) bool {
	return id != "" && t.ids >= enough && t.plain == 0 && !strings.ContainsAny(id, "0123456789")
}
