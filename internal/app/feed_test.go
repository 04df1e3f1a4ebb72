package app

import (
	"testing"

	"callflow"
	"callflow/internal/store"
)

func TestWhoeverWasToldChangesThatAFailOverLostHearsSo(t *testing.T) {
	t.Parallel()
	f := &feed{base: 103, of: 1, wake: make(chan struct{})}
	f.push([]Event{{Seq: 104}, {Seq: 105}}, 0)
	told := &Listener{feed: f, after: 105, s: &Session{Setup: &store.Setup{}}}
	if _, _, err := told.Next(t.Context()); err != nil {
		t.Fatalf("before the fail-over: %v", err)
	}

	if f.startsOver(store.Moment{Seq: 105, Lineage: 1}) {
		t.Error("a feed starts over although the database is the same")
	}
	if !f.startsOver(store.Moment{Seq: 103, Lineage: 2}) || f.last() != 103 {
		t.Errorf("after the fail-over the feed goes on from %d, want 103", f.last())
	}
	if _, _, err := told.Next(t.Context()); callflow.ErrorCode(err) != callflow.Invalid {
		t.Errorf("who was told up to 105 hears %v, want that it is ahead of the clock", err)
	}
}
