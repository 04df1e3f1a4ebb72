package app

import (
	"context"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/remembered"
)

// UserRequest is what an admin says of a user. An empty password leaves the one that is there.
type UserRequest struct {
	ID       int64 // 0 for a new one
	Name     string
	Email    string
	Role     callflow.Role
	ClientID int64 // 0 for no external user
	Password string
}

// AddUser adds a user for a caller who may, and gives its id.
func (a *App) AddUser(ctx context.Context, s *auth.Session, r *UserRequest) (int64, error) {
	user := callflow.User{Name: r.Name, Email: r.Email, Role: r.Role, ClientID: r.ClientID, Active: true}
	if err := completeUser(&user, r.Password); err != nil {
		return 0, err
	}
	var id int64
	err := a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) (err error) {
		if r.ClientID != 0 && s.Setup.Clients[r.ClientID] == nil {
			return callflow.InvalidField("client_id", "There is no such client.")
		}
		if err := checkNameIsFree(w, s.Setup, nil, &user); err != nil {
			return err
		}
		if id, err = w.CreateUser(&user); err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: "created", Noun: "user", NounID: id, Details: string(user.Role)})
	})
	return id, err
}

// emailOf is a user's e-mail address, "" for a user who is not there.
func emailOf(s *auth.Session, userID int64) string {
	if user := s.Setup.Users[userID]; user != nil {
		return user.Email
	}
	return ""
}

// GivePassword gives a user another password: whoever is signed in as that user is signed out everywhere.
func (a *App) GivePassword(ctx context.Context, s *auth.Session, userID int64, password string) error {
	hash, err := auth.NewPasswordHash(password, emailOf(s, userID))
	if err != nil {
		return err
	}
	return a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		if err := w.SetPassword(userID, hash); err != nil {
			return err
		}
		if err := remembered.EndSessionsOf(w, userID); err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: "gave a password to", Noun: "user", NounID: userID})
	})
}

// errLastAdmin refuses what would leave an account without an admin: nobody could set it up any more but with the command line.
var errLastAdmin = &callflow.Error{
	Code: callflow.Conflict, Message: "This is the account's last admin.", Fix: "Add another admin first, or give another user the role.",
}

// errLastAdminsRole is errLastAdmin of a role that was asked for.
var errLastAdminsRole = callflow.InvalidField("role", "This is the account's last admin: add another one first, or give another user the role.")

// isLastAdmin says whether a user is the account's only admin who is active, as the transaction sees it.
func isLastAdmin(s *auth.Session, userID int64) bool {
	isAdmin := func(user *callflow.User) bool { return user != nil && user.Active && user.Role == callflow.Admin }
	if !isAdmin(s.Setup.Users[userID]) {
		return false
	}
	for id, user := range s.Setup.Users {
		if id != userID && isAdmin(user) {
			return false
		}
	}
	return true
}

// ActivateUser switches a user on or off. Nobody switches off the user who asks, nor the last admin.
func (a *App) ActivateUser(ctx context.Context, s *auth.Session, userID int64, active bool) error {
	return a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		if !active && isLastAdmin(s, userID) {
			return errLastAdmin
		}
		if userID == s.User.ID && !active {
			return &callflow.Error{Code: callflow.Conflict, Message: "You can't switch yourself off.", Fix: "Another admin can."}
		}
		if err := w.SetUserActive(userID, active); err != nil {
			return err
		}
		action := "switched off"
		if active {
			action = "switched on"
		}
		if err := remembered.EndSessionsOf(w, userID); err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: action, Noun: "user", NounID: userID})
	})
}

// AddToken makes a token for a user and gives its key, which is shown this once.
func (a *App) AddToken(ctx context.Context, s *auth.Session, userID int64, label string) (string, error) {
	if err := checkedName("label", label); err != nil {
		return "", err
	}
	key, hash, err := auth.NewTokenKey(s.AccountID)
	if err != nil {
		return "", err
	}
	return key, a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		if s.Setup.Users[userID] == nil {
			return callflow.NotFoundError()
		}
		id, err := w.CreateToken(&callflow.Token{UserID: userID, Label: strings.TrimSpace(label), Hash: hash})
		if err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: "created", Noun: "token", NounID: id})
	})
}

// RemoveToken takes a token away: it is invalid from the next request on.
func (a *App) RemoveToken(ctx context.Context, s *auth.Session, id int64) error {
	return a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		if err := w.DeleteToken(id); err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: "removed", Noun: "token", NounID: id})
	})
}

// asAdmin writes for a caller who may set up, as permission stands in the transaction.
func (a *App) asAdmin(ctx context.Context, s *auth.Session, fn func(w *store.Write, s *auth.Session) error) error {
	if err := s.May(auth.WriteSetup); err != nil {
		return err
	}
	_, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		if err := s.May(auth.WriteSetup); err != nil {
			return nil, err
		}
		return &auth.Answer{}, fn(w, s)
	})
	return err
}
