// Package app holds the verbs: what a caller may ask for, the rules and the
// permission. The API, the console, the command line and the importer all meet
// here. It sees no SQL.
package app

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/customer"
	"callflow/internal/heavy"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/job"
	"callflow/internal/setup"
	"callflow/internal/store"
)

// App is callflow behind its entrances. It is safe for concurrent use.
type App struct {
	*auth.Service
	Importer *importer.Service // of files, for whoever has the database at hand
	Imports  *imports.Service  // of the accounts
	Jobs     *job.Runner       // what goes on after its request

	Customers *customer.Service // what is written of them
	Calls     *callwork.Service // the work of calling
	Setup     *setup.Service    // what admins set up

	store  *store.Store
	now    func() time.Time
	pages  sync.Pool // of *scratch
	feeds  *feeds
	moves  *dayMoves
	boards *lru.Cache[boardKey, *toldBoard]
	places *heavy.Places

	unscrubbed atomic.Bool // what was anonymised may still be in the database's log
}

// New makes the verbs over a store. now is the clock; nil takes the machine's.
func New(s *store.Store, now func() time.Time) (*App, error) {
	if now == nil {
		now = time.Now
	}
	authority, err := auth.New(s, now)
	if err != nil {
		return nil, err
	}
	moves, err := newDayMoves()
	if err != nil {
		return nil, err
	}
	boards, err := newBoards()
	if err != nil {
		return nil, err
	}
	importer := importer.New(authority, s, now, setup.CreateImportedField)
	jobs := job.New(authority, s, now)
	imported, places := imports.New(importer, jobs), heavy.NewPlaces()
	a := &App{
		Importer: importer, Imports: imported, Jobs: jobs,
		Customers: customer.New(authority), Calls: callwork.New(authority, s, now), Setup: setup.New(authority, places, imported.Ending),
		Service: authority, places: places, moves: moves, boards: boards, store: s, now: now,
		pages: sync.Pool{New: func() any { return &scratch{} }},
	}
	a.feeds = newFeeds(s, a.feedFailed)
	return a, nil
}

func (a *App) feedFailed(account int64, err error) {
	a.Log().Warn("the changes of an account can't be read for who listens", slog.Int64("account", account), slog.Any("error", err))
}

// Store is where the accounts are kept: for services that have a room of their own.
func (a *App) Store() *store.Store { return a.store }

// Clock is the time.
func (a *App) Clock() time.Time { return a.now() }
