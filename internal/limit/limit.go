// Package limit says who asks for too much: users by their requests, addresses by passwords that were wrong, and accounts by the files that
// are written for them at the same time. It may import the root alone.
package limit

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

// Limits remembers who asked how often. It is safe for concurrent use.
type Limits struct {
	perMinute int
	mu        sync.Mutex
	users     *lru.Cache[string, *rate.Limiter]
	guesses   *lru.Cache[string, *rate.Limiter]
}

// New makes limits of so many requests that a user may make a minute, 0 for any number.
func New(perMinute int) (*Limits, error) {
	users, err := lru.New[string, *rate.Limiter](callersKept)
	if err != nil {
		return nil, err
	}
	guesses, err := lru.New[string, *rate.Limiter](callersKept)
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

func guessers(address, email string) [2]guesser {
	return [2]guesser{
		{hashed(address, strings.ToLower(strings.TrimSpace(email))), guessesPerMinute},
		{hashed(address), guessesPerAddress},
	}
}

func hashed(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return string(sum[:])
}

// Guess takes one guess of an address for an e-mail before the password is looked at, so that guesses made at
// once are counted; Forgive gives all of them back to who was right.
func (l *Limits) Guess(address, email string) error {
	for _, source := range guessers(address, email) {
		reservation := l.of(l.guesses, source.key, source.perMinute).Reserve()
		if wait := reservation.Delay(); wait > 0 {
			reservation.Cancel()
			return tooMany(wait)
		}
	}
	return nil
}

// Forgive forgets the guesses of an address for an e-mail.
func (l *Limits) Forgive(address, email string) { l.guesses.Remove(guessers(address, email)[0].key) }

func (l *Limits) of(cache *lru.Cache[string, *rate.Limiter], key string, perMinute int) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	limiter, ok := cache.Get(key)
	if !ok {
		limiter = rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute)
		cache.Add(key, limiter)
	}
	return limiter
}
