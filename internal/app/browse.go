package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// BrowseOrder is what customers are sorted by.
type BrowseOrder string

// The orders.
const (
	OrderList    BrowseOrder = ""        // of the list itself: as they were added to the assignment
	OrderChanged BrowseOrder = "changed" // the latest change first
	OrderName    BrowseOrder = "name"
	OrderDue     BrowseOrder = "due" // the earliest first; those without a time are left out
)

// BrowseRequest asks for customers of a campaign, as people look through them.
type BrowseRequest struct {
	CampaignID int64
	States     []string // call states; empty for all
	Search     string   // a part of a name, a telephone number, an id, an e-mail address, or a custom field's value; "" for all
	Order      BrowseOrder

	WithoutNumber bool // only customers without a number that can be called: see ListRequest

	Cursor string // of a page that was told; "" for the first
	Limit  int
}

// BrowseRow is a customer as a table shows it. Times are milliseconds since 1970, 0 for none.
type BrowseRow struct {
	CustomerID string
	Number     int64
	Seq        int64 // of its latest change in the campaign
	Name       string
	Phone      string
	CallState  string
	Kind       callflow.StateKind
	Attempts   int64
	ChangedAt  int64
	DueAt      int64
	Comment    string
	Found      []ValueChange // values that the search found, beside the name and the telephone number that are shown: After has the value
}

// BrowsePage is a part of the customers that were asked for.
type BrowsePage struct {
	Rows     []BrowseRow
	Count    int64  // of all pages
	AtLeast  bool   // there are more than Count says
	Next     string // cursor; "" on the last page
	Previous string // cursor; "" on the first
	Behind   int64  // customers that the search does not know yet, since they were written a moment ago
	Moment   auth.Moment
}

// mostBrowsed bounds a page.
const mostBrowsed = 500

// Browse reads a page of a campaign's customers. No page goes through more than some thousand of them, or some ten thousand before it
// has the first: where those that are looked for lie far apart, it has fewer than were asked for, and Next goes on.
func (a *App) Browse(ctx context.Context, s *auth.Session, request *BrowseRequest) (page *BrowsePage, err error) {
	err = a.searching(ctx, s, request, func(r *store.Snapshot, current *auth.Session) (err error) {
		page, err = a.browse(r, current, request)
		return err
	})
	if err == nil {
		a.NoteRead(s, auth.ReadOf{CampaignID: request.CampaignID, What: "status"}, int64(len(page.Rows)))
	}
	return page, err
}

// searching is read, in a place for searches where something is searched for.
func (a *App) searching(ctx context.Context, s *auth.Session, request *BrowseRequest, verb func(r *store.Snapshot, current *auth.Session) error) error {
	if request.Search == "" {
		return a.Read(ctx, s, verb)
	}
	return a.places.Search(ctx, s, func(ctx context.Context) error { return a.Read(ctx, s, verb) })
}

func (a *App) browse(r *store.Snapshot, s *auth.Session, request *BrowseRequest) (*BrowsePage, error) {
	if request.Limit < 1 || request.Limit > mostBrowsed {
		return nil, callflow.InvalidField("limit", fmt.Sprintf("A page has 1 to %d customers.", mostBrowsed))
	}
	order, known := browseOrders[request.Order]
	if !known {
		return nil, callflow.InvalidField("order", fmt.Sprintf("There is no order %q here.", request.Order))
	}
	list, err := a.Open(s, &ListRequest{CampaignID: request.CampaignID, CallStates: request.States, WithoutNumber: request.WithoutNumber})
	if err != nil {
		return nil, err
	}
	b := &browsing{request: request, order: order, list: list}
	b.fields = s.Setup.Fields[s.Setup.Campaigns[request.CampaignID].AssignmentID]
	return b.read(r)
}

var browseOrders = map[BrowseOrder]statuslist.Order{
	OrderList: statuslist.ByNumber, OrderChanged: statuslist.ByChange, OrderName: statuslist.ByName, OrderDue: statuslist.ByDue,
}

// browsing is one page on its way.
type browsing struct {
	request *BrowseRequest
	order   statuslist.Order
	list    *List
	browser *statuslist.Browser
	batch   statuslist.Batch
	fields  []callflow.Field // of the customers
}

func (b *browsing) read(r *store.Snapshot) (page *BrowsePage, err error) {
	page = &BrowsePage{Rows: []BrowseRow{}, Moment: r.Moment}
	cursor, err := b.cursor()
	if err != nil {
		return nil, err
	}
	if b.browser, err = r.Browse(b.list.rows[0], b.request.Search, b.order); err != nil {
		return nil, err
	}
	page.Behind = b.browser.Behind()
	if page.Count, page.AtLeast, err = b.browser.Count(); err != nil {
		return nil, err
	}
	spots, err := b.spots(page, cursor)
	if err != nil {
		return nil, err
	}
	if err := b.browser.Fill(spots, &b.batch); err != nil {
		return nil, err
	}
	for i := range b.batch.Rows {
		page.Rows = append(page.Rows, b.row(&b.batch.Rows[i]))
	}
	return page, nil
}

