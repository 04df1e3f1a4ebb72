package app

import (
	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
)

// AuditedMirror is who did what a mirror did.
const AuditedMirror = "mirror"

// AnonymizeMirrored is Anonymize within a mirror's write, for a customer whom the other server has anonymised. own are the campaigns of its
// assignment that are not followed: nobody calls it there by what is left.
func (a *App) AnonymizeMirrored(w *store.Write, s *auth.Session, traces *anonymize.Traces, own []*callflow.Campaign) error {
	if err := a.Calls.CallNoMore(w, s, traces.CustomerID, own); err != nil {
		return err
	}
	id, err := emptyCustomer(w, traces)
	if err != nil {
		return err
	}
	return w.Audit(store.AuditEntry{User: AuditedMirror, Action: auth.AuditAnonymized, Noun: auth.AuditCustomer, Details: id})
}
