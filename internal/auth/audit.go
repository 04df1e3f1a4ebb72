package auth

import (
	"context"

	"callflow/internal/store"
)

// AuditedOperator is who did what was done at the command line.
const AuditedOperator = "command line"

// Audit notes what the caller does.
func (s *Session) Audit(w *store.Write, entry store.AuditEntry) error {
	s.Sign(&entry)
	return w.Audit(entry)
}

// Sign says in an entry who asks, by which token, from where and in which request.
func (s *Session) Sign(entry *store.AuditEntry) {
	entry.User, entry.UserID, entry.TokenID = s.User.Name, s.User.ID, s.tokenID
	if s.User.ID == operatorID {
		entry.User = AuditedOperator
	}
	if s.asked != nil {
		entry.RequestID, entry.Address = s.asked.RequestID, s.asked.Address
	}
}

// AuditEntry is what the audit tells of one deed.
type AuditEntry = store.AuditEntry

// AuditFilter says which entries of the audit are asked for.
type AuditFilter = store.AuditFilter

// AuditShown is how many entries are told at once.
const AuditShown = 100

// Audit tells who did what in the account beside the work on customers, and what was read: the newest first.
func (a *Service) Audit(ctx context.Context, s *Session, filter AuditFilter) (entries []store.AuditEntry, err error) {
	if err := s.May(WriteSetup); err != nil {
		return nil, err
	}
	filter.Limit = AuditShown
	if user := s.Setup.Users[filter.UserID]; user != nil {
		filter.UserName = user.Name
	}
	err = a.Read(ctx, s, func(r *store.Snapshot, _ *Session) error {
		entries, err = r.AuditEntries(&filter)
		return err
	})
	return entries, err
}