// spots finds who is on the page, and links its neighbours. One that would begin before the first customer is the first page, and full.
func (b *browsing) spots(page *BrowsePage, cursor *callflow.Cursor) ([]statuslist.Spot, error) {
	if cursor == nil {
		return b.forward(page, nil)
	}
	at := &statuslist.Spot{Name: cursor.Key, Key: cursor.CampaignID, Number: cursor.Number}
	if !cursor.Backward {
		return b.forward(page, at)
	}
	before, err := b.look(at, true)
	if err != nil {
		return nil, err
	}
	if before.Done && len(before.Spots) <= b.request.Limit {
		return b.forward(page, nil)
	}
	first, last := before.Reached, b.order.From(*at) // without a customer, the next page begins with the one that this was asked from
	spots := before.Spots
	if len(spots) > b.request.Limit {
		spots = spots[:b.request.Limit]
		first = spots[b.request.Limit-1]
	}
	slices.Reverse(spots)
	if len(spots) > 0 {
		last = spots[len(spots)-1]
	}
	page.Previous, page.Next = b.link(first, true), b.link(last, false)
	return spots, nil
}

// mostLooks is how often a page that has nobody looks on.
const mostLooks = 5

// look finds those for a page, and one more; it has nobody only where they lie very far away, or there are no more.
func (b *browsing) look(at *statuslist.Spot, backward bool) (found *statuslist.SpotPage, err error) {
	for range mostLooks {
		found, err = b.browser.Page(at, backward, b.request.Limit+1)
		if err != nil || found.Done || len(found.Spots) > 0 {
			break
		}
		at = &found.Reached
	}
	return found, err
}

func (b *browsing) forward(page *BrowsePage, at *statuslist.Spot) ([]statuslist.Spot, error) {
	after, err := b.look(at, false)
	if err != nil {
		return nil, err
	}
	spots := after.Spots
	switch {
	case len(spots) > b.request.Limit:
		spots = spots[:b.request.Limit]
		page.Next = b.link(spots[b.request.Limit-1], false)
	case !after.Done:
		page.Next = b.link(after.Reached, false)
	}
	if at != nil && len(spots) > 0 {
		page.Previous = b.link(spots[0], true)
	} else if at != nil { // they have gone: what stood up to the cursor comes before
		page.Previous = b.link(b.order.Until(*at), true)
	}
	return spots, nil
}

func (b *browsing) link(at statuslist.Spot, backward bool) string {
	cursor := callflow.Cursor{Position: callflow.Position{CampaignID: at.Key, Number: at.Number}, Key: at.Name, Backward: backward}
	return encodeCursor(b.list.session, cursor, b.name())
}

// cursor reads the page's cursor, nil for the first page.
func (b *browsing) cursor() (*callflow.Cursor, error) {
	if b.request.Cursor == "" {
		return nil, nil //nolint:nilnil // no cursor: the first page
	}
	return decodeCursor(b.list.session, b.name(), b.request.Cursor)
}

// name says what was asked for: a cursor is good for one alone.
func (b *browsing) name() string {
	return "browse/" + string(b.request.Order) + "/" + strconv.Quote(b.request.Search) + "/" + b.list.name()
}

func (b *browsing) row(row *callflow.StatusRow) BrowseRow {
	var customer callflow.Customer
	customer.SetCard(row.Card)
	standing := row.Standing()
	shown := BrowseRow{
		CustomerID: string(row.CustomerID), Number: row.Number, Seq: row.Seq, Name: customer.Name,
		Phone:    cmp.Or(customer.Phone1, customer.Phone2, customer.Phone3),
		Attempts: row.Attempts, ChangedAt: row.ChangedAt, DueAt: row.DueAt, Comment: standing.Comment,
	}
	state := callflow.StateOrNone(b.list.session.Setup.States[row.CampaignID], row.StateID)
	shown.CallState, shown.Kind = state.Name, state.Kind
	if b.request.Search != "" {
		shown.Found = b.found(row, &customer, shown.Phone)
	}
	return shown
}

// found are the values that hold what is looked for and that the row does not show.
func (b *browsing) found(row *callflow.StatusRow, customer *callflow.Customer, phone string) []ValueChange {
	seen := func(tag uint64) bool {
		for place, field := range callflow.StandardFields {
			if tag == callflow.StandardTag(place) {
				return place == 0 || *field.Of(customer) == phone
			}
		}
		return false
	}
	tags := b.browser.Where(row, seen)
	found := make([]ValueChange, 0, len(tags))
	for _, tag := range tags {
		for place, standard := range callflow.StandardFields {
			if tag == callflow.StandardTag(place) {
				found = append(found, ValueChange{Key: standard.Key, After: *standard.Of(customer)})
			}
		}
		for i := range b.fields {
			if field := &b.fields[i]; tag == callflow.CustomTag(field.ID) {
				found = append(found, ValueChange{Field: field, Key: field.LookupID(), After: customer.Custom[field.ID].Text()})
			}
		}
	}
	return found
}
