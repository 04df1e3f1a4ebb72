package commit_test

import (
	"slices"
	"sync"
	"testing"

	"callflow/internal/store/commit"
)

// write is one that a test has committed; tried counts the commits that carried it.
type write struct {
	id    int
	spoil bool
	tried int
	err   bool
}

// recorder is what commits in a test: it keeps which writes came together, and holds each commit until it is let go.
type recorder struct {
	mu      sync.Mutex
	batches map[int64][][]int
	after   chan int64    // keys that were committed, as they are told
	begun   chan int64    // told of each commit that begins
	letGo   chan struct{} // closed, or fed once for each commit
}

func newRecorder() *recorder {
	return &recorder{batches: make(map[int64][][]int), after: make(chan int64, 10_000), begun: make(chan int64, 10_000), letGo: make(chan struct{})}
}

func (r *recorder) commit(key int64, writes []*write) (apart bool) {
	r.begun <- key
	<-r.letGo
	r.mu.Lock()
	defer r.mu.Unlock()
	var ids []int
	for _, w := range writes {
		w.tried++
		ids = append(ids, w.id)
		if w.spoil && len(writes) > 1 {
			return true
		}
		w.err = w.spoil
	}
	r.batches[key] = append(r.batches[key], ids)
	return false
}

func (r *recorder) told(key int64) { r.after <- key }

// start has writes committed one after another, each in a goroutine of its own, and gives what waits for all of them.
func start(queues *commit.Queues[*write], key int64, writes ...*write) *sync.WaitGroup {
	var all sync.WaitGroup
	for _, w := range writes {
		all.Go(func() { queues.Commit(key, w) })
	}
	return &all
}

func writes(from, count int) []*write {
	made := make([]*write, count)
	for i := range made {
		made[i] = &write{id: from + i}
	}
	return made
}

func TestWritesThatArriveWhileACommitIsUnderWayAreCommittedTogether(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	queues := commit.NewQueues(r.commit, r.told)
	first := start(queues, 1, &write{id: 1})
	<-r.begun
	rest := writes(2, 5)
	others := start(queues, 1, rest...)
	commit.AwaitWaiting(queues, 1, len(rest))
	close(r.letGo)
	first.Wait()
	others.Wait()
	batches := r.batches[1]
	if len(batches) != 2 || len(batches[0]) != 1 || len(batches[1]) != len(rest) {
		t.Errorf("committed %v, want one alone and the others together", batches)
	}
	if told := []int64{<-r.after, <-r.after}; !slices.Equal(told, []int64{1, 1}) { // those who wait are answered before
		t.Errorf("told afterwards of %v, want key 1 twice", told)
	}
}

func TestACommitCarriesNoMoreThanItsBound(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	queues := commit.NewQueues(r.commit, r.told)
	first := start(queues, 1, &write{})
	<-r.begun
	many := writes(1, commit.MostTogether+1)
	others := start(queues, 1, many...)
	commit.AwaitWaiting(queues, 1, len(many))
	close(r.letGo)
	first.Wait()
	others.Wait()
	for _, batch := range r.batches[1] {
		if len(batch) > commit.MostTogether {
			t.Errorf("a commit carries %d writes", len(batch))
		}
	}
	for _, w := range many {
		if w.tried != 1 {
			t.Errorf("write %d was committed %d times", w.id, w.tried)
		}
	}
}

func TestAWriteThatSpoilsTheOthersIsCommittedAlone(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	queues := commit.NewQueues(r.commit, r.told)
	first := start(queues, 1, &write{})
	<-r.begun
	rest := writes(1, 3)
	rest[1].spoil = true
	others := start(queues, 1, rest...)
	commit.AwaitWaiting(queues, 1, len(rest))
	close(r.letGo)
	first.Wait()
	others.Wait()
	if got := len(r.batches[1]); got != 1+len(rest) {
		t.Errorf("committed %v, want each of the three alone", r.batches[1])
	}
	if rest[0].err || !rest[1].err || rest[2].err {
		t.Error("the spoiling write alone should fail")
	}
	<-r.after
	<-r.after
	queues.Commit(1, &write{id: 9})
	if <-r.after; len(r.after) > 0 {
		t.Error("told more than once of the three")
	}
}

func TestWritesOfAnotherKeyDoNotWait(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	queues := commit.NewQueues(r.commit, r.told)
	one, other := start(queues, 1, &write{id: 1}), start(queues, 2, &write{id: 2})
	began := []int64{<-r.begun, <-r.begun} // both are under way at once
	slices.Sort(began)
	close(r.letGo)
	one.Wait()
	other.Wait()
	if !slices.Equal(began, []int64{1, 2}) {
		t.Errorf("began commits of %v, want of both keys", began)
	}
}
