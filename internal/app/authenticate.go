package app

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/crypto/argon2"

	"callflow"
)

// The answers to credentials that are not right (contract, section 7).
var (
	errInvalidToken    = &callflow.Error{Code: callflow.Unauthenticated, Message: "Invalid token."}
	errInvalidPassword = &callflow.Error{Code: callflow.Unauthenticated, Message: "Invalid username/password."}
	errInactive        = &callflow.Error{Code: callflow.Unauthenticated, Message: "User inactive or deleted."}
)

// tokenPrefix begins every key, so that one that leaked is recognised.
const tokenPrefix = "cf_"

// newKey makes a token's key: the account's id, then 160 random bits. The id
// leads to the account without a look-up across accounts.
func newKey(accountID int64) (key string, hash []byte, err error) {
	random := make([]byte, 20)
	if _, err := rand.Read(random); err != nil {
		return "", nil, err
	}
	key = tokenPrefix + strconv.FormatInt(accountID, 36) + "_" + base64.RawURLEncoding.EncodeToString(random)
	sum := sha256.Sum256([]byte(key))
	return key, sum[:], nil
}

func accountOfKey(key string) (int64, bool) {
	rest, ok := strings.CutPrefix(key, tokenPrefix)
	if !ok {
		return 0, false
	}
	id, _, ok := strings.Cut(rest, "_")
	if !ok || len(id) > 12 {
		return 0, false
	}
	accountID, err := strconv.ParseInt(id, 36, 64)
	return accountID, err == nil && accountID > 0
}

// WithToken opens a session with a token's key. account names the account that
// the host name means, "" where the host means none.
func (a *App) WithToken(ctx context.Context, key, account string) (*Session, error) {
	accountID, ok := accountOfKey(key)
	if !ok {
		return nil, errInvalidToken
	}
	session, err := a.session(ctx, accountID)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, errInvalidToken
	}
	if err != nil {
		return nil, err
	}
	if account != "" && account != session.Setup.Account.Name {
		return nil, errInvalidToken
	}
	hash := sha256.Sum256([]byte(key))
	token := session.Setup.TokenByHash(hash[:])
	if token == nil {
		return nil, errInvalidToken
	}
	session.token = hash[:]
	return session.as(session.Setup.Users[token.UserID])
}

// session reads the account as it stands, for a caller yet unknown.
func (a *App) session(ctx context.Context, accountID int64) (*Session, error) {
	moment, err := a.store.Moment(ctx, accountID)
	if err != nil {
		return nil, err
	}
	setup, err := a.store.SetupAt(ctx, accountID, moment)
	if err != nil {
		return nil, err
	}
	return &Session{Caller: callflow.Caller{AccountID: accountID}, Moment: moment, Setup: setup}, nil
}

func (s *Session) as(user *callflow.User) (*Session, error) {
	if user == nil || !user.Active {
		return nil, errInactive
	}
	s.User = user
	return s, nil
}

// WithPassword opens a session with e-mail and password. Where the host names no
// account, the accounts that know the e-mail are tried.
func (a *App) WithPassword(ctx context.Context, email, password, account string) (*Session, error) {
	known := false
	session, err := a.userSession(ctx, email, account, func(user *callflow.User, accountID int64) bool {
		known = true
		return a.passwords.verify(ctx, user, passwordGuess{accountID, password, a.now()})
	})
	if err == nil && !known {
		a.passwords.verify(ctx, &callflow.User{PasswordHash: decoyHash}, passwordGuess{0, password, a.now()}) // as long as for a known e-mail
	}
	if err == nil && session == nil {
		return nil, errInvalidPassword
	}
	return session, err
}

// WithKnownPassword opens a session where this password was right a moment ago, else
// gives nil: it costs no hash, so nobody is made to wait for it.
func (a *App) WithKnownPassword(ctx context.Context, email, password, account string) *Session {
	session, err := a.userSession(ctx, email, account, func(user *callflow.User, accountID int64) bool {
		return a.passwords.known(user, passwordGuess{accountID, password, a.now()})
	})
	if err != nil {
		return nil
	}
	return session
}

