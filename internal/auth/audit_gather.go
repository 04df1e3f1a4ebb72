package auth

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
	network       string // where entries are kept apart by it
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
	bounds gathererBounds

	mu       sync.Mutex
	entries  map[gatheredKey]*gathered
	accounts map[int64]int       // how many entries each has
	networks map[gatheredKey]int // and each subject, by networks
}

// gathererBounds say how many entries are held. What is beyond is counted in an entry that tells less: of the same subject without the
// network, or of the account with the action alone. So no account takes another one's room, and no network another user's.
type gathererBounds struct {
	all, account int
	networks     int // that are told apart of one subject; 0 where none are told
}

func newGatherer(period time.Duration, bounds gathererBounds) *gatherer {
	return &gatherer{
		period: period, bounds: bounds, entries: make(map[gatheredKey]*gathered), accounts: make(map[int64]int), networks: make(map[gatheredKey]int),
	}
}

// add counts n more. sign completes the entry where it is the first of its period.
func (g *gatherer) add(key gatheredKey, now time.Time, n int64, sign func(*store.AuditEntry)) {
	key.period = now.Truncate(g.period).UnixMilli()
	g.mu.Lock()
	defer g.mu.Unlock()
	wanted := key
	key = g.fitting(key)
	held := g.entries[key]
	if held == nil {
		held = &gathered{entry: store.AuditEntry{Action: key.action, Noun: key.noun, NounID: key.nounID, Details: key.details}}
		if key == wanted {
			sign(&held.entry)
		}
		g.entries[key] = held
		g.tally(key, 1)
	}
	held.pending += n
}

// fitting is the key itself where there is room for it, else one that tells less.
func (g *gatherer) fitting(key gatheredKey) gatheredKey {
	if g.entries[key] != nil {
		return key
	}
	if key.network != "" && g.networks[key.subject()] >= g.bounds.networks {
		if key = key.subject(); g.entries[key] != nil {
			return key
		}
	}
	if len(g.entries) >= g.bounds.all || g.accounts[key.account] >= g.bounds.account {
		return gatheredKey{account: key.account, period: key.period, action: key.action, withoutDetail: true}
	}
	return key
}

// subject is the key without the network.
func (k gatheredKey) subject() gatheredKey {
	k.network = ""
	return k
}

// tally counts an entry that is held from now on, or no more.
func (g *gatherer) tally(key gatheredKey, by int) {
	if g.accounts[key.account] += by; g.accounts[key.account] == 0 {
		delete(g.accounts, key.account)
	}
	if key.network == "" {
		return
	}
	if g.networks[key.subject()] += by; g.networks[key.subject()] == 0 {
		delete(g.networks, key.subject())
	}
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
			g.tally(key, -1)
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
