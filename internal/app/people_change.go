package app

import (
	"context"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/remembered"
)

// ChangeUser changes a user's name, e-mail, role and client for a caller who may. Nobody takes the role of admin from the user who asks,
// nor from the last admin.
func (a *App) ChangeUser(ctx context.Context, s *auth.Session, r *UserRequest) error {
	user := callflow.User{ID: r.ID, Name: r.Name, Email: r.Email, Role: r.Role, ClientID: r.ClientID}
	if err := checkUser(&user); err != nil {
		return err
	}
	return a.asAdmin(ctx, s, func(w *store.Write, s *auth.Session) error {
		before := s.Setup.Users[r.ID]
		if before == nil {
			return callflow.NotFoundError()
		}
		if user.Role != callflow.Admin && isLastAdmin(s, r.ID) {
			return errLastAdminsRole
		}
		if r.ID == s.User.ID && user.Role != callflow.Admin {
			return callflow.InvalidField("role", "You can't take the role of admin from yourself: another admin can.")
		}
		if r.ClientID != 0 && s.Setup.Clients[r.ClientID] == nil {
			return callflow.InvalidField("client_id", "There is no such client.")
		}
		if err := checkNameIsFree(w, s.Setup, before, &user); err != nil {
			return err
		}
		if err := w.UpdateUser(before, &user); err != nil {
			return err
		}
		return s.Audit(w, store.AuditEntry{Action: "changed", Noun: "user", NounID: r.ID, Details: changedOfUser(before, &user)})
	})
}

// changedOfUser names what of a user was changed; of the role, also from what to what.
func changedOfUser(before, after *callflow.User) string {
	var changed []string
	for _, member := range []struct {
		is   bool
		text string
	}{
		{before.Name != after.Name, "name"}, {!strings.EqualFold(before.Email, after.Email), "email"},
		{before.Role != after.Role, "role: " + string(before.Role) + " → " + string(after.Role)}, {before.ClientID != after.ClientID, "client_id"},
	} {
		if member.is {
			changed = append(changed, member.text)
		}
	}
	return strings.Join(changed, ", ")
}

// ErrNotThePassword says that the password that somebody has to give to change it is another one.
var ErrNotThePassword = callflow.InvalidField("old_password", "This is not your password.")

// ChangeOwnPassword gives the caller another password, once they have given the one they have: they are signed out everywhere.
func (a *App) ChangeOwnPassword(ctx context.Context, s *auth.Session, old, password string) error {
	right, err := a.VerifyOwnPassword(ctx, s, old)
	if err != nil {
		return err
	}
	if !right {
		return ErrNotThePassword
	}
	hash, err := auth.NewPasswordHash(password, s.User.Email)
	if err != nil {
		return err
	}
	_, err = a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		if err := w.SetPassword(s.User.ID, hash); err != nil {
			return nil, err
		}
		if err := remembered.EndSessionsOf(w, s.User.ID); err != nil {
			return nil, err
		}
		return &auth.Answer{}, s.Audit(w, store.AuditEntry{Action: "gave a password to", Noun: "user", NounID: s.User.ID})
	})
	return err
}
