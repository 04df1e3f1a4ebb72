package app

import (
	"callflow"
	"callflow/internal/store/statuslist"
)

// pageWindow finds a page's rows, and the places of its neighbours.
type pageWindow struct {
	list   *List
	number int64
	last   bool
	size   int
	cursor *callflow.Cursor
	name   string

	wanted statuslist.Window // that is read next
	into   *statuslist.Batch // what it is read into
	took   func()            // takes what was read, and says what is wanted next; nil where all was read

	hasNext     bool
	hasPrevious bool
}

func (l *List) window() (*pageWindow, error) {
	page := l.request.Page
	w := &pageWindow{list: l, number: page.Number, last: page.Last, size: page.Size, name: l.name()}
	if l.request.Cursor == "" {
		return w, nil
	}
	if w.last {
		return nil, callflow.ErrInvalidPage()
	}
	cursor, err := decodeCursor(l.session, w.name, l.request.Cursor)
	w.cursor = cursor
	return w, err
}

// begin finds the first rows to read.
func (w *pageWindow) begin(from source, count int64, batch *statuslist.Batch) error {
	w.into = batch
	if w.cursor != nil && w.cursor.Backward {
		w.wanted, w.took = statuslist.Window{Start: &w.cursor.Position, Backward: true, Limit: w.size + 1}, w.tookBefore
		return nil
	}
	start, err := w.start(from, count)
	w.wanted, w.took = statuslist.Window{Start: start, Limit: w.size + 1}, w.tookPage
	w.hasPrevious = w.number > 1 || w.cursor != nil
	return err
}

// start is the position that the page's rows come after, nil for the list's beginning.
func (w *pageWindow) start(r source, count int64) (*callflow.Position, error) {
	if w.cursor != nil {
		return &w.cursor.Position, nil
	}
	pages := callflow.PageCount(count, w.size)
	if w.last {
		w.number = pages
	}
	if w.number > pages {
		return nil, callflow.ErrInvalidPage()
	}
	if w.number == 1 {
		return nil, nil //nolint:nilnil // no position: the list's beginning
	}
	part, number, ok, err := r.Locate(w.list.rows, (w.number-1)*int64(w.size))
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, callflow.ErrInvalidPage()
	}
	if w.list.after >= 0 { // a place in clock order
		return &callflow.Position{Number: number - 1}, nil
	}
	return &callflow.Position{CampaignID: w.list.rows[part].Mark(), Number: number - 1}, nil
}

// tookPage takes the page's rows, and one more where another page follows.
func (w *pageWindow) tookPage() {
	w.hasNext = len(w.into.Rows) > w.size
	w.into.Rows = w.into.Rows[:min(len(w.into.Rows), w.size)]
	w.took = nil
}

// tookBefore takes the rows of the page that ends before the cursor. Where too few rows are
// left before it, the page is the list's first, and full.
func (w *pageWindow) tookBefore() {
	if len(w.into.Rows) <= w.size {
		w.wanted, w.took = statuslist.Window{Limit: w.size + 1}, w.tookPage
		return
	}
	w.hasPrevious = true
	w.into.Rows = w.into.Rows[1:]
	last := w.into.Rows[len(w.into.Rows)-1]
	w.wanted, w.took = statuslist.Window{Start: w.position(&last), Limit: 1}, w.tookBeyond
	w.into = &statuslist.Batch{}
}

// tookBeyond takes what follows the page that ends before the cursor.
func (w *pageWindow) tookBeyond() {
	w.hasNext = len(w.into.Rows) > 0
	w.took = nil
}

// link fills in the neighbours. Page 2's predecessor is the first page itself.
func (w *pageWindow) link(page *ListPage, rows []callflow.StatusRow) {
	if w.hasNext {
		page.Next = w.linkTo(w.number+1, callflow.Cursor{Position: *w.position(&rows[len(rows)-1])})
	}
	if !w.hasPrevious {
		return
	}
	if w.number <= 2 {
		page.Previous = &Link{Page: 1, At: w.at()}
		return
	}
	before := callflow.Cursor{Backward: true}
	if len(rows) > 0 {
		before.Position = *w.position(&rows[0])
	} else { // the rows have gone: what stood up to the cursor comes before
		before.Position = callflow.Position{CampaignID: w.cursor.CampaignID, Number: w.cursor.Number + 1}
	}
	page.Previous = w.linkTo(w.number-1, before)
}

func (w *pageWindow) linkTo(number int64, cursor callflow.Cursor) *Link {
	return &Link{Page: number, Cursor: encodeCursor(w.list.session, cursor, w.name), At: w.at()}
}

// at is the moment that the list is of, as a link names it.
func (w *pageWindow) at() string {
	if w.list.atSeq < 0 {
		return ""
	}
	return number(w.list.session.Setup.Token(w.list.atSeq))
}

// position is a row's place in the list: lists of changes are in clock order.
func (w *pageWindow) position(row *callflow.StatusRow) *callflow.Position {
	if w.list.after >= 0 {
		return &callflow.Position{Number: row.Seq}
	}
	return &callflow.Position{CampaignID: row.CampaignID, Number: row.Number}
}
