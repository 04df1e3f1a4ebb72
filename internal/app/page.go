package app

import (
	"context"
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
	work := a.pages.Get().(*scratch)
	defer a.pages.Put(work)
	tries := a.newTries(ctx, l)
	defer tries.end()
	for {
		p := tries.openPage(work, buffer)
		for p.more() {
			p.err = p.from.Rows(p.list.rows, p.window.wanted, p.window.into)
		}
		page, err := p.close()
		if !tries.again(err) {
			return page, tries.err
		}
	}
}

// Records reads the records of one customer in the list's order: its status in
// each campaign of the list, or its own values. NotFound when the assignment, or
// the one campaign asked for, has no such customer.
func (a *App) Records(ctx context.Context, l *List, customerID string) (*ListPage, error) {
	work := a.pages.Get().(*scratch)
	defer a.pages.Put(work)
	tries := a.newTries(ctx, l)
	defer tries.end()
	for {
		page, err := tries.readRecords(customerID, work)
		if !tries.again(err) {
			return page, tries.err
		}
	}
}

func (t *listTries) readRecords(customerID string, work *scratch) (*ListPage, error) {
	l := t.list
	r, err := t.snapshot(t.ctx)
	if err != nil {
		return nil, err
	}
	if l.request.Customers {
		err = l.readCustomer(r, customerID, &work.batch)
	} else {
		err = r.StatusesOf(l.rows, l.assignmentID(), customerID, &work.batch)
	}
	if err = r.Close(err); err != nil {
		return nil, err
	}
	if len(work.batch.Rows) == 0 && l.request.CampaignID != 0 {
		return nil, callflow.NotFoundError()
	}
	results := l.appendRecords(nil, &work.renderer, work.batch.Rows)
	return &ListPage{Count: int64(len(work.batch.Rows)), Moment: r.Moment, Results: results}, nil
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
