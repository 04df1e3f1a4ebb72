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

	"callflow"
	"callflow/internal/store"
)

// App is callflow behind its entrances. It is safe for concurrent use.
type App struct {
	store     *store.Store
	now       func() time.Time
	passwords *passwordCache
	pages     sync.Pool // of *scratch
	feeds     *feeds
	imports   *importJobs
	moves     *dayMoves
	boards    *lru.Cache[boardKey, *toldBoard]
	log       atomic.Pointer[slog.Logger]
	auditing  sync.Mutex
	reads     *gatherer // what is read a page at a time
	refusals  *gatherer // sign-ins that failed
	throttled *throttledSignIns
	places    places
	made      time.Time    // when the verbs were made
	asked     atomic.Int64 // how long after that somebody asked last, in nanoseconds: see keep_search.go

	unscrubbed atomic.Bool // what was anonymised may still be in the database's log
}

// New makes the verbs over a store. now is the clock; nil takes the machine's.
func New(s *store.Store, now func() time.Time) (*App, error) {
	if now == nil {
		now = time.Now
	}
	verified, err := lru.New[[32]byte, verifiedPassword](passwordsKept)
	if err != nil {
		return nil, err
	}
	passwords, err := newPasswordCache(verified)
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
	a := &App{
		places: newPlaces(), made: time.Now(), moves: moves, boards: boards, store: s, now: now, passwords: passwords, imports: newImportJobs(),
		pages: sync.Pool{New: func() any { return &scratch{} }},
	}
	a.reads, a.refusals = newGatherer(readPeriod, readsHeld), newGatherer(refusalPeriod, refusalsHeld)
	a.throttled = newThrottledSignIns()
	a.feeds = newFeeds(s, a.feedFailed)
	a.LogTo(slog.New(slog.DiscardHandler))
	return a, nil
}

// LogTo says where is told what goes wrong in the background.
func (a *App) LogTo(log *slog.Logger) { a.log.Store(log) }

func (a *App) feedFailed(account int64, err error) {
	a.log.Load().Warn("the changes of an account can't be read for who listens", slog.Int64("account", account), slog.Any("error", err))
}

// Moment is how far an account has come. Two equal moments show exactly the same.
type Moment = store.Moment

// Session is one caller's request: who asks, and the account as it stands.
type Session struct {
	callflow.Caller
	Moment Moment
	Setup  *store.Setup

	Key   *RequestKey              // of a write that may come again; nil without one
	Match func(record []byte) bool // whether a record is the one that the caller has read; nil asks for none

	right   Right  // that the request was found to need
	token   []byte // the hash of the token that opened it; nil where a password did
	tokenID int64
	asked   *Asked // nil for what no request asks
}

// at is the session with a later set-up: whoever was switched off meanwhile, or whose
// token or password is another now, may do nothing.
func (s *Session) at(setup *store.Setup) (*Session, error) {
	if setup.Same(s.Setup) {
		return s, nil
	}
	current := *s
	current.Setup = setup
	if s.User.ID == operatorID {
		return &current, nil
	}
	if _, err := current.as(setup.Users[s.User.ID]); err != nil {
		return nil, err
	}
	if s.token != nil && setup.TokenByHash(s.token) == nil {
		return nil, errInvalidToken
	}
	if s.token == nil && current.User.PasswordHash != s.User.PasswordHash {
		return nil, errInvalidPassword
	}
	return &current, current.May(s.right)
}

// Store is where the accounts are kept: for services that have a room of their own.
func (a *App) Store() *store.Store { return a.store }

// Clock is the time.
func (a *App) Clock() time.Time { return a.now() }

// Now is the time in the account's zone.
func (a *App) Now(s *Session) time.Time { return a.now().In(s.Setup.Location) }

// Today is the day in the account's zone, YYYY-MM-DD.
func (a *App) Today(s *Session) string {
	return a.Now(s).Format(callflow.DateLayout)
}
