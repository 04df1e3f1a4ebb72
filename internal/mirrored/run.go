// Package mirrored is an account that follows one on another server: what a run compares of each campaign, and what it writes here. It does not
// know how the other server is asked: that is package mirror.
package mirrored

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/pairing"
	"callflow/internal/store/statuslist"
)

// Run is one run of following an account on another server. Its campaigns are followed one after another.
type Run struct {
	verbs     *app.App
	store     *store.Store
	accountID int64
	holder    string
	heldUntil time.Time
	kept      map[int64]pairing.Campaign
	seq       int64 // the account's clock as this run left it
	disturbed bool  // somebody else wrote in the account meanwhile

	sources map[int64]int64 // by campaign that is followed: its assignment there, 0 where its customers' numbers are not told
	here    map[int64]int64 // by assignment there: the one here
	doubted bool            // see Doubt
	work    scratch

	Counts Counts
}

// scratch is what one page needs while it is compared, kept for the next.
type scratch struct {
	batch    statuslist.Batch
	renderer callflow.Renderer
}

// Counts is what a run found and did.
type Counts struct {
	Campaigns  int     `json:"campaigns"`
	Records    int64   `json:"records"`           // that were looked at
	Added      int64   `json:"added"`             // to a campaign
	Moved      int64   `json:"moved"`             // whose status differed
	Customers  int64   `json:"customers_changed"` // whose values differed
	Removed    int64   `json:"removed"`           // from a campaign
	Anonymized int64   `json:"anonymized"`        // here, since they are there
	Nameless   int64   `json:"without_id"`        // records without a customer's id of whom it is not known who they were here
	Refused    int64   `json:"refused"`           // records that callflow can't keep
	Walks      int     `json:"walks"`
	Same       int     `json:"blocks_same"` // that the other side's hashes showed to be the same
	Followed   int     `json:"followed"`    // campaigns of which only the changes were asked for
	Unsettled  []int64 `json:"unsettled"`
	TookMillis int64   `json:"milliseconds"`
}

// mirrorLease is how long a run holds its account without a sign of life.
const mirrorLease = time.Minute

// Start begins a run: one at a time in an account. An account that follows nothing yet has to be empty.
func Start(ctx context.Context, verbs *app.App, accountID int64, url string) (*Run, error) {
	m := &Run{verbs: verbs, store: verbs.Store(), accountID: accountID, holder: rand.Text()}
	err := m.store.Write(ctx, accountID, func(w *store.Write) error {
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		if m.kept, err = pairing.Campaigns(snapshot); err != nil {
			return err
		}
		m.seq = w.Moment.Seq
		return m.take(w, snapshot, url)
	})
	return m, err
}

// take notes in the account that this run follows it, where no other does.
func (m *Run) take(w *store.Write, snapshot *store.Snapshot, url string) error {
	mirror, err := pairing.ReadMirror(snapshot)
	if err != nil {
		return err
	}
	now := m.verbs.Clock()
	switch {
	case mirror == nil && len(snapshot.Setup().Assignments) > 0:
		return &callflow.Error{
			Code: callflow.Conflict, Message: "The account " + snapshot.Setup().Account.Name + " has assignments of its own.",
			Fix: "Mirror into an account that is there for it alone: name a new one with --account.",
		}
	case mirror == nil:
		mirror = &pairing.Mirror{URL: url}
	case mirror.URL != url:
		return &callflow.Error{
			Code: callflow.Conflict, Message: "The account " + snapshot.Setup().Account.Name + " follows " + mirror.URL + ".",
			Fix: "Mirror " + url + " into another account.",
		}
	case mirror.HeldUntil > now.UnixMilli():
		wait := time.UnixMilli(mirror.HeldUntil).Sub(now).Round(time.Second)
		return &callflow.Error{
			Code: callflow.Conflict, Message: "Another run follows " + url + " into this account at the moment.",
			Fix: fmt.Sprintf("Let it end. One that was killed holds the account for at most %s more.", max(wait, time.Second)),
		}
	}
	m.heldUntil = now.Add(mirrorLease)
	mirror.Holder, mirror.HeldUntil, mirror.StartedAt = m.holder, m.heldUntil.UnixMilli(), now.UnixMilli()
	return pairing.PutMirror(w, mirror)
}

// Finish ends a run, and notes how it went: failed is nil where it succeeded.
func (m *Run) Finish(ctx context.Context, failed error) error {
	return m.write(context.WithoutCancel(ctx), func(w *store.Write) error {
		mirror, err := m.held(w)
		if err != nil {
			return err
		}
		mirror.Holder, mirror.HeldUntil = "", 0
		if failed != nil {
			mirror.FailedAt, mirror.Error = m.verbs.Clock().UnixMilli(), callflow.ErrorText(failed)
			return pairing.PutMirror(w, mirror)
		}
		result, err := json.Marshal(&m.Counts)
		if err != nil {
			return err
		}
		mirror.SucceededAt, mirror.Error, mirror.Result = m.verbs.Clock().UnixMilli(), "", string(result)
		return pairing.PutMirror(w, mirror)
	})
}

// held is what the account follows, while this run is the one that does so.
func (m *Run) held(w *store.Write) (*pairing.Mirror, error) {
	snapshot, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	mirror, err := pairing.ReadMirror(snapshot)
	if err != nil {
		return nil, err
	}
	if mirror == nil || mirror.Holder != m.holder {
		return nil, &callflow.Error{
			Code: callflow.Conflict, Message: "Another run has taken over, since this one gave no sign of life for too long.", Fix: "Leave it to that one.",
		}
	}
	return mirror, nil
}

// Alive says that the run goes on. Whoever follows calls it between pages; it writes when it is time to.
func (m *Run) Alive(ctx context.Context) error {
	if m.verbs.Clock().Before(m.heldUntil.Add(-mirrorLease / 2)) {
		return nil
	}
	until := m.verbs.Clock().Add(mirrorLease)
	err := m.write(ctx, func(w *store.Write) error {
		mirror, err := m.held(w)
		if err != nil {
			return err
		}
		mirror.HeldUntil = until.UnixMilli()
		return pairing.PutMirror(w, mirror)
	})
	if err == nil {
		m.heldUntil = until
	}
	return err
}

// write writes in the account, and sees whether anybody else did.
func (m *Run) write(ctx context.Context, fn func(*store.Write) error) error {
	var before, after int64
	err := m.store.Write(ctx, m.accountID, func(w *store.Write) error {
		before = w.Moment.Seq
		err := fn(w)
		after = w.Moment.Seq
		return err
	})
	if err != nil {
		return err
	}
	m.disturbed = m.disturbed || before != m.seq
	m.seq = after
	return nil
}
