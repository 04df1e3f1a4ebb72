package auth

import (
	"strconv"
	"testing"
	"time"

	"callflow/internal/store"
)

func TestWhatIsCountedForTheAuditTakesNoMoreRoomThanItsBound(t *testing.T) {
	t.Parallel()
	g := newGatherer(time.Hour, gathererBounds{all: 100, account: 10, networks: 1000})
	noon := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	for i := range 1000 {
		key := gatheredKey{account: 1, network: strconv.Itoa(i), action: "failed to sign in", noun: "user", nounID: 7}
		g.add(key, noon, 1, func(entry *store.AuditEntry) { entry.Address = strconv.Itoa(i) })
	}
	all := g.take(noon)[1]
	var sum int64
	for i := range all {
		sum += all[i].n
		all[i].id = int64(i + 1)
	}
	if len(all) != 11 || sum != 1000 {
		t.Errorf("%d entries count %d, want 11 that count 1000", len(all), sum)
	}
	g.wrote(all)
	if again := g.take(noon); len(again) != 0 {
		t.Errorf("what was written is written again: %v", again)
	}
	g.take(noon.Add(time.Hour))
	if len(g.entries) != 0 {
		t.Errorf("%d entries of an hour that has ended are held", len(g.entries))
	}
}

func TestWhatIsCountedWhileAnEntryIsWrittenIsWrittenNextIntoTheSameEntry(t *testing.T) {
	t.Parallel()
	g := newGatherer(time.Hour, gathererBounds{all: 100, account: 10})
	noon := time.Date(2026, 6, 17, 12, 0, 0, 0, time.UTC)
	count := func(n int64) {
		g.add(gatheredKey{account: 1, user: 2, action: auditedRead}, noon, n, func(*store.AuditEntry) {})
	}
	count(2)
	first := g.take(noon)[1]
	count(3) // while the first two are on their way
	first[0].id = 7
	g.wrote(first)
	if next := g.take(noon)[1]; len(next) != 1 || next[0].n != 3 || next[0].id != 7 {
		t.Errorf("next is written %+v, want 3 more of the entry 7", next)
	}
}
