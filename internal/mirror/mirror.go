// Package mirror keeps an account in step with one on another server of this API: the vendor's, which tells where everybody
// stands now and nothing else, or callflow's. What differs becomes changes in the account's own log.
package mirror

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/mirrored"
	"callflow/remote"
)

// Result is what a run found and did.
type Result = mirrored.Counts

// Mirror is one account here and the server that it follows.
type Mirror struct {
	App       *app.App
	AccountID int64
	Remote    *remote.Client
	Campaigns []int64 // their ids; all of the server's where empty

	Progress func(records, count int64) // of the campaign that is walked; may be nil
}

// pageSize is what callflow is asked for at a time; others have pages of their own size.
const pageSize = 5000

// Run follows the other server once: both sides agree afterwards, but for what happened there meanwhile.
func (m *Mirror) Run(ctx context.Context) (*Result, error) {
	run, err := mirrored.Start(ctx, m.App, m.AccountID, m.Remote.Server())
	if err != nil {
		return nil, err
	}
	started := time.Now()
	f := &follower{Mirror: m, run: run}
	err = f.follow(ctx)
	run.Counts.TookMillis = time.Since(started).Milliseconds()
	return &run.Counts, errors.Join(err, run.Finish(ctx, err))
}

// follower is one run on its way.
type follower struct {
	*Mirror
	run    *mirrored.Run
	server remote.Server
	probed []probe // tokens of other histories of the server
}

func (f *follower) follow(ctx context.Context) (err error) {
	f.run.Counts.Unsettled = []int64{}
	if f.server, err = f.Remote.Describe(ctx); err != nil {
		return err
	}
	campaigns, err := f.wanted(ctx)
	if err != nil {
		return err
	}
	theirs, err := f.describe(ctx, campaigns)
	if err != nil {
		return err
	}
	if err := f.run.SetUp(ctx, f.server.Generation, theirs); err != nil {
		return err
	}
	for i := range campaigns {
		if err := f.campaign(ctx, campaigns[i].ID); err != nil {
			return fmt.Errorf("campaign %d: %w", campaigns[i].ID, err)
		}
	}
	return f.askAfterWhoLeft(ctx)
}

// wanted lists the campaigns that are followed, the inactive ones as well.
func (f *follower) wanted(ctx context.Context) ([]remote.Campaign, error) {
	campaigns, err := f.Remote.Campaigns(ctx, true)
	if err != nil {
		return nil, err
	}
	for _, id := range f.Campaigns {
		if !slices.ContainsFunc(campaigns, func(campaign remote.Campaign) bool { return campaign.ID == id }) {
			return nil, &callflow.Error{
				Code: callflow.Invalid, Message: fmt.Sprintf("The other server shows this user no campaign %d.", id),
				Fix: "Check the id, or ask whoever runs the server for the right to see it.",
			}
		}
	}
	return slices.DeleteFunc(campaigns, func(campaign remote.Campaign) bool {
		return len(f.Campaigns) > 0 && !slices.Contains(f.Campaigns, campaign.ID)
	}), nil
}

// campaign follows one campaign: by what changed where that can be asked for, else by walks over its whole list.
func (f *follower) campaign(ctx context.Context, id int64) error {
	c := f.run.Campaign(id)
	token, known, err := c.Token(ctx)
	if err != nil {
		return err
	}
	if known && f.server.Callflow {
		list := f.list(c, id)
		list.ChangedSince = token
		followed, err := f.changes(ctx, c, list)
		if err != nil || followed {
			return err
		}
	}
	return f.settle(ctx, c, id)
}

// changes brings over what changed since a token; false where only a walk over the list tells: the server does not know the token, as after
// it was restored, or its history has become another one since.
func (f *follower) changes(ctx context.Context, c *mirrored.Campaign, list remote.List) (bool, error) {
	token := ""
	for page, err := range f.Remote.Pages(ctx, list) {
		if err != nil {
			return false, f.refused(ctx, list.ChangedSince, err)
		}
		if token == "" {
			token = page.SyncToken
			if mirrored.OtherHistory(list.ChangedSince, token) {
				return false, f.run.Confirm(ctx, list.ChangedSince, token)
			}
		}
		if !c.Pairs() && slices.ContainsFunc(page.Records(), withoutID) { // the record does not say who it was, and a walk finds who is missing
			return false, nil
		}
		if err := f.take(ctx, c, page); err != nil {
			return false, err
		}
		if err := c.RemoveTold(ctx, removedOf(c, page)); err != nil {
			return false, err
		}
	}
	f.run.Counts.Followed++
	return true, c.Keep(ctx, token)
}

// refused says what a refusal of a token means: nil where a walk makes up for it.
func (f *follower) refused(ctx context.Context, token string, err error) error {
	code := callflow.ErrorCode(err)
	if code == callflow.Gone && !mirrored.OtherHistory(token, f.server.SyncToken) {
		return f.run.Doubt(ctx, token)
	}
	if code == callflow.Gone || code == callflow.Invalid || code == callflow.NotFound || code == callflow.Conflict {
		return nil
	}
	return err
}

func withoutID(record remote.Record) bool {
	id, _ := record.Text(callflow.KeyCustomerID)
	return id == ""
}

// take compares one page, and brings over what differs.
func (f *follower) take(ctx context.Context, c *mirrored.Campaign, page *remote.Page) error {
	theirs := &mirrored.TheirPage{Records: make([]mirrored.TheirRecord, len(page.Records())), Token: page.SyncToken}
	for i, record := range page.Records() {
		theirs.Records[i] = recordOf(c, record)
	}
	open, err := c.Open(ctx, theirs)
	if err != nil {
		return err
	}
	if _, err := f.confirm(ctx, open); err != nil {
		return err
	}
	if err := c.Take(ctx, theirs); err != nil {
		return err
	}
	return f.run.Alive(ctx)
}
