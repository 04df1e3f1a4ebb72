package store_test

import (
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestOnlyWhatCameAfterAnEntryWasAuditedSince(t *testing.T) {
	t.Parallel()
	s := testkit.NewStore(t)
	account, err := s.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "Europe/Oslo"})
	if err != nil {
		t.Fatal(err)
	}
	audit := func(action, noun string) (id int64) {
		t.Helper()
		err := s.Write(t.Context(), account, func(w *store.Write) (err error) {
			id, err = w.AuditNumbered(store.AuditEntry{Action: action, Noun: noun})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	wantSince := func(id int64, want bool) {
		t.Helper()
		var since bool
		var latest int64
		err := s.Read(t.Context(), account, func(r *store.Snapshot) (err error) {
			if latest, err = r.LatestAudit(); err != nil {
				return err
			}
			since, err = r.AuditedSince(id, "anonymized", "customer")
			return err
		})
		if err != nil || since != want {
			t.Errorf("since the entry %d of %d somebody was anonymised: %t, want %t (%v)", id, latest, since, want, err)
		}
	}
	first := audit("anonymized", "customer")
	wantSince(first-1, true)
	wantSince(first, false)
	audit("anonymized", "field")
	audit("skipped", "customer")
	wantSince(first, false)
	second := audit("anonymized", "customer")
	wantSince(first, true)
	wantSince(second, false)
}
