package limit

import (
	"context"
	"slices"
	"sync"
	"time"

	"callflow"
)

// QueueConfig bounds what is done at a time and what waits for it, in all and for one caller.
type QueueConfig struct {
	AtOnce        int
	AtOnceOfOne   int
	Waiting       int
	WaitingOfOne  int
	Longest       time.Duration  // that anybody waits
	OwnTooMany    callflow.Error // what a caller is told who asks for more than its own share
	OthersTooMany callflow.Error // what a caller is told who finds no place because of others
}

// Queue lets so much be done at a time. Callers who wait take turns, whatever each asks for: nobody waits for all that another one asked.
// It is safe for concurrent use.
type Queue struct {
	config  QueueConfig
	mu      sync.Mutex
	busy    int
	waiting int
	callers map[string]*queueCaller
	turns   []*queueCaller // those with somebody waiting, the next one first
}

type queueCaller struct {
	key     string
	busy    int
	waiting []*queueWaiter
}

// queueWaiter hears of its place, or that it was given up, once.
type queueWaiter struct{ told chan error }

// NewQueue makes a queue.
func NewQueue(config QueueConfig) *Queue {
	return &Queue{config: config, callers: make(map[string]*queueCaller)}
}

// Take waits for a place of a caller's, until release is called. It is refused where too many wait already, and after a while.
func (q *Queue) Take(ctx context.Context, caller string) (release func(), err error) {
	c, w, err := q.enter(caller)
	if err != nil {
		return nil, err
	}
	if w == nil {
		return func() { q.leave(c) }, nil
	}
	timer := time.NewTimer(q.config.Longest)
	defer timer.Stop()
	select {
	case err = <-w.told:
	case <-timer.C:
		err = q.giveUp(c, w, nil)
	case <-ctx.Done():
		err = q.giveUp(c, w, &callflow.Error{Code: callflow.Unavailable, Message: "The request was given up.", Err: ctx.Err()})
	}
	if err != nil {
		return nil, err
	}
	return func() { q.leave(c) }, nil
}

// enter takes a place at once, or one among those that wait.
func (q *Queue) enter(key string) (*queueCaller, *queueWaiter, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c := q.callers[key]
	if c == nil {
		c = &queueCaller{key: key}
	}
	if q.busy < q.config.AtOnce && c.busy < q.config.AtOnceOfOne { // whoever waits then waits for a place of its own
		q.callers[key] = c
		q.busy++
		c.busy++
		return c, nil, nil
	}
	if len(c.waiting) >= q.config.WaitingOfOne {
		return nil, nil, q.refusal(&q.config.OwnTooMany)
	}
	if q.waiting >= q.config.Waiting && !q.makeRoom(c) {
		return nil, nil, q.refusal(&q.config.OthersTooMany)
	}
	q.callers[key] = c
	w := &queueWaiter{told: make(chan error, 1)}
	if c.waiting = append(c.waiting, w); len(c.waiting) == 1 {
		q.turns = append(q.turns, c)
	}
	q.waiting++
	return c, w, nil
}

// makeRoom lets the caller with the most waiting give up its latest for one of a caller with fewer; false where all have as few.
func (q *Queue) makeRoom(c *queueCaller) bool {
	longest := c
	for _, other := range q.turns {
		if len(other.waiting) > len(longest.waiting) {
			longest = other
		}
	}
	last := len(longest.waiting) - 1
	if last <= len(c.waiting) {
		return false
	}
	w := longest.waiting[last]
	q.drop(longest, w)
	w.told <- q.refusal(&q.config.OwnTooMany)
	return true
}

// giveUp ends the waiting. Where a place was given meanwhile, it is taken back; a refusal nil takes the one that fits.
func (q *Queue) giveUp(c *queueCaller, w *queueWaiter, refusal error) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	select {
	case err := <-w.told:
		if err == nil && refusal != nil {
			q.free(c)
			return refusal
		}
		return err
	default:
	}
	if refusal == nil {
		refusal = q.refusal(&q.config.OthersTooMany)
		if c.busy >= q.config.AtOnceOfOne {
			refusal = q.refusal(&q.config.OwnTooMany)
		}
	}
	q.drop(c, w)
	q.forget(c)
	return refusal
}

// drop takes one that waits out of the queue.
func (q *Queue) drop(c *queueCaller, w *queueWaiter) {
	c.waiting = slices.DeleteFunc(c.waiting, func(one *queueWaiter) bool { return one == w })
	q.waiting--
	if len(c.waiting) == 0 {
		q.turns = slices.DeleteFunc(q.turns, func(one *queueCaller) bool { return one == c })
	}
}

func (q *Queue) leave(c *queueCaller) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.free(c)
}

// free gives a place back, to the next whose turn it is.
func (q *Queue) free(c *queueCaller) {
	q.busy--
	c.busy--
	for q.busy < q.config.AtOnce && q.admitNext() {
	}
	q.forget(c)
}

func (q *Queue) admitNext() bool {
	i := slices.IndexFunc(q.turns, func(c *queueCaller) bool { return c.busy < q.config.AtOnceOfOne })
	if i < 0 {
		return false
	}
	c := q.turns[i]
	q.turns = slices.Delete(q.turns, i, i+1)
	w := c.waiting[0]
	if c.waiting = c.waiting[1:]; len(c.waiting) > 0 {
		q.turns = append(q.turns, c)
	}
	q.waiting--
	q.busy++
	c.busy++
	w.told <- nil
	return true
}

func (q *Queue) forget(c *queueCaller) {
	if c.busy == 0 && len(c.waiting) == 0 {
		delete(q.callers, c.key)
	}
}

// refusal is an error that says when to try again.
func (q *Queue) refusal(e *callflow.Error) error {
	refusal := *e
	refusal.Err = &WaitError{Wait: q.config.Longest / 2}
	return &refusal
}
