package api

import (
	"crypto/sha256"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"callflow"
)

// How many callers are told apart, and how often a password may be guessed.
const (
	callersKept       = 8192
	guessesPerMinute  = 10  // from one address for one e-mail
	guessesPerAddress = 100 // from one address in all
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

// guesser is somebody who says a password, as a hash of fixed size, and how often
// a minute that may be.
type guesser struct {
	key       string
	perMinute int
}

func hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return string(sum[:])
}

// guess takes one guess before the password is looked at, so that guesses made at
// once are counted; forgive gives all of them back to who was right.
func (l *limits) guess(source guesser) error {
	reservation := l.of(l.guesses, source.key, source.perMinute).Reserve()
	if wait := reservation.Delay(); wait > 0 {
		reservation.Cancel()
		return tooMany(wait)
	}
	return nil
}

func (l *limits) forgive(source guesser) { l.guesses.Remove(source.key) }

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
