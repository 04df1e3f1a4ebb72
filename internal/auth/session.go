package auth

import (
	"time"

	"callflow"
	"callflow/internal/store"
)

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

// WithSetup is the session with a later set-up: whoever was switched off meanwhile, or whose
// token or password is another now, may do nothing.
func (s *Session) WithSetup(setup *store.Setup) (*Session, error) {
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
		return nil, ErrInvalidToken
	}
	if s.token == nil && current.User.PasswordHash != s.User.PasswordHash {
		return nil, ErrInvalidPassword
	}
	return &current, current.May(s.right)
}

// operatorID is the id of no user: whoever has the database at hand is none of an account's.
const operatorID = 0

// Operator is the session of whoever has the database at hand: it needs no permission, and is nobody's request.
func Operator(setup *store.Setup) *Session {
	operator := &callflow.User{ID: operatorID, Name: "operator", Role: callflow.Admin, Active: true}
	return &Session{Caller: callflow.Caller{AccountID: setup.Account.ID, User: operator}, Setup: setup}
}

// SyncToken is the token of the session's moment.
func (s *Session) SyncToken() int64 { return s.Setup.Token(s.Moment.Seq) }

// Minute is a time as records write it, in the account's zone; "" for 0, which is never. ms is in milliseconds since 1970.
func (s *Session) Minute(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).In(s.Setup.Location).Format(callflow.MinuteLayout)
}

// ErrMovedOn is the answer where Match refuses: If-Match names another state than the present one.
func ErrMovedOn() *callflow.Error {
	return &callflow.Error{
		Code: callflow.PreconditionFailed, Message: "The record has changed since it was read.", Fix: "Read it again, then repeat the change.",
	}
}
