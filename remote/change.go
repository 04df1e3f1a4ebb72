package remote

import (
	"context"
	"iter"
	"net/url"
	"strconv"
	"time"
)

// Feed says which changes: of an assignment, a campaign, or, with neither, of all that the user may see; callflow alone.
type Feed struct {
	AssignmentID int64
	CampaignID   int64
	After        int64         // only changes after this place of the clock, a sync token of the server; 0 for all
	Wait         time.Duration // with Changes: waits this long, at most a minute, for more, again and again; 0 ends at the last
}

// Change is one entry of the server's log.
type Change struct {
	Seq         int64  `json:"seq"`
	When        string `json:"when"`
	What        string `json:"what"`        // added, moved, registered, withdrawn, removed, customer
	CampaignID  int64  `json:"campaign_id"` // 0 for a customer in no campaign
	CustomerID  string `json:"customer_id"`
	From        string `json:"from"`
	To          string `json:"to"`
	User        string `json:"user"`
	Cause       string `json:"cause"`
	Alternative string `json:"alternative"`
	Comment     string `json:"comment"`
	Attempts    Number `json:"attempts"` // 0 before the first
	Withdrew    int64  `json:"withdrew"` // of a withdrawal: the seq of the outcome that was taken back
}

// Number is a whole number that may be sent as "" where there is none.
type Number int64

// UnmarshalJSON reads either.
func (n *Number) UnmarshalJSON(text []byte) error {
	read := textOf(text)
	if read == "" || read == "null" {
		*n = 0
		return nil
	}
	whole, err := strconv.ParseInt(read, 10, 64)
	*n = Number(whole)
	return err
}

// mostWait is the longest that a server is asked to wait for a change.
const mostWait = time.Minute

// Changes gives every change after feed.After, in order: to the last, or, where feed.Wait says to wait, until ctx ends.
func (c *Client) Changes(ctx context.Context, feed Feed) iter.Seq2[Change, error] {
	return func(yield func(Change, error) bool) {
		after := feed.After
		for {
			page, err := c.changePage(ctx, &feed, after)
			if err != nil {
				yield(Change{}, err)
				return
			}
			for i := range page.Results {
				if !yield(page.Results[i], nil) {
					return
				}
			}
			if page.NextAfter == after && feed.Wait <= 0 {
				return
			}
			after = page.NextAfter
		}
	}
}

type changePage struct {
	Results   []Change `json:"results"`
	NextAfter int64    `json:"next_after"`
}

func (c *Client) changePage(ctx context.Context, feed *Feed, after int64) (*changePage, error) {
	query := url.Values{"after": {strconv.FormatInt(after, 10)}}
	if feed.Wait > 0 {
		wait := max(int64(min(feed.Wait, mostWait)/time.Second), 1)
		query.Set("wait", strconv.FormatInt(wait, 10))
	}
	page := &changePage{}
	err := c.getJSON(ctx, feed.path(), query, page)
	return page, err
}

func (f *Feed) path() string {
	switch {
	case f.CampaignID != 0:
		return "campaigns/" + strconv.FormatInt(f.CampaignID, 10) + "/changes/"
	case f.AssignmentID != 0:
		return "assignments/" + strconv.FormatInt(f.AssignmentID, 10) + "/changes/"
	}
	return "changes/"
}
