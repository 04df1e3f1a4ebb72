package api

import (
	"errors"
	"strconv"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"callflow"
)

// How many callers are told apart, and how often a password may be guessed
// from one address for one e-mail.
const (
	callersKept      = 8192
	guessesPerMinute = 10
)

// limits says who asks too often: users by their requests, and addresses by
// passwords that were wrong.
type limits struct {
	perMinute int
	mu        sync.Mutex
	users     *lru.Cache[string, *rate.Limiter]
	guesses   *lru.Cache[string, *rate.Limiter]
}

func newLimits(perMinute int) (*limits, error) {
	users, err := lru.New[string, *rate.Limiter](callersKept)
	if err != nil {
		return nil, err
	}
	guesses, err := lru.New[string, *rate.Limiter](callersKept)
	return &limits{perMinute: perMinute, users: users, guesses: guesses}, err
}

// waitError carries how long to wait to whoever writes the answer.
type waitError struct{ wait time.Duration }

func (e *waitError) Error() string { return "wait " + e.wait.String() }

func tooMany(wait time.Duration) error {
	seconds := strconv.Itoa(int(wait.Seconds()) + 1)
	return &callflow.Error{
		Code: callflow.TooMany, Message: "Request was throttled.", Fix: "Expected available in " + seconds + " seconds.", Err: &waitError{wait},
	}
}

func retryAfterOf(err error) time.Duration {
	var e *waitError
	if errors.As(err, &e) {
		return e.wait
	}
	return time.Second
}

// allow takes one request of a user's budget.
func (l *limits) allow(accountID, userID int64) error {
	if l.perMinute <= 0 {
		return nil
	}
	limiter := l.of(l.users, strconv.FormatInt(accountID, 10)+" "+strconv.FormatInt(userID, 10), l.perMinute)
	reservation := limiter.Reserve()
	if wait := reservation.Delay(); wait > 0 {
		reservation.Cancel()
		return tooMany(wait)
	}
	return nil
}

// guess refuses a source that has guessed too often; it takes nothing.
func (l *limits) guess(source string) error {
	limiter := l.of(l.guesses, source, guessesPerMinute)
	if missing := 1 - limiter.Tokens(); missing > 0 {
		return tooMany(time.Duration(missing * float64(time.Minute) / guessesPerMinute))
	}
	return nil
}

// failed takes a guess of a source's budget.
func (l *limits) failed(source string) { l.of(l.guesses, source, guessesPerMinute).Allow() }

func (l *limits) of(cache *lru.Cache[string, *rate.Limiter], key string, perMinute int) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, ok := cache.Get(key)
	if !ok {
		limiter = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		cache.Add(key, limiter)
	}
	return limiter
}
