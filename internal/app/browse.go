package app

import (
	"context"

	"callflow"
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
	Cursor     string // of a page that was told; "" for the first
	Limit      int
}

// BrowseRow is a customer as a table shows it. Times are milliseconds since 1970, 0 for none.
type BrowseRow struct {
	CustomerID string
	Name       string
	Phone      string
	CallState  string
	Kind       callflow.StateKind
	Attempts   int64
	ChangedAt  int64
	DueAt      int64
	Comment    string
}

// BrowsePage is a part of the customers that were asked for.
type BrowsePage struct {
	Rows     []BrowseRow
	Count    int64  // of all pages
	AtLeast  bool   // there are more than Count says
	Next     string // cursor; "" on the last page
	Previous string // cursor; "" on the first
	Behind   int64  // customers that the search does not know yet, since they were written a moment ago
	Moment   Moment
}

// Browse reads a page of a campaign's customers.
func (a *App) Browse(_ context.Context, s *Session, request *BrowseRequest) (*BrowsePage, error) {
	if _, err := s.campaign(request.CampaignID); err != nil {
		return nil, err
	}
	return &BrowsePage{Rows: []BrowseRow{}, Moment: s.Moment}, nil
}
