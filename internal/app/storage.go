package app

import "context"

// Health says what is wrong with the database's storage, in words for the operator; nil where it can be read and written.
func (a *App) Health(ctx context.Context) error { return a.store.Health(ctx) }

// scrub makes what was anonymised leave the database's log. Where somebody still reads what was before, ScrubAgain does it later.
func (a *App) scrub(ctx context.Context) {
	done, err := a.store.Scrub(context.WithoutCancel(ctx)) // the customer is anonymised, also for a caller who has gone
	a.unscrubbed.Store(err != nil || !done)
}

// ScrubAgain does what scrub could not do, if there is any.
func (a *App) ScrubAgain(ctx context.Context) error {
	if !a.unscrubbed.Load() {
		return nil
	}
	done, err := a.store.Scrub(ctx)
	if err == nil && done {
		a.unscrubbed.Store(false)
	}
	return err
}
