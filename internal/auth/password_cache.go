package auth

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/limit"
)

// How many verified passwords are remembered, and for how long: a walk of 32
// pages would cost 32 hashes else.
const (
	passwordsKept    = 1024
	passwordLifetime = 5 * time.Minute
)

// hashQueue bounds the hashes of passwords that are computed at a time, since each takes 19 MiB and a core, and the sign-ins that wait for
// one. Networks take turns: nobody's guesses keep another one's people out.
var hashQueue = limit.QueueConfig{
	AtOnce: 2, AtOnceOfOne: 2, Waiting: 400, WaitingOfOne: 150, Longest: 10 * time.Second,
	OwnTooMany: callflow.Error{
		Code: callflow.TooMany, Message: "Too many sign-ins come from your network at once.", Fix: "Try again in a few seconds.",
	},
	OthersTooMany: callflow.Error{
		Code: callflow.Unavailable, Message: "Too many sign in at once.", Fix: "Try again in a few seconds.",
	},
}

// passwordCache remembers which password was right, as a keyed hash that means
// nothing outside this process.
type passwordCache struct {
	key      [32]byte
	verified *lru.Cache[[32]byte, verifiedPassword]
	matches  func(hash, password string) bool
	turns    *limit.Queue
}

type verifiedPassword struct {
	hash  string // the stored hash that it matched: another one ends it
	until time.Time
}

func newPasswordCache(verified *lru.Cache[[32]byte, verifiedPassword]) (*passwordCache, error) {
	c := &passwordCache{verified: verified, matches: passwordMatches, turns: limit.NewQueue(hashQueue)}
	_, err := rand.Read(c.key[:])
	return c, err
}

// passwordGuess is what somebody says a user's password is.
type passwordGuess struct {
	accountID int64
	password  string
	now       time.Time
}

func (c *passwordCache) verify(ctx context.Context, user *callflow.User, guess passwordGuess) (bool, error) {
	if c.known(user, guess) {
		return true, nil
	}
	id := c.id(guess.accountID, user.ID, guess.password)
	release, err := c.turns.Take(ctx, limit.SourceOf(ctx))
	if err != nil {
		return false, err
	}
	defer release()
	if !c.matches(user.PasswordHash, guess.password) {
		return false, nil
	}
	c.verified.Add(id, verifiedPassword{hash: user.PasswordHash, until: guess.now.Add(passwordLifetime)})
	return true, nil
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
