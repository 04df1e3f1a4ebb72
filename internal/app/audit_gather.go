package app

import (
	"sync"
	"time"

	"callflow/internal/store"
)

// gatheredKey says to which entry of the audit something is added: everything that the entry has but its count, and its period.
type gatheredKey struct {
	account       int64
	period        int64 // when it began, in milliseconds since 1970
	user, token   int64
	address       string // where entries are kept apart by it
	action, noun  string
	nounID        int64
	details       string
	withoutDetail bool // of what there is no room for: it tells the action and the count alone
}

// gathered is what one entry counts.
type gathered struct {
	entry   store.AuditEntry
	pending int64 // that is not yet written
	written int64 // the entry's id; 0 before it is written for the first time
}

// gatherer counts in memory what happens too often for an entry each. It is safe for concurrent use.
type gatherer struct {
	period time.Duration
	most   int // entries that are held

	mu      sync.Mutex
	entries map[gatheredKey]*gathered
}

func newGatherer(period time.Duration, most int) *gatherer {
	return &gatherer{period: period, most: most, entries: make(map[gatheredKey]*gathered)}
}

// add counts n more. sign completes the entry where it is the first of its period.
func (g *gatherer) add(key gatheredKey, now time.Time, n int64, sign func(*store.AuditEntry)) {
	key.period = now.Truncate(g.period).UnixMilli()
	g.mu.Lock()
	defer g.mu.Unlock()
	held := g.entries[key]
	if held == nil && len(g.entries) >= g.most {
		key = gatheredKey{account: key.account, period: key.period, action: key.action, withoutDetail: true}
		held = g.entries[key]
	}
	if held == nil {
		held = &gathered{entry: store.AuditEntry{Action: key.action, Noun: key.noun, NounID: key.nounID, Details: key.details}}
		if !key.withoutDetail {
			sign(&held.entry)
		}
		g.entries[key] = held
	}
	held.pending += n
}

// unwritten is what an entry has to be told.
type unwritten struct {
	held  *gathered
	entry store.AuditEntry // as it is written for the first time
	id    int64            // of the entry that is there already; 0 for none
	n     int64            // to add
}

// take gives what is to be written, by account. What is written already, of a period that has ended, is forgotten.
func (g *gatherer) take(now time.Time) map[int64][]unwritten {
	current := now.Truncate(g.period).UnixMilli()
	g.mu.Lock()
	defer g.mu.Unlock()
	byAccount := make(map[int64][]unwritten)
	for key, held := range g.entries {
		switch {
		case held.pending > 0:
			byAccount[key.account] = append(byAccount[key.account], unwritten{held, held.entry, held.written, held.pending})
		case key.period < current:
			delete(g.entries, key)
		}
	}
	return byAccount
}

// wrote notes what was written, and by which ids.
func (g *gatherer) wrote(all []unwritten) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, one := range all {
		one.held.pending -= one.n
		one.held.written = one.id
	}
}
