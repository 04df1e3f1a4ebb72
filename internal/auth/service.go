// Package auth says who asks and what they may do: sessions, tokens, passwords, the rights of roles and of a client's users, what the audit
// tells of them, and the one way in which a verb reads or writes with the permission of then. It may import the store and the limits, and
// none of the packages whose verbs stand on it.
package auth

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/store"
)

// Service opens sessions, and runs what they ask for with the permission of then. It is safe for concurrent use.
type Service struct {
	store     *store.Store
	now       func() time.Time
	log       atomic.Pointer[slog.Logger]
	passwords *passwordCache
	auditing  sync.Mutex
	reads     *gatherer // what is read a page at a time
	refusals  *gatherer // sign-ins that failed
	throttled *throttledSignIns
	made      time.Time
	asked     atomic.Int64 // how long after made a session was opened last, in nanoseconds
}

// New makes the service over a store. now is the clock.
func New(s *store.Store, now func() time.Time) (*Service, error) {
	verified, err := lru.New[[32]byte, verifiedPassword](passwordsKept)
	if err != nil {
		return nil, err
	}
	passwords, err := newPasswordCache(verified)
	if err != nil {
		return nil, err
	}
	a := &Service{
		store: s, now: now, passwords: passwords, made: time.Now(), throttled: newThrottledSignIns(),
		reads: newGatherer(readPeriod, readsHeld), refusals: newGatherer(refusalPeriod, refusalsHeld),
	}
	a.LogTo(slog.New(slog.DiscardHandler))
	return a, nil
}

// LogTo says where is told what goes wrong in the background.
func (a *Service) LogTo(log *slog.Logger) { a.log.Store(log) }

// Log is where is told what goes wrong in the background.
func (a *Service) Log() *slog.Logger { return a.log.Load() }

// noteAsked notes that somebody asks for something.
func (a *Service) noteAsked() { a.asked.Store(int64(time.Since(a.made))) }

// ErrStopping is told to whoever waits for what the server has no time for any more.
var ErrStopping = &callflow.Error{Code: callflow.Unavailable, Message: "The server is stopping.", Fix: "Try again in a moment."}

// IsAskedWithin says whether a session was opened in this process lately.
func (a *Service) IsAskedWithin(lately time.Duration) bool {
	return time.Since(a.made)-time.Duration(a.asked.Load()) < lately
}

// Now is the time in the account's zone.
func (a *Service) Now(s *Session) time.Time { return a.now().In(s.Setup.Location) }

// Today is the day in the account's zone, YYYY-MM-DD.
func (a *Service) Today(s *Session) string {
	return a.Now(s).Format(callflow.DateLayout)
}
