package app

import (
	"context"
	"errors"
	"slices"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// ListPage is a page of a list as of one moment.
type ListPage struct {
	Count    int64
	Next     *Link // nil on the last page
	Previous *Link // nil on the first
	Moment   store.Moment
	Results  []byte // the records, a JSON array, and what follows it in the envelope
	Records  int64  // that Results has
}

// Link is where a neighbouring page is. Cursor "" is the list's first page.
type Link struct {
	Page   int64
	Cursor string
	At     string // the seq that the list is of; "" for now
}

// scratch is what one page needs while it is made, kept for the next.
type scratch struct {
	batch    statuslist.Batch
	renderer callflow.Renderer
}

// Page reads and writes a page. The results are appended to buffer, which may be nil.
func (a *App) Page(ctx context.Context, l *List, buffer []byte) (*ListPage, error) {
	var page *ListPage
	err := a.places.Weigh(ctx, l.session, func(ctx context.Context) error {
		work := a.pages.Get().(*scratch)
		defer a.pages.Put(work)
		return a.asItStands(ctx, l, func(l *List) (err error) {
			page, err = a.pageOf(ctx, l, work, buffer)
			return err
		})
	})
	return page, err
}

// asItStands reads a list, again where the set-up changed since permission was decided, or where a standby knows less than is known here.
func (a *App) asItStands(ctx context.Context, l *List, read func(*List) error) error {
	for {
		err := read(l)
		if errors.Is(err, statuslist.ErrSnapshotOld) {
			l.seen = -1
			continue
		}
		if !errors.Is(err, errSetupMoved) {
			return err
		}
		if l, err = a.reopen(ctx, l); err != nil {
			return err
		}
	}
}

func (a *App) pageOf(ctx context.Context, l *List, work *scratch, buffer []byte) (*ListPage, error) {
	page := &ListPage{}
	var w *pageWindow
	var removed []byte
	records := &recordWriter{list: l, renderer: &work.renderer, buffer: buffer, most: l.request.Page.Size}
	defer records.stop()
	err := a.readAs(ctx, l, page, func(r *store.Snapshot) error {
		from, err := l.source(r)
		if err != nil {
			return err
		}
		if w, err = l.window(); err != nil {
			return err
		}
		if err := l.weigh(ctx, r); err != nil {
			return err
		}
		if page.Count, err = from.Count(l.rows); err != nil {
			return err
		}
		records.begin(from, &work.batch)
		if err := w.read(from, page.Count, &work.batch); err != nil {
			return err
		}
		if changed, ok := from.(*statuslist.Changed); ok {
			removed, err = l.removed(r, changed, w, work.batch.Rows)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	w.link(page, work.batch.Rows)
	if l.OnNext != nil && page.Next != nil {
		l.OnNext(page.Next)
	}
	page.Results, page.Records = append(records.finish(work.batch.Rows), removed...), int64(len(work.batch.Rows))
	return page, nil
}

// errSetupMoved says that the set-up changed between the permission and the read.
var errSetupMoved = errors.New("the set-up has changed")

// readAs reads on a snapshot whose set-up is the one that permission was decided with.
func (a *App) readAs(ctx context.Context, l *List, page *ListPage, fn func(*store.Snapshot) error) error {
	moved := false
	read := func(r *store.Snapshot) error {
		page.Moment = r.Moment
		if moved = !r.Setup().Same(l.session.Setup); moved {
			return nil
		}
		return fn(r)
	}
	var err error
	if l.seen >= 0 {
		err = a.store.ReadNear(ctx, l.session.AccountID, l.farEnough, read)
	} else {
		err = a.store.Read(ctx, l.session.AccountID, read)
	}
	if err == nil && moved {
		return errSetupMoved
	}
	return err
}

// reopen decides permission and keys again, with the set-up as it is now.
func (a *App) reopen(ctx context.Context, l *List) (*List, error) {
	session, err := a.OpenUnidentified(ctx, l.session.AccountID)
	if err != nil {
		return nil, err
	}
	current, err := l.session.WithSetup(session.Setup)
	if err != nil {
		return nil, err
	}
	reopened := *current
	reopened.Moment = session.Moment
	opened, err := a.Open(&reopened, l.request)
	if err == nil {
		opened.OnNext = l.OnNext
	}
	return opened, err
}

// Records reads the records of one customer in the list's order: its status in
// each campaign of the list, or its own values. NotFound when the assignment, or
// the one campaign asked for, has no such customer.
func (a *App) Records(ctx context.Context, l *List, customerID string) (*ListPage, error) {
	work := a.pages.Get().(*scratch)
	defer a.pages.Put(work)
	page := &ListPage{}
	err := a.readAs(ctx, l, page, func(r *store.Snapshot) error {
		if l.request.Customers {
			return l.readCustomer(r, customerID, &work.batch)
		}
		return r.StatusesOf(l.rows, l.assignmentID(), customerID, &work.batch)
	})
	if errors.Is(err, errSetupMoved) {
		if l, err = a.reopen(ctx, l); err != nil {
			return nil, err
		}
		return a.Records(ctx, l, customerID)
	}
	if err != nil {
		return nil, err
	}
	if len(work.batch.Rows) == 0 && l.request.CampaignID != 0 {
		return nil, callflow.NotFoundError()
	}
	page.Count = int64(len(work.batch.Rows))
	page.Results = l.appendRecords(nil, &work.renderer, work.batch.Rows)
	return page, nil
}

// appendRecords appends an array of records.
func (l *List) appendRecords(dst []byte, renderer *callflow.Renderer, rows []callflow.StatusRow) []byte {
	return append(l.appendSome(append(dst, '['), renderer, rows, 0), ']')
}

// appendSome appends the records of rows from a place on, each but the first of all behind a comma.
func (l *List) appendSome(dst []byte, renderer *callflow.Renderer, rows []callflow.StatusRow, from int) []byte {
	var layout *callflow.Layout
	for i := from; i < len(rows); i++ {
		if i > 0 {
			dst = append(dst, ',')
		}
		if i == from || rows[i].CampaignID != rows[i-1].CampaignID { // rows lie by campaign
			layout = l.layoutOf(rows[i].CampaignID)
		}
		dst = renderer.AppendRecord(dst, layout, &rows[i])
	}
	return dst
}

func (l *List) layoutOf(campaignID int64) *callflow.Layout {
	part := slices.IndexFunc(l.rows, func(p statuslist.Part) bool { return p.Mark() == campaignID })
	return l.layout(part)
}

// assignmentID is the assignment of a list that has one alone, with campaigns or without.
func (l *List) assignmentID() int64 {
	if len(l.rows) == 0 {
		return l.request.AssignmentID
	}
	return l.rows[0].AssignmentID
}

// readCustomer reads one customer's own values: of the list's first assignment that has the id.
func (l *List) readCustomer(r *store.Snapshot, customerID string, batch *statuslist.Batch) error {
	for i := range l.rows {
		err := r.CustomerByID(l.rows[i].AssignmentID, customerID, batch)
		if callflow.ErrorCode(err) == callflow.NotFound {
			continue
		}
		if err == nil {
			batch.Rows[0].CampaignID = l.rows[i].Mark()
		}
		return err
	}
	return callflow.NotFoundError()
}

// pageWindow finds a page's rows, and the places of its neighbours.
type pageWindow struct {
	list   *List
	number int64
	last   bool
	size   int
	cursor *callflow.Cursor
	name   string

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

func (w *pageWindow) read(r source, count int64, batch *statuslist.Batch) error {
	if w.cursor != nil && w.cursor.Backward {
		return w.readBackward(r, batch)
	}
	start, err := w.start(r, count)
	if err != nil {
		return err
	}
	if err := r.Rows(w.list.rows, statuslist.Window{Start: start, Limit: w.size + 1}, batch); err != nil {
		return err
	}
	w.hasNext = len(batch.Rows) > w.size
	batch.Rows = batch.Rows[:min(len(batch.Rows), w.size)]
	w.hasPrevious = w.number > 1 || w.cursor != nil
	return nil
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

// readBackward reads the page that ends before the cursor. Where too few rows are
// left before it, the page is the list's first, and full.
func (w *pageWindow) readBackward(r source, batch *statuslist.Batch) error {
	before := statuslist.Window{Start: &w.cursor.Position, Backward: true, Limit: w.size + 1}
	if err := r.Rows(w.list.rows, before, batch); err != nil {
		return err
	}
	if len(batch.Rows) <= w.size {
		if err := r.Rows(w.list.rows, statuslist.Window{Limit: w.size + 1}, batch); err != nil {
			return err
		}
		w.hasNext = len(batch.Rows) > w.size
		batch.Rows = batch.Rows[:min(len(batch.Rows), w.size)]
		return nil
	}
	w.hasPrevious = true
	batch.Rows = batch.Rows[1:]
	last := batch.Rows[len(batch.Rows)-1]
	var more statuslist.Batch
	after := statuslist.Window{Start: w.position(&last), Limit: 1}
	err := r.Rows(w.list.rows, after, &more)
	w.hasNext = len(more.Rows) > 0
	return err
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
