package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/person"
	"callflow/internal/store"
)

// Whatever an account keeps of a customer is looked for before the write that empties it, so that no other write waits for that: the write
// looks only at what came after the last look.

// littleSince is how many entries the log may have got since a look for the write to look at them itself, and looksBefore how often it is looked
// before in an account that is written a lot.
const (
	littleSince = 2_000
	looksBefore = 5
)

func newTraces(assignmentID int64, customerID string) *store.Traces {
	tell := func(was []callflow.Customer) func(*store.ImportRejection) bool { return concerns(person.TracesOf(was)) }
	return &store.Traces{AssignmentID: assignmentID, CustomerID: customerID, Tell: tell, Name: names(customerID)}
}

// FollowTraces finds what an account keeps of a customer who is about to be anonymised, as far as there is one.
func (a *App) FollowTraces(ctx context.Context, accountID, assignmentID int64, customerID string) (*store.Traces, error) {
	return a.follow(newTraces(assignmentID, customerID), func(read func(r *store.Snapshot) error) error {
		return a.store.Read(store.Lasting(ctx), accountID, read)
	})
}

// follow looks until little comes while it does. Where there is no customer, the write says so.
func (a *App) follow(traces *store.Traces, read func(func(r *store.Snapshot) error) error) (*store.Traces, error) {
	for range looksBefore {
		var next *store.Traces
		err := read(func(r *store.Snapshot) (err error) {
			next, err = r.Follow(traces, a.now().UnixMilli())
			return err
		})
		if callflow.ErrorCode(err) == callflow.NotFound {
			return traces, nil
		}
		if err != nil {
			return nil, err
		}
		came := next.Since(traces)
		if traces = next; came <= littleSince {
			break
		}
	}
	return traces, nil
}

// What a dry run has told of an account's customers is in the memory of the server that it ran on, and somebody may be anonymised on another
// one of the database. The account's audit tells of it: what was told before is forgotten when somebody asks for it next.

// latestAudit is how far the account's audit has come.
func (a *App) latestAudit(ctx context.Context, s *auth.Session) (id int64, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, _ *auth.Session) error {
		id, err = r.LatestAudit()
		return err
	})
	return id, err
}

// RehearsalOf is how far the rehearsal of a file is; false where nobody has begun one, or a customer of the account was anonymised since.
func (a *App) RehearsalOf(ctx context.Context, s *auth.Session, f *KeptFile) (Rehearsal, bool, error) {
	if err := a.forgetAnonymized(ctx, s, f); err != nil {
		return Rehearsal{}, false, err
	}
	told, begun := f.Rehearsal()
	return told, begun, nil
}

// forgetAnonymized forgets what the file's rehearsal has told where a customer was anonymised since it began.
func (a *App) forgetAnonymized(ctx context.Context, s *auth.Session, f *KeptFile) error {
	f.mu.Lock()
	h := f.rehearsal
	f.mu.Unlock()
	if h == nil {
		return nil
	}
	since, begun := h.auditedBefore()
	if !begun { // nothing of any customer is told yet
		return nil
	}
	var anonymized bool
	err := a.Read(ctx, s, func(r *store.Snapshot, _ *auth.Session) (err error) {
		anonymized, err = r.AuditedSince(since, auth.AuditAnonymized, auth.AuditCustomer)
		return err
	})
	if err != nil || !anonymized {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rehearsal == h {
		f.forgetRehearsal()
	}
	return nil
}

// auditedBefore is how far the account's audit had come when the rehearsal began to read; false while it waits.
func (h *rehearsal) auditedBefore() (int64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.audited, !h.state.Waiting
}
