package demo_test

import (
	"maps"
	"slices"
	"testing"

	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/figures"
	"callflow/internal/store/verify"
)

func TestChangingTheTimeZoneAndBackLeavesTheTalliesOfADemo(t *testing.T) {
	t.Parallel()
	m := fill(t, few)
	before := m.tallies(t)
	for _, zone := range []string{"Pacific/Kiritimati", "Europe/Oslo"} {
		err := m.store.Write(t.Context(), m.accountID(t), func(w *store.Write) error { return w.SetTimeZone(zone) })
		if err != nil {
			t.Fatal(err)
		}
		m.wantVerified(t)
	}
	after := m.tallies(t)
	if len(before) == 0 || len(after) != len(before) {
		t.Fatalf("there are %d tallies, and %d after", len(before), len(after))
	}
	for i := range before {
		if after[i] != before[i] {
			t.Errorf("%+v was %+v", after[i], before[i])
		}
	}
}

func TestTheTalliesOfADemoAreThoseOfItsLog(t *testing.T) {
	t.Parallel()
	fill(t, few).wantVerified(t)
}

func (m *made) accountID(t *testing.T) int64 {
	t.Helper()
	id, err := m.store.AccountNamed(t.Context(), m.result.Account)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// tallies are those of all campaigns.
func (m *made) tallies(t *testing.T) (all []figures.Tally) {
	t.Helper()
	err := m.store.Read(t.Context(), m.accountID(t), func(r *store.Snapshot) error {
		for _, id := range slices.Sorted(maps.Keys(r.Setup().Campaigns)) {
			tallies, err := figures.Tallies(r, id, "0000-01-01", "9999-12-31")
			if err != nil {
				return err
			}
			for i := range tallies {
				tallies[i].Type += " of campaign " + r.Setup().Campaigns[id].Name
			}
			all = append(all, tallies...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (m *made) wantVerified(t *testing.T) {
	t.Helper()
	_, err := m.app.Verify(t.Context(), &app.VerifyRequest{
		Differs:  func(_ string, d verify.Difference) { t.Errorf("%s: %s", d.Where, d.What) },
		Progress: func(string, int64, int64) {},
	})
	if err != nil {
		t.Fatal(err)
	}
}
