package storetest

import (
	"testing"

	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// RunBehind holds a search against a log that is longer than what is looked through after the index's mark. tighten has the store look
// through little.
func RunBehind(t *testing.T, empty func(testing.TB) string, tighten func(*store.Store)) {
	t.Helper()
	searchBehind(t, newFixture(t, empty(t)), tighten)
}

func searchBehind(t *testing.T, f *fixture, tighten func(*store.Store)) {
	t.Helper()
	tighten(f.store)
	f.fillCrowd(t, 0, 30)
	f.index(t)
	f.moveCrowd(t, 300)
	f.wantBehind(t, 0)
	f.wantFound(t, "nykommer")
	f.write(t, func(w *store.Write) error { return putInto(w, customer("K-1", "Ny Nykommer")) })
	f.wantBehind(t, 1)
	f.wantRefusedSearch(t, "nykommer", "The search does not know 1 customer yet")
	f.fillCrowd(t, 30, 32)
	f.wantBehind(t, 1)
	f.index(t)
	f.wantBehind(t, 0)
	f.wantFound(t, "nykommer", "K-1")
	f.moveCrowd(t, 95)
	f.fillCrowd(t, 32, 35)
	f.wantBehind(t, 3)
}

// moveCrowd moves the first of the crowd so many times, which a search has nothing to learn from.
func (f *fixture) moveCrowd(t *testing.T, times int) {
	t.Helper()
	f.write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		for i := range times {
			if err := put(w, campaignID, 1, setup.States[campaignID][i%2].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// wantBehind asks how many a search does not know yet.
func (f *fixture) wantBehind(t *testing.T, want int64) {
	t.Helper()
	f.read(t, func(r *store.Snapshot) error {
		b, err := r.Browse(searched, "nykommer", statuslist.ByNumber)
		if err == nil && b.Behind() != want {
			t.Errorf("it does not know %d, want %d", b.Behind(), want)
		}
		return err
	})
}
