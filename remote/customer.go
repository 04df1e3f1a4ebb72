package remote

import (
	"context"
	"net/url"
	"strconv"
)

// Customer is one customer of an assignment, in a campaign or not.
type Customer struct {
	Record    Record // its crm__ keys
	SyncToken string // of a callflow: its clock when it was asked
}

// Customer asks for one customer of an assignment by its id: NotFound where the assignment has none of it. A callflow knows whoever was
// anonymised by an id that the record does not show.
func (c *Client) Customer(ctx context.Context, assignmentID int64, customerID string) (*Customer, error) {
	a, err := c.get(ctx, c.at("assignments/"+strconv.FormatInt(assignmentID, 10)+"/customers/"+escapeID(customerID), nil))
	if err != nil {
		return nil, err
	}
	if !eachMember(a.body, func(_, _ []byte) bool { return true }) {
		return nil, a.unreadable("a customer")
	}
	return &Customer{Record: a.body, SyncToken: a.header.Get(syncTokenHeader)}, nil
}

// escapeID writes an id as one segment of a path, also where it would mean a folder.
func escapeID(id string) string {
	switch id {
	case ".":
		return "%2E"
	case "..":
		return "%2E%2E"
	}
	return url.PathEscape(id)
}
