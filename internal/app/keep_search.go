package app

import (
	"context"
	"sync"
	"time"

	"callflow"
)

// How the search index is kept: each account is looked at as soon as somebody here has written, and in any case now and then,
// since other programs may write the same database.
const (
	searchLook    = 10 * time.Second       // without a hint
	searchGather  = 500 * time.Millisecond // after a commit: further ones may follow
	searchAfresh  = 10 * time.Second       // for accounts that are new
	searchRetry   = 5 * time.Second        // after a failure
	searchBusy    = 5_000                  // steps of an account's clock between two looks: somebody imports
	searchPatient = 120                    // looks for which an import is left alone
	searchQuiet   = 200 * time.Millisecond // without a request: nobody is there to wait
	searchAside   = 20                     // how much longer the index rests while somebody is
)

// KeepSearch keeps the search index of every account up to date, until ctx ends. Accounts take turns, in small steps, so that whoever
// writes gets in between. failed is told what went wrong; it is tried again.
func (a *App) KeepSearch(ctx context.Context, failed func(error)) {
	var keepers sync.WaitGroup
	defer keepers.Wait()
	k := &searchKeeper{app: a, turn: make(chan struct{}, 1), failed: failed}
	kept := make(map[int64]bool)
	for more := true; more; more = pause(ctx, searchAfresh) {
		accounts, err := a.store.Accounts(ctx)
		if err != nil && ctx.Err() == nil {
			failed(err)
		}
		for _, accountID := range accounts {
			if !kept[accountID] {
				kept[accountID] = true
				keepers.Go(func() { k.keep(ctx, accountID) })
			}
		}
	}
}

// searchKeeper is what keeps the indexes of all accounts.
type searchKeeper struct {
	app    *App
	turn   chan struct{} // held by the account that takes a step
	failed func(error)
}

// keep keeps the index of one account.
func (k *searchKeeper) keep(ctx context.Context, accountID int64) {
	seen := int64(-1)
	for ctx.Err() == nil {
		written := k.app.store.Changed(accountID)
		seen = k.letImport(ctx, accountID, seen)
		if err := k.catchUp(ctx, accountID); err != nil && ctx.Err() == nil {
			if callflow.ErrorCode(err) != callflow.NotFound { // as while its copy is taken away
				k.failed(err)
			}
			pause(ctx, searchRetry)
			continue
		}
		select {
		case <-written:
			pause(ctx, searchGather)
		case <-time.After(searchLook):
		case <-ctx.Done():
		}
	}
}

// letImport waits while very much is written, for the index would be one more who writes. It gives how far the account has come.
func (k *searchKeeper) letImport(ctx context.Context, accountID, seen int64) int64 {
	for range searchPatient {
		moment, err := k.app.store.Moment(ctx, accountID)
		if err != nil {
			return seen // the index meets it again
		}
		before := seen
		if seen = moment.Seq; before < 0 || seen-before < searchBusy || !pause(ctx, searchGather) {
			break
		}
	}
	return seen
}

// IndexSearch brings the search index of an account up to date, once and without a rest.
func (a *App) IndexSearch(ctx context.Context, accountID int64) error {
	noRest := func(context.Context, time.Duration) {}
	for more := true; more; {
		var err error
		if more, err = a.store.IndexSearch(ctx, accountID); err != nil {
			return err
		}
		if err := a.mergeSearch(ctx, noRest); err != nil {
			return err
		}
	}
	return nil
}

// mergeSearch brings together what a step of the index has put apart.
func (a *App) mergeSearch(ctx context.Context, rest func(context.Context, time.Duration)) error {
	for {
		started := time.Now()
		more, err := a.store.MergeSearch(ctx)
		if err != nil || !more {
			return err
		}
		rest(ctx, time.Since(started))
	}
}

// catchUp brings the index of one account up to date, with a rest after each step.
func (k *searchKeeper) catchUp(ctx context.Context, accountID int64) error {
	for more := true; more; {
		select {
		case k.turn <- struct{}{}:
		case <-ctx.Done():
			return ctx.Err()
		}
		var err error
		more, err = k.step(ctx, accountID)
		<-k.turn
		if err != nil {
			return err
		}
	}
	return nil
}

func (k *searchKeeper) step(ctx context.Context, accountID int64) (more bool, err error) {
	started := time.Now()
	if more, err = k.app.store.IndexSearch(ctx, accountID); err != nil {
		return false, err
	}
	if more {
		k.rest(ctx, time.Since(started))
	}
	return more, k.app.mergeSearch(ctx, k.rest)
}

// rest waits after a step: for as long as the step took, so that other programs that write the same SQLite file find it free half of the
// time, and much longer while somebody asks this server for something.
func (k *searchKeeper) rest(ctx context.Context, took time.Duration) {
	if k.app.IsAskedWithin(searchQuiet) {
		took *= searchAside
	}
	pause(ctx, took)
}

// pause waits, and says whether to go on.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
