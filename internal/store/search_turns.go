package store

import "sync"

// searchTurns has two kinds of steps take turns where customers were taken out of the index for good: those that have what it is made of
// forget them, and those that take others in. Whatever is taken in has the forgetting begin anew, and whoever is taken out meanwhile gives it
// more to do. So it goes on in rounds: nobody is taken in while one lasts, and after it accounts may take as many steps as it took. Neither
// keeps the other waiting for good.
type searchTurns struct {
	mu    sync.Mutex
	round int // steps of the round that lasts, 0 where none does
	owed  int // steps of accounts that come before the next round
}

// forgets says whether the next step is one of a round. unclean says whether there is something to forget.
func (t *searchTurns) forgets(unclean bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case !unclean:
		t.round, t.owed = 0, 0
		return false
	case t.owed > 0:
		t.owed--
		return false
	}
	t.round++
	return true
}

// end ends a round.
func (t *searchTurns) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.round, t.owed = 0, t.round
}
