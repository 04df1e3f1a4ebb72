// Package heavy bounds the reads that cost much: digests, lists of an earlier moment or of changes that lie far back, simulations and searches. They
// have database readers of their own, and one core is left for the answers that come at once. It knows no verb, and may not import one.
package heavy

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
	"callflow/internal/store"
)

// From what a read is a heavy one. Both are some ten milliseconds of work.
const (
	Rows    = 2_000  // that are read and written for one answer
	Changes = 20_000 // that are gone through for one answer
)

// errHeavy says that a read is a heavy one, and has to be made in a place for those.
var errHeavy = errors.New("the read is a heavy one")

// Places bound the reads that cost much.
type Places struct {
	large    *limit.Queue
	searches *limit.Queue
}

// AtOnce leaves a core to the others.
func AtOnce() int { return min(max(1, runtime.GOMAXPROCS(0)-1), 4) }

// NewPlaces gives as many places as the machine bears.
func NewPlaces() *Places {
	return &Places{
		large: limit.NewQueue(limit.QueueConfig{
			AtOnce: AtOnce(), AtOnceOfOne: 2, Waiting: 40, WaitingOfOne: 10, Longest: 30 * time.Second,
			OwnTooMany: callflow.Error{
				Code:    callflow.TooMany,
				Message: "You ask for too many large reads at once: digests, simulations, lists of an earlier moment or of changes from far back.",
				Fix:     "Ask for one after the other, and go on from the Callflow-Sync-Token of the latest answer.",
			},
			OthersTooMany: callflow.Error{
				Code: callflow.TooMany, Message: "Too many large reads are asked for at once.", Fix: "Try again in a few seconds.",
			},
		}),
		searches: limit.NewQueue(limit.QueueConfig{
			AtOnce: 2, AtOnceOfOne: 2, Waiting: 100, WaitingOfOne: 10, Longest: 10 * time.Second,
			OwnTooMany: callflow.Error{
				Code: callflow.TooMany, Message: "You search too much at once.", Fix: "Wait for one search before the next.",
			},
			OthersTooMany: callflow.Error{
				Code: callflow.TooMany, Message: "Too many search at once.", Fix: "Try again in a few seconds.",
			},
		}),
	}
}

// Weigh makes a read, and where Check finds it heavy, makes it again in a place for heavy reads. What is cheap waits for none.
func (p *Places) Weigh(ctx context.Context, s *auth.Session, read func(ctx context.Context) error) error {
	err := read(ctx)
	if !Is(err) {
		return err
	}
	return placed(ctx, p.large, s, read)
}

// Is says whether a read was ended by Check, and has to be made again in a place.
func Is(err error) bool { return errors.Is(err, errHeavy) }

// Enter takes a place for a heavy read, until release is called; the read is made with the context that it gives.
func (p *Places) Enter(ctx context.Context, s *auth.Session) (inPlace context.Context, release func(), err error) {
	return enter(ctx, p.large, s)
}

// Search makes a read in a place for searches.
func (p *Places) Search(ctx context.Context, s *auth.Session, read func(ctx context.Context) error) error {
	return placed(ctx, p.searches, s, read)
}

// Take takes a place for a large read, until release is called.
func (p *Places) Take(ctx context.Context, caller string) (release func(), err error) {
	return p.large.Take(ctx, caller)
}

// placed makes a read in a place of a queue, on a reader of its own.
func placed(ctx context.Context, queue *limit.Queue, s *auth.Session, read func(ctx context.Context) error) error {
	ctx, release, err := enter(ctx, queue, s)
	if err != nil {
		return err
	}
	defer release()
	return read(ctx)
}

func enter(ctx context.Context, queue *limit.Queue, s *auth.Session) (inPlace context.Context, release func(), err error) {
	release, err = queue.Take(ctx, fmt.Sprintf("%d %d", s.AccountID, s.User.ID))
	return store.Lasting(ctx), release, err
}

// Check ends a read that is as much work as this and has no place: Weigh makes it again in one.
func Check(ctx context.Context, work, most int64) error {
	if work > most && !store.IsLasting(ctx) {
		return errHeavy
	}
	return nil
}
