// Package limit says who asks for too much: users by their requests and by what lasts, addresses by passwords that were wrong, and accounts
// by the files that are written for them at the same time. It may import the root alone.
package limit

import (
	"errors"
	"strconv"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"callflow"
)

// callersKept is how many callers of a kind are told apart.
const callersKept = 8192

// Limits remembers who asked how often. It is safe for concurrent use.
type Limits struct {
	perMinute int
	mu        sync.Mutex
	users     *lru.Cache[string, *rate.Limiter]
	guesses   *guesses
}

// New makes limits of so many requests that a user may make a minute, 0 for any number.
func New(perMinute int) (*Limits, error) {
	users, err := lru.New[string, *rate.Limiter](callersKept)
	if err != nil {
		return nil, err
	}
	guesses, err := newGuesses()
	return &Limits{perMinute: perMinute, users: users, guesses: guesses}, err
}

// WaitError is the cause of a refusal that ends by itself: it carries
// how long to wait to whoever writes the answer.
type WaitError struct{ Wait time.Duration }

func (e *WaitError) Error() string { return "wait " + e.Wait.String() }

func tooMany(wait time.Duration) error {
	seconds := strconv.Itoa(int(wait.Seconds()) + 1)
	return &callflow.Error{
		Code: callflow.TooMany, Message: "Request was throttled.", Fix: "Expected available in " + seconds + " seconds.", Err: &WaitError{wait},
	}
}

// RetryAfter is how long whoever was refused should wait.
func RetryAfter(err error) time.Duration {
	var e *WaitError
	if errors.As(err, &e) {
		return e.Wait
	}
	return time.Second
}

// Allow takes one request of a user's budget.
func (l *Limits) Allow(accountID, userID int64) error {
	if l.perMinute <= 0 {
		return nil
	}
	limiter := l.of(strconv.FormatInt(accountID, 10) + " " + strconv.FormatInt(userID, 10))
	reservation := limiter.Reserve()
	if wait := reservation.Delay(); wait > 0 {
		reservation.Cancel()
		return tooMany(wait)
	}
	return nil
}

func (l *Limits) of(user string) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, ok := l.users.Get(user)
	if !ok {
		limiter = rate.NewLimiter(rate.Limit(float64(l.perMinute)/60), l.perMinute)
		l.users.Add(user, limiter)
	}
	return limiter
}