// userSession opens a session as the first user of the e-mail that is the one, nil
// where none is. A user that is switched off does not stand before another account's.
func (a *App) userSession(ctx context.Context, email, account string, isTheOne func(*callflow.User, int64) bool) (*Session, error) {
	accounts, err := a.accountsFor(ctx, email, account)
	if err != nil {
		return nil, err
	}
	var inactive error
	for _, accountID := range accounts {
		session, err := a.session(ctx, accountID)
		if err != nil {
			return nil, err
		}
		user := session.Setup.UserByEmail(email)
		if user == nil || !isTheOne(user, accountID) {
			continue
		}
		if session, err = session.as(user); err == nil {
			return session, nil
		}
		inactive = err
	}
	return nil, inactive
}

func (a *App) accountsFor(ctx context.Context, email, account string) ([]int64, error) {
	if account == "" {
		return a.store.AccountsOfEmail(ctx, email)
	}
	id, err := a.store.AccountNamed(ctx, account)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, nil
	}
	return []int64{id}, err
}

// argon2id as OWASP recommends it: 19 MiB, two passes, one lane.
const (
	argonMemory = 19 * 1024
	argonTime   = 2
	argonLanes  = 1
	argonLength = 32
)

// hashPassword gives the hash in the PHC string format.
func hashPassword(password string) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, argonLength)
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes, encode(salt), encode(sum)), nil
}

// decoyHash costs a wrong e-mail as much time as a wrong password.
const decoyHash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

func passwordMatches(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, passes uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	sum, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false
	}
	return subtle.ConstantTimeCompare(sum, argon2.IDKey([]byte(password), salt, passes, memory, lanes, uint32(len(sum)))) == 1
}

// How many verified passwords are remembered, and for how long: a walk of 32
// pages would cost 32 hashes else.
const (
	passwordsKept    = 1024
	passwordLifetime = 5 * time.Minute
	hashesAtOnce     = 2 // each takes 19 MiB and a core
)

// passwordCache remembers which password was right, as a keyed hash that means
// nothing outside this process.
type passwordCache struct {
	key      [32]byte
	verified *lru.Cache[[32]byte, verifiedPassword]
	turns    chan struct{}
}

type verifiedPassword struct {
	hash  string // the stored hash that it matched: another one ends it
	until time.Time
}

func newPasswordCache(verified *lru.Cache[[32]byte, verifiedPassword]) (*passwordCache, error) {
	c := &passwordCache{verified: verified, turns: make(chan struct{}, hashesAtOnce)}
	_, err := rand.Read(c.key[:])
	return c, err
}

// passwordGuess is what somebody says a user's password is.
type passwordGuess struct {
	accountID int64
	password  string
	now       time.Time
}

func (c *passwordCache) verify(ctx context.Context, user *callflow.User, guess passwordGuess) bool {
	if c.known(user, guess) {
		return true
	}
	id := c.id(guess.accountID, user.ID, guess.password)
	select {
	case c.turns <- struct{}{}:
	case <-ctx.Done():
		return false
	}
	defer func() { <-c.turns }()
	if !passwordMatches(user.PasswordHash, guess.password) {
		return false
	}
	c.verified.Add(id, verifiedPassword{hash: user.PasswordHash, until: guess.now.Add(passwordLifetime)})
	return true
}

// known says whether the password was right a moment ago.
func (c *passwordCache) known(user *callflow.User, guess passwordGuess) bool {
	verified, ok := c.verified.Get(c.id(guess.accountID, user.ID, guess.password))
	return ok && verified.hash == user.PasswordHash && guess.now.Before(verified.until)
}

func (c *passwordCache) id(accountID, userID int64, password string) (id [32]byte) {
	mac := hmac.New(sha256.New, c.key[:])
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(accountID)))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(userID)))
	mac.Write([]byte(password))
	mac.Sum(id[:0])
	return id
}
