package app

import (
	"path/filepath"
	"testing"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

func TestWhoeverWasToldChangesThatAFailOverLostHearsSo(t *testing.T) {
	t.Parallel()
	f := &feed{base: 103, of: 1, wake: make(chan struct{})}
	f.push([]Event{{Seq: 104}, {Seq: 105}}, 0)
	told := &Listener{feed: f, after: 105, s: &auth.Session{Setup: &store.Setup{}}}
	if _, _, err := told.Next(t.Context()); err != nil {
		t.Fatalf("before the fail-over: %v", err)
	}

	if f.startsOver(store.Moment{Seq: 105, Lineage: 1}) {
		t.Error("a feed starts over although the database is the same")
	}
	if !f.startsOver(store.Moment{Seq: 103, Lineage: 2}) || f.last() != 103 {
		t.Errorf("after the fail-over the feed goes on from %d, want 103", f.last())
	}
	if _, _, err := told.Next(t.Context()); callflow.ErrorCode(err) != callflow.Gone {
		t.Errorf("who was told up to 105 hears %v, want that they were lost", err)
	}
}

func TestAFeedThatCantBeReadTellsSoNowAndThenAndAsksLessOften(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "feed.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := &feed{accountID: 7, wake: make(chan struct{})}
	_, err = f.read(s)
	if err == nil {
		t.Fatal("an account that is not there is read")
	}
	var failures failures
	start, told := time.Now(), 0
	for second := range 180 {
		if failures.note(err, start.Add(time.Duration(second)*time.Second)) {
			told++
		}
	}
	if told != 3 || failures.pause() != longestPause {
		t.Errorf("within three minutes it is told %d times, want 3, and asked again after %s", told, failures.pause())
	}
	failures.note(nil, start)
	if failures.pause() != pollEvery {
		t.Errorf("when it can be read again, it is asked after %s", failures.pause())
	}
}

func TestAFeedTellsItsErrorsToTheLog(t *testing.T) {
	t.Parallel()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "feed.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	heard := make(chan int64, 1)
	fs := newFeeds(s, func(account int64, _ error) { heard <- account })
	f := &feed{accountID: 7, idle: make(chan struct{}), wake: make(chan struct{})} // an account that is not there
	fs.running.Go(func() { fs.run(f) })
	if account := <-heard; account != 7 {
		t.Errorf("it tells of account %d", account)
	}
	fs.stop()
	fs.running.Wait()
}

func TestAFeedForgetsWhatItKeptWhenTheSetUpIsAnother(t *testing.T) {
	t.Parallel()
	f := &feed{base: 10, setup: 1, wake: make(chan struct{})}
	f.push([]Event{{Seq: 11, JSON: []byte("Betrodd")}}, 1)
	f.push([]Event{{Seq: 12}}, 2)
	if _, ok := f.since(10); ok {
		t.Error("a change of before the set-up is another one is told from memory")
	}
	if news, ok := f.since(11); !ok || len(news.events) != 1 || f.last() != 12 {
		t.Errorf("what came with the new set-up is %+v", news)
	}
}
