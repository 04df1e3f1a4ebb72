package remote

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"strings"

	"callflow"
)

// List says which records: the status list of an assignment, of a campaign, or of a data owner's customers of one type.
type List struct {
	AssignmentID int64
	CampaignID   int64
	DataOwnerID  int64  // the generation of 2020
	CRMType      string // B2C or B2B, with DataOwnerID; "" for both

	CallStates []string // only customers in one of these; callflow takes several, others one
	Fields     []string // only these keys, in this order; callflow alone
	PageSize   int      // 0 for the server's own; callflow alone
	Sync       bool     // with callflow__id, by which a copy is kept, and the like; callflow alone
	At         string   // as the list stood then; callflow alone

	ChangedSince string // only what changed after this token; callflow alone
}

// Page is one page of a list.
type Page struct {
	Number int64 // counted from 1 by the client; a walk that resumes goes on with the link's own number
	Count  int64 // of the whole list, as the server told it with this page

	Results []byte // the array of records, as it was sent
	Next    string // the link to the next page, as it was sent; "" on the last

	SyncToken string // for List.ChangedSince; "" where the server has none

	// With ChangedSince: who is not in the list any more, by customer id, and by callflow__id. A copy is kept by the latter: whoever
	// is anonymised loses the customer's id, and is in the list all the same.
	Removed            []string
	RemovedCallflowIDs []string
	ETag               string

	records []Record
}

// Pages walks a list page by page, from its first. While one is looked at, the next is being fetched.
func (c *Client) Pages(ctx context.Context, list List) iter.Seq2[*Page, error] {
	return c.PagesFrom(ctx, list, "")
}

// PagesFrom walks a list on from a page's Next, which an earlier walk may have kept. "" is the first page.
func (c *Client) PagesFrom(ctx context.Context, list List, next string) iter.Seq2[*Page, error] {
	path, err := list.path("callflow_customers")
	return c.walk(ctx, walkStart{path: path, query: list.query(), next: next, err: err})
}

// Records gives every record of a list.
func (c *Client) Records(ctx context.Context, list List) iter.Seq2[Record, error] {
	return recordsOf(c.Pages(ctx, list))
}

// Customers gives the customers of an assignment, whether or not they are in a campaign: the record's crm__ keys.
func (c *Client) Customers(ctx context.Context, assignmentID int64) iter.Seq2[Record, error] {
	return recordsOf(c.CustomerPages(ctx, List{AssignmentID: assignmentID}))
}

// CustomerPages walks the customers of an assignment, or of a data owner, page by page.
func (c *Client) CustomerPages(ctx context.Context, list List) iter.Seq2[*Page, error] {
	path, err := list.path("customers")
	return c.walk(ctx, walkStart{path: path, query: list.query(), err: err})
}

func recordsOf(pages iter.Seq2[*Page, error]) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for page, err := range pages {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, record := range page.Records() {
				if !yield(record, nil) {
					return
				}
			}
		}
	}
}

// path is where a list of things lies below the base.
func (l *List) path(things string) (string, error) {
	given := 0
	for _, id := range []int64{l.AssignmentID, l.CampaignID, l.DataOwnerID} {
		if id != 0 {
			given++
		}
	}
	if given != 1 {
		return "", &callflow.Error{
			Code: callflow.Invalid, Message: "A list is of one assignment, one campaign or one data owner.", Fix: "Give exactly one of their ids.",
		}
	}
	switch {
	case l.CampaignID != 0:
		return "campaigns/" + strconv.FormatInt(l.CampaignID, 10) + "/" + things + "/", nil
	case l.AssignmentID != 0:
		return "assignments/" + strconv.FormatInt(l.AssignmentID, 10) + "/" + things + "/", nil
	case l.CRMType != "":
		return "data_owners/" + strconv.FormatInt(l.DataOwnerID, 10) + "/crm/" + url.PathEscape(l.CRMType) + "/" + things + "/", nil
	}
	return "data_owners/" + strconv.FormatInt(l.DataOwnerID, 10) + "/" + things + "/", nil
}

func (l *List) query() url.Values {
	query := url.Values{}
	if len(l.CallStates) > 0 {
		query["call_state"] = l.CallStates
	}
	if l.PageSize > 0 {
		query.Set("page_size", strconv.Itoa(l.PageSize))
	}
	for name, value := range map[string]string{"fields": strings.Join(l.Fields, ","), "at": l.At, "changed_since": l.ChangedSince} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if l.Sync {
		query.Set("include", "sync")
	}
	return query
}
