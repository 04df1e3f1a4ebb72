package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strconv"
	"time"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/remembered"
)

// How long somebody stays signed in: since the last request, and in all.
const (
	SessionIdle     = 12 * time.Hour
	SessionLifetime = 7 * 24 * time.Hour
	sessionSign     = 5 * time.Minute // how often it is noted that somebody is still there
)

var errSignedOut = &callflow.Error{Code: callflow.Unauthenticated, Message: "You are signed out.", Fix: "Sign in again."}

// SignIn opens a session of the console with e-mail and password, and gives the key that the browser holds: it is shown
// this once, and only its hash is kept.
func (a *Service) SignIn(ctx context.Context, email, password, account string) (string, *Session, error) {
	s, err := a.WithPassword(ctx, email, password, account)
	if err != nil {
		return "", nil, err
	}
	random := make([]byte, 32)
	if _, err := rand.Read(random); err != nil {
		return "", nil, err
	}
	key := strconv.FormatInt(s.AccountID, 36) + "_" + base64.RawURLEncoding.EncodeToString(random)
	hash := sha256.Sum256([]byte(key))
	_, err = a.Write(ctx, s, func(w *store.Write, s *Session) (*Answer, error) {
		if err := remembered.ForgetSessions(w, w.Now-SessionLifetime.Milliseconds(), w.Now-SessionIdle.Milliseconds()); err != nil {
			return nil, err
		}
		if err := remembered.CreateSession(w, &remembered.SignedIn{Hash: hash[:], UserID: s.User.ID}); err != nil {
			return nil, err
		}
		return &Answer{}, s.Audit(w, store.AuditEntry{Action: "signed in", Noun: "user", NounID: s.User.ID})
	})
	return key, s, err
}

// WithSession opens the session that a browser holds the key of, for somebody who does something: it goes on from now. account names the
// account that the host name means, "" for any.
func (a *Service) WithSession(ctx context.Context, key, account string) (*Session, error) {
	s, seenAt, err := a.openSession(ctx, key, account)
	if now := a.now().UnixMilli(); err == nil && now-seenAt > sessionSign.Milliseconds() {
		// Where it can't be noted now, it is with the next request: nobody is signed out for it.
		_ = a.store.Write(ctx, s.AccountID, func(w *store.Write) error {
			w.SetNow(now)
			hash := sha256.Sum256([]byte(key))
			return remembered.TouchSession(w, hash[:])
		})
	}
	return s, err
}

// WatchSession is WithSession for a page that asks by itself, whoever looks at it: that makes no session last.
func (a *Service) WatchSession(ctx context.Context, key, account string) (*Session, error) {
	s, _, err := a.openSession(ctx, key, account)
	return s, err
}

// openSession gives the session and when somebody last did something in it, in milliseconds since 1970.
func (a *Service) openSession(ctx context.Context, key, account string) (*Session, int64, error) {
	accountID, ok := accountOfKey(tokenPrefix + key)
	if !ok {
		return nil, 0, errSignedOut
	}
	hash := sha256.Sum256([]byte(key))
	s, signedIn, err := a.signedIn(ctx, accountID, hash[:])
	if err != nil {
		return nil, 0, err
	}
	now := a.now().UnixMilli()
	if now-signedIn.SeenAt > SessionIdle.Milliseconds() || now-signedIn.CreatedAt > SessionLifetime.Milliseconds() {
		return nil, 0, errSignedOut
	}
	if account != "" && account != s.Setup.Account.Name {
		return nil, 0, errSignedOut
	}
	if s, err = s.as(s.Setup.Users[signedIn.UserID]); err != nil {
		return nil, 0, err
	}
	return s.admitted(), signedIn.SeenAt, nil
}

func (a *Service) signedIn(ctx context.Context, accountID int64, hash []byte) (s *Session, signedIn remembered.SignedIn, err error) {
	found := false
	err = a.store.Read(ctx, accountID, func(r *store.Snapshot) (err error) {
		s = &Session{Caller: callflow.Caller{AccountID: accountID}, Moment: r.Moment, Setup: r.Setup(), asked: AskedOf(ctx)}
		signedIn, found, err = remembered.SessionByHash(r, hash)
		return err
	})
	if callflow.ErrorCode(err) == callflow.NotFound || err == nil && !found {
		err = errSignedOut
	}
	return s, signedIn, err
}

// SignOut ends the session that a browser holds the key of.
func (a *Service) SignOut(ctx context.Context, s *Session, key string) error {
	hash := sha256.Sum256([]byte(key))
	_, err := a.Write(ctx, s, func(w *store.Write, _ *Session) (*Answer, error) { return &Answer{}, remembered.EndSession(w, hash[:]) })
	return err
}

// SignOutEverywhere ends all sessions of the caller.
func (a *Service) SignOutEverywhere(ctx context.Context, s *Session) error {
	_, err := a.Write(ctx, s, func(w *store.Write, s *Session) (*Answer, error) {
		if err := remembered.EndSessionsOf(w, s.User.ID); err != nil {
			return nil, err
		}
		return &Answer{}, s.Audit(w, store.AuditEntry{Action: "signed out everywhere", Noun: "user", NounID: s.User.ID})
	})
	return err
}
