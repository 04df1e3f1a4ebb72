package searchindex

import (
	"sync"
	"time"
)

// stepTime is how long one step of the search index is to take. Whoever writes an SQLite file at the same time waits for as long; readers
// have one processor less.
const stepTime = 3 * time.Millisecond

// pace sizes the steps of one kind by how long those before have taken, since machines differ.
type pace struct {
	least, most int

	mu   sync.Mutex
	size int // of the next step; 0 before the first
}

// The sizes of steps: customers that are taken in, and pages of the index that are made anew.
func puttingPace() pace { return pace{least: 10, most: 400} }
func mergingPace() pace { return pace{least: 1, most: 50} }

// pacedStep is one step on its way.
type pacedStep struct {
	pace    *pace
	size    int
	started time.Time // zero while it waits for others
	took    time.Duration
}

func (p *pace) start() *pacedStep {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.size == 0 {
		p.size = p.least
	}
	return &pacedStep{pace: p, size: p.size, started: time.Now()}
}

// pause stops the step's clock while it waits for others; goOn lets it run again.
func (s *pacedStep) pause() {
	s.took += time.Since(s.started)
	s.started = time.Time{}
}

func (s *pacedStep) goOn() { s.started = time.Now() }

// end sizes the next step by the time that this one took: smaller at once, larger by little, for the steps are of unequal weight.
func (s *pacedStep) end() {
	if !s.started.IsZero() {
		s.pause()
	}
	fitting := int(float64(s.size) * float64(stepTime) / float64(max(s.took, time.Microsecond)))
	p := s.pace
	p.mu.Lock()
	defer p.mu.Unlock()
	p.size = min(max(min(fitting, s.size+s.size/8+1), p.least), p.most)
}

// turns has two kinds of steps take turns where customers were taken out of the index for good: those that have what it is made of
// forget them, and those that take others in. Whatever is taken in has the forgetting begin anew, and whoever is taken out meanwhile gives it
// more to do. So it goes on in rounds: nobody is taken in while one lasts, and after it accounts may take as many steps as it took. Neither
// keeps the other waiting for good.
type turns struct {
	mu    sync.Mutex
	round int // steps of the round that lasts, 0 where none does
	owed  int // steps of accounts that come before the next round
}

// forgets says whether the next step is one of a round. unclean says whether there is something to forget.
func (t *turns) forgets(unclean bool) bool {
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
func (t *turns) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.round, t.owed = 0, t.round
}
