// Package commit is the group-commit queue: writes that arrive while a commit is under way are committed together, so that one wait for the disk
// serves all of them. It knows no database: what a commit is, its user says. It imports none of our packages.
package commit

import (
	"sync"
	"time"
)

// MostTogether bounds how many writes one commit carries.
const MostTogether = 256

// Under load a queue waits a moment before it commits again: those who were just answered come back, and fewer, larger commits leave more of the
// machine to the readers.
const (
	gatherFrom  = 8 // writes in the commit before
	leastGather = 2 * time.Millisecond
	mostGather  = 4 * time.Millisecond
)

// Queues has a queue of writes for each key; writes of different keys don't wait for each other.
type Queues[W any] struct {
	// commit commits writes of one key together, in their order, and keeps in each what came of it. apart says that none of them was committed,
	// since one of them spoils the others: each is committed alone then.
	commit func(key int64, writes []W) (apart bool)
	// after is told of every key that was committed, once for the writes of a commit and those that were committed apart.
	after func(key int64)

	mu     sync.Mutex
	queues map[int64]*queue[W]
}

// NewQueues makes queues over what commits, and is told afterwards.
func NewQueues[W any](commit func(key int64, writes []W) (apart bool), after func(key int64)) *Queues[W] {
	return &Queues[W]{commit: commit, after: after, queues: make(map[int64]*queue[W])}
}

// Commit has a write committed, and waits for that: it can't be given up, since whoever asked must hear whether it is on disk.
func (q *Queues[W]) Commit(key int64, write W) {
	one := &waiting[W]{write: write, done: make(chan struct{})}
	if queue := q.of(key); queue.add(one) {
		go q.run(key, queue)
	}
	<-one.done
}

func (q *Queues[W]) of(key int64) *queue[W] {
	q.mu.Lock()
	defer q.mu.Unlock()
	found := q.queues[key]
	if found == nil {
		found = &queue[W]{}
		q.queues[key] = found
	}
	return found
}

// run commits batch after batch until nobody waits.
func (q *Queues[W]) run(key int64, queue *queue[W]) {
	for {
		batch := queue.next()
		if batch == nil {
			return
		}
		q.commitBatch(key, batch)
		if len(batch) >= gatherFrom {
			queue.gather(len(batch))
		}
	}
}

// commitBatch answers those who wait before it tells anybody else.
func (q *Queues[W]) commitBatch(key int64, batch []*waiting[W]) {
	writes := make([]W, len(batch))
	for i, one := range batch {
		writes[i] = one.write
	}
	if q.commit(key, writes) {
		for i := range writes {
			q.commit(key, writes[i:i+1])
		}
	}
	for _, one := range batch {
		close(one.done)
	}
	q.after(key)
}

// queue is the writes of one key.
type queue[W any] struct {
	mu      sync.Mutex
	waiting []*waiting[W]
	running bool
	wanted  int           // how many writes full waits for
	full    chan struct{} // closed when they wait; nil when nobody looks
}

type waiting[W any] struct {
	write W
	done  chan struct{}
}

// add lets a write wait, and says whether somebody has to run the queue.
func (q *queue[W]) add(one *waiting[W]) (start bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, one)
	if q.full != nil && len(q.waiting) >= q.wanted {
		close(q.full)
		q.full = nil
	}
	start = !q.running
	q.running = true
	return start
}

// next takes those who wait, nil where nobody does: then the queue stands still.
func (q *queue[W]) next() []*waiting[W] {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		q.running = false
		return nil
	}
	n := min(len(q.waiting), MostTogether)
	batch := q.waiting[:n:n]
	q.waiting = q.waiting[n:]
	return batch
}

// gather waits a moment, and then until as many writes wait as were committed, but not for long.
func (q *queue[W]) gather(count int) {
	<-time.After(leastGather)
	full := make(chan struct{})
	q.mu.Lock()
	if len(q.waiting) >= count {
		q.mu.Unlock()
		return
	}
	q.wanted, q.full = count, full
	q.mu.Unlock()
	timer := time.NewTimer(mostGather - leastGather)
	defer timer.Stop()
	select {
	case <-full:
	case <-timer.C:
		q.mu.Lock()
		q.full = nil
		q.mu.Unlock()
	}
}
