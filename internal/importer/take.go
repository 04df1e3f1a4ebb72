package importer

import (
	"errors"
	"io"
	"sync"

	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/tabular"
)

// heldRow is a row that was read to know whether it is there.
type heldRow struct {
	row tabular.Row
	err error
}

// take gives the next row.
func (im *Run) take() (tabular.Row, error) {
	if len(im.held) == 0 {
		return im.Reader.Read()
	}
	held := im.held[0]
	im.held = im.held[1:]
	return held.row, held.err
}

// peek looks at a row behind the one that was taken last: 0 is the next.
func (im *Run) peek(n int) *heldRow {
	for len(im.held) <= n {
		row, err := im.Reader.Read()
		im.held = append(im.held, heldRow{row, err})
		if err != nil && !isRowError(err) {
			break // nothing is behind it
		}
	}
	return &im.held[min(n, len(im.held)-1)]
}

// lastRow says whether no row with a value comes any more.
func (im *Run) lastRow() bool {
	for {
		next := im.peek(0)
		if next.err != nil || !blank(&next.row) {
			return atEnd(next.err)
		}
		im.held = im.held[1:]
	}
}

// reasonTotal is said of a row that is of no customer.
const reasonTotal = "the last row has only a word for a sum, and numbers"

// isFooter says whether a row is the last, and of sums.
func (im *Run) isFooter(row *tabular.Row) bool {
	return im.Reader.Options().Format != tabular.NDJSON && isTotal(row) && im.lastRow()
}

// isTotal says whether a row has a word for a sum, and beside it numbers at most.
func isTotal(row *tabular.Row) bool {
	words := 0
	for i := range row.Cells {
		switch text := row.Cells[i].Text; {
		case text == "", cleanse.Figure(text), cleanse.Blank(text):
		case cleanse.Total(text):
			words++
		default:
			return false
		}
	}
	return words == 1
}

func atEnd(err error) bool { return errors.Is(err, io.EOF) }

func isRowError(err error) bool {
	var bad *tabular.RowError
	return errors.As(err, &bad)
}

// ReadAhead knows how far the account's audit had come when rows were read that are not written yet. Rows are read chunks ahead of where
// they are written, and may be rejected in either place. A nil one knows nothing. It is safe for concurrent use.
type ReadAhead struct {
	Latest func() int64 // how far the audit has come

	mu    sync.Mutex
	since []int64 // of each chunk that is read or waits to be written, from its first row on; the oldest first
}

// Begin is called before the first row of a chunk is read.
func (r *ReadAhead) Begin() {
	if r == nil {
		return
	}
	latest := r.Latest()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.since = append(r.since, latest)
}

// Written is called when a chunk was written.
func (r *ReadAhead) Written() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.since = r.since[1:]
}

// Oldest is how far the audit had come when the first of those rows was read.
func (r *ReadAhead) Oldest() int64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.since) == 0 {
		return 0
	}
	return r.since[0]
}

// unreadRows are rows that can't be read, as they are met in a pass over the file that tells nobody of them.
type unreadRows struct {
	count int64
	lines []int // the first
}

// add takes an error that is of a row; false of another.
func (u *unreadRows) add(err error) bool {
	var bad *tabular.RowError
	if !errors.As(err, &bad) {
		return false
	}
	if u.count++; len(u.lines) < notes.MostLines {
		u.lines = append(u.lines, bad.Line)
	}
	return true
}

// tell tells of them where no row is imported, and so none is told as rejected.
func (u *unreadRows) tell(told *notes.Gatherer) {
	if u.count > 0 {
		told.Put(notes.Of(notes.Unread, nil, ""), u.count, u.lines...)
	}
}
