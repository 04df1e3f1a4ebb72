package mirror

import (
	"context"
	"slices"

	"callflow"
	"callflow/internal/mirrored"
	"callflow/remote"
)

// mostWalks is how often a run walks a list whose pages move under the walks.
const mostWalks = 4

// settle walks a campaign's list until it is known who is in it. Numbered pages drift while people work: a walk that shows it
// is repeated, and one that does not may still have missed somebody. So a customer is only taken as gone after two
// whole walks agree. callflow's pages do not drift: there one walk says all.
func (f *follower) settle(ctx context.Context, c *mirrored.Campaign, id int64) error {
	var missed []int64 // by the whole walk before
	whole := false     // there was one
	if f.server.Callflow {
		settled, err := f.settleByDigest(ctx, c, id)
		if err != nil || settled {
			return err
		}
	}
	for range mostWalks {
		w := &walk{follower: f, campaign: c, list: f.list(c, id)}
		drifted, err := w.run(ctx)
		f.run.Counts.Walks++
		if err != nil {
			return err
		}
		if drifted {
			continue
		}
		missing, err := c.Missing(ctx)
		if err != nil {
			return err
		}
		if len(missing) == 0 || f.server.Callflow {
			return f.agree(ctx, c, missing, w.token)
		}
		if whole {
			return f.agree(ctx, c, both(missed, missing), w.token)
		}
		missed, whole = missing, true
	}
	f.run.Counts.Unsettled = append(f.run.Counts.Unsettled, id)
	return c.Keep(ctx, "")
}

func (f *follower) agree(ctx context.Context, c *mirrored.Campaign, gone []int64, token string) error {
	if err := c.Remove(ctx, gone); err != nil {
		return err
	}
	return c.Keep(ctx, token)
}

// both gives the numbers that both lists have. They ascend.
func both(a, b []int64) []int64 {
	var common []int64
	for _, number := range a {
		if _, found := slices.BinarySearch(b, number); found {
			common = append(common, number)
		}
	}
	return common
}

// list is a campaign's list as it is asked for; the vendor knows no parameters.
func (f *follower) list(c *mirrored.Campaign, id int64) remote.List {
	list := remote.List{CampaignID: id, Sync: c.Pairs()}
	if f.server.Callflow {
		list.PageSize = pageSize
	}
	return list
}

// walk is one walk over a campaign's whole list.
type walk struct {
	*follower
	campaign *mirrored.Campaign
	list     remote.List

	token   string // as of which callflow told the list
	count   int64
	records int64
	pages   int
}

// run walks, and says whether the list moved meanwhile: its count changed, a customer came twice, a page was gone.
func (w *walk) run(ctx context.Context) (drifted bool, err error) {
	w.campaign.Begin()
	for page, err := range w.Remote.Pages(ctx, w.list) {
		if err != nil {
			if w.pages > 0 && callflow.ErrorCode(err) == callflow.NotFound {
				return true, nil
			}
			return false, err
		}
		if w.pages == 0 {
			w.count, w.token = page.Count, page.SyncToken
		}
		w.pages++
		w.records += int64(len(page.Records()))
		drifted = drifted || page.Count != w.count
		if err := w.take(ctx, w.campaign, page); err != nil {
			return drifted, err
		}
		if w.Progress != nil {
			w.Progress(w.records, page.Count)
		}
	}
	if w.server.Callflow { // counts may change while its pages stay those of one moment
		return false, nil
	}
	return drifted || w.campaign.Repeated() || w.records != w.count, nil
}
