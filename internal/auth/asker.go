package auth

import (
	"callflow"
	"callflow/internal/store"
)

// Asker is who asked for something that goes on after the request, as it is kept: it is done with the permission that they have then.
type Asker struct {
	UserID  int64
	TokenID int64 // 0 where a password opened the session
}

// Asker is who the session is of.
func (s *Session) Asker() Asker { return Asker{s.User.ID, s.tokenID} }

// Admit is the session of who asked, as the transaction sees the account: an error where they were switched off meanwhile, may not do it any
// more, or asked with a token that was taken back. A password that is another now ends nothing.
func (a *Service) Admit(w *store.Write, asker Asker, right Right) (*Session, error) {
	setup, err := w.Setup()
	if err != nil {
		return nil, err
	}
	s := &Session{Caller: callflow.Caller{AccountID: w.AccountID()}, Moment: w.Moment, Setup: setup, tokenID: asker.TokenID}
	if _, err := s.as(setup.Users[asker.UserID]); err != nil {
		return nil, err
	}
	if asker.TokenID != 0 && !setup.HasToken(asker.TokenID, asker.UserID) {
		return nil, ErrInvalidToken
	}
	return s, s.May(right)
}
