package storetest

import (
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// usesAreSeen holds the questions that protect what is in use against what a
// transaction has done itself, and not yet written.
func usesAreSeen(t *testing.T, f *fixture) {
	states := f.states(t, campaignID)
	f.write(t, func(w *store.Write) error {
		wantUses(t, w, "before", uses{})
		if _, err := w.PutCustomer(customer("1", "Åse")); err != nil {
			return err
		}
		if err := put(w, campaignID, 1, states[0]); err != nil {
			return err
		}
		wantUses(t, w, "put in the same transaction", uses{customers: true, history: true, inFirst: 1, everFirst: true})
		if err := put(w, campaignID, 1, states[1]); err != nil {
			return err
		}
		wantUses(t, w, "moved in the same transaction", uses{customers: true, history: true, everFirst: true})
		return nil
	})
	f.write(t, func(w *store.Write) error {
		wantUses(t, w, "committed", uses{customers: true, history: true, everFirst: true})
		if err := put(w, campaignID, 1, states[0]); err != nil {
			return err
		}
		wantUses(t, w, "moved back", uses{customers: true, history: true, inFirst: 1, everFirst: true})
		return nil
	})
}

type uses struct {
	customers, history, everFirst bool
	inFirst                       int64
}

func wantUses(t *testing.T, w *store.Write, when string, want uses) {
	t.Helper()
	got, err := usesNow(w)
	if err != nil || got != want {
		t.Errorf("%s: %+v (%v), want %+v", when, got, err, want)
	}
}

func usesNow(w *store.Write) (got uses, err error) {
	setup, err := w.Setup()
	if err != nil {
		return got, err
	}
	if got.customers, err = setuprows.HasCustomers(w, assignmentID); err != nil {
		return got, err
	}
	if got.history, err = setuprows.HasHistory(w, campaignID); err != nil {
		return got, err
	}
	got.inFirst, got.everFirst, err = w.InState(campaignID, setup.States[campaignID][0].ID)
	return got, err
}

// removingTakesAllWithIt takes an unused campaign away, with its call flow.
func removingTakesAllWithIt(t *testing.T, f *fixture) {
	f.write(t, func(w *store.Write) error {
		if _, err := setuprows.CreateProduct(w, secondID, &callflow.Product{Code: "p"}); err != nil {
			return err
		}
		return setuprows.DeleteCampaign(w, secondID)
	})
	f.read(t, func(r *store.Snapshot) error {
		setup := r.Setup()
		left := len(setup.States[secondID]) + len(setup.Outcomes[secondID]) + len(setup.Products[secondID])
		if setup.Campaigns[secondID] != nil || left != 0 {
			t.Errorf("of the campaign %v and %d things are left", setup.Campaigns[secondID], left)
		}
		if len(setup.States[campaignID]) != 12 {
			t.Errorf("the other campaign has %d states left", len(setup.States[campaignID]))
		}
		return nil
	})
	err := f.store.Write(t.Context(), f.account, func(w *store.Write) error { return setuprows.DeleteClient(w, 1) })
	if callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("a client with assignments: %v, want a conflict", err)
	}
	for sentence, write := range map[string]func(*store.Write) error{
		"a campaign": func(w *store.Write) error { return setuprows.DeleteCampaign(w, secondID) },
		"a call state": func(w *store.Write) error {
			return setuprows.UpdateState(w, secondID, &callflow.State{ID: 1, Position: 1})
		},
		"a custom field": func(w *store.Write) error { return setuprows.DeleteField(w, assignmentID, 1) },
	} {
		if err := f.store.Write(t.Context(), f.account, write); callflow.ErrorCode(err) != callflow.NotFound {
			t.Errorf("%s that is not there: %v", sentence, err)
		}
	}
}
