package limit

import (
	"crypto/sha256"
	"net/netip"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
)

// How often a password may be guessed.
const (
	guessesPerMinute  = 10  // from one network for one e-mail
	guessesPerAddress = 100 // from one network in all
)

// Network is what an address is counted by: an IPv4 address itself, and of an IPv6 address its /64, which is what one customer of a
// provider has at least.
func Network(address string) string {
	parsed, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	parsed = parsed.Unmap().WithZone("")
	if parsed.Is4() {
		return parsed.String()
	}
	prefix, err := parsed.Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

// guesses counts guessed passwords: by network and e-mail, and by network. They are kept apart, so that no number of e-mails makes a
// network's count be forgotten.
type guesses struct {
	mu        sync.Mutex
	byEmail   *lru.Cache[[32]byte, *bucket]
	byNetwork *lru.Cache[[32]byte, *bucket]
}

func newGuesses() (*guesses, error) {
	byEmail, err := lru.New[[32]byte, *bucket](callersKept)
	if err != nil {
		return nil, err
	}
	byNetwork, err := lru.New[[32]byte, *bucket](callersKept)
	return &guesses{byEmail: byEmail, byNetwork: byNetwork}, err
}

// bucket holds the guesses that are left. It fills up again with time, to as many as may be made in a minute.
type bucket struct {
	left float64
	at   time.Time
}

// wait gives how long it takes until one guess is left.
func (b *bucket) wait(perMinute int, now time.Time) time.Duration {
	b.left = min(float64(perMinute), b.left+now.Sub(b.at).Minutes()*float64(perMinute))
	b.at = now
	if b.left >= 1 {
		return 0
	}
	return time.Duration((1 - b.left) / float64(perMinute) * float64(time.Minute))
}

func of(cache *lru.Cache[[32]byte, *bucket], perMinute int, parts ...string) *bucket {
	key := sha256.Sum256([]byte(strings.Join(parts, "\x00"))) // of fixed size, whatever is sent
	b, ok := cache.Get(key)
	if !ok {
		b = &bucket{left: float64(perMinute), at: time.Now()}
		cache.Add(key, b)
	}
	return b
}

// Guess is one guess that was taken.
type Guess struct {
	limits    *Limits
	byEmail   *bucket
	byNetwork *bucket
}

// Guess takes one guess of an address for an e-mail before the password is looked at, so that guesses made at once are counted. It is
// given back to whoever was right.
func (l *Limits) Guess(address, email string) (*Guess, error) {
	g := l.guesses
	g.mu.Lock()
	defer g.mu.Unlock()
	guess, err := l.mayGuess(address, email)
	if err != nil {
		return nil, err
	}
	guess.byEmail.left--
	guess.byNetwork.left--
	return guess, nil
}

// MayGuess refuses as Guess does, and takes nothing: for a password that was found right without a look at its hash. Whoever used up the
// guesses hears the same of a right password as of a wrong one.
func (l *Limits) MayGuess(address, email string) error {
	l.guesses.mu.Lock()
	defer l.guesses.mu.Unlock()
	_, err := l.mayGuess(address, email)
	return err
}

func (l *Limits) mayGuess(address, email string) (*Guess, error) {
	network, now := Network(address), time.Now()
	guess := &Guess{
		limits:    l,
		byEmail:   of(l.guesses.byEmail, guessesPerMinute, network, strings.ToLower(strings.TrimSpace(email))),
		byNetwork: of(l.guesses.byNetwork, guessesPerAddress, network),
	}
	if wait := max(guess.byEmail.wait(guessesPerMinute, now), guess.byNetwork.wait(guessesPerAddress, now)); wait > 0 {
		return nil, tooMany(wait)
	}
	return guess, nil
}

// GiveBack gives the guess back, and no other: somebody else's right password for the same e-mail, in another account, makes no guesses new.
func (g *Guess) GiveBack() {
	g.limits.guesses.mu.Lock()
	defer g.limits.guesses.mu.Unlock()
	g.byEmail.left++
	g.byNetwork.left++
}
