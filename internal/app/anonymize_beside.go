package app

import (
	"context"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// What a dry run has told of an account's customers is in the memory of the server that it ran on, and somebody may be anonymised on another
// one of the database. The account's audit tells of it: what was told before is forgotten when somebody asks for it next.

// The entry that every anonymisation leaves.
const (
	auditAnonymized = "anonymized"
	auditCustomer   = "customer"
)

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
		anonymized, err = r.AuditedSince(since, auditAnonymized, auditCustomer)
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
