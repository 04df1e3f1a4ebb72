package app

import (
	"context"
	"errors"
	"runtime"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/limit"
	"callflow/internal/store"
)

// From what a read is a heavy one. Both are some ten milliseconds of work.
const (
	heavyRows    = 2_000  // that are read and written for one answer
	heavyChanges = 20_000 // that are gone through for one answer
)

// errHeavy says that a read is a heavy one, and has to be made in a place for those.
var errHeavy = errors.New("the read is a heavy one")

// places bound the reads that cost much: digests, lists of an earlier moment or of changes that lie far back, simulations and searches. They
// have database readers of their own, and one core is left for the answers that come at once.
type places struct {
	heavy    *limit.Queue
	searches *limit.Queue
}

// heavyAtOnce leaves a core to the others.
func heavyAtOnce() int { return min(max(1, runtime.GOMAXPROCS(0)-1), 4) }

func newPlaces() places {
	return places{
		heavy: limit.NewQueue(limit.QueueConfig{
			AtOnce: heavyAtOnce(), AtOnceOfOne: 2, Waiting: 40, WaitingOfOne: 10, Longest: 30 * time.Second,
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

// weighed makes a read, and where that says errHeavy, makes it again in a place for heavy reads. What is cheap waits for none.
func (a *App) weighed(ctx context.Context, s *auth.Session, read func(ctx context.Context) error) error {
	err := read(ctx)
	if !errors.Is(err, errHeavy) {
		return err
	}
	return placed(ctx, a.places.heavy, s, read)
}

// placed makes a read in a place of a queue, on a reader of its own.
func placed(ctx context.Context, queue *limit.Queue, s *auth.Session, read func(ctx context.Context) error) error {
	release, err := queue.Take(ctx, number(s.AccountID)+" "+number(s.User.ID))
	if err != nil {
		return err
	}
	defer release()
	return read(store.Lasting(ctx))
}

// heavyFrom says errHeavy of so much work, unless the read has its place.
func heavyFrom(ctx context.Context, work, most int64) error {
	if work > most && !store.IsLasting(ctx) {
		return errHeavy
	}
	return nil
}

// weigh says errHeavy of a list that takes long to tell: of an earlier moment, or of changes, where many lie between then and now. It is
// asked once the list's source is found.
func (l *List) weigh(ctx context.Context, r *store.Snapshot) error {
	from := max(l.after, l.atSeq)
	if from < 0 {
		return nil
	}
	return heavyFrom(ctx, r.SinceCost(l.rows, from), heavyChanges)
}
