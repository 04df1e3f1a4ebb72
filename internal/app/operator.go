package app

import (
	"context"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/setup"
	"callflow/internal/store"
)

// operator is Operator of an account as it stands.
func (a *App) operator(ctx context.Context, accountID int64) (*auth.Session, error) {
	session, err := a.OpenUnidentified(ctx, accountID)
	if err != nil {
		return nil, err
	}
	return auth.Operator(session.Setup), nil
}

// SetUpAsOperator sets up for whoever has the database at hand.
func (a *App) SetUpAsOperator(ctx context.Context, accountID int64, r *setup.Request) (*auth.Answer, error) {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return nil, err
	}
	return a.Setup.SetUp(ctx, operator, r)
}

// CreateUser adds a user with a password and gives its id.
func (a *App) CreateUser(ctx context.Context, accountID int64, user callflow.User, password string) (int64, error) {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return 0, err
	}
	return a.AddUser(ctx, operator, &UserRequest{Name: user.Name, Email: user.Email, Role: user.Role, ClientID: user.ClientID, Password: password})
}

// UpdateUser changes a user's name, e-mail, role and client.
func (a *App) UpdateUser(ctx context.Context, accountID int64, user callflow.User) error {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ChangeUser(ctx, operator, &UserRequest{ID: user.ID, Name: user.Name, Email: user.Email, Role: user.Role, ClientID: user.ClientID})
}

// SetPassword gives a user another password; what was remembered of the old one ends.
func (a *App) SetPassword(ctx context.Context, accountID, userID int64, password string) error {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.GivePassword(ctx, operator, userID, password)
}

// SetUserActive switches a user on or off.
func (a *App) SetUserActive(ctx context.Context, accountID, userID int64, active bool) error {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ActivateUser(ctx, operator, userID, active)
}

// CreateToken makes a token for a user and gives its key, which is shown this once: only its hash is kept.
func (a *App) CreateToken(ctx context.Context, accountID, userID int64, label string) (string, error) {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return "", err
	}
	return a.AddToken(ctx, operator, userID, label)
}

// DeleteToken takes a token away.
func (a *App) DeleteToken(ctx context.Context, accountID, id int64) error {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.RemoveToken(ctx, operator, id)
}

// SetAccount changes what an account is called, and its time zone.
func (a *App) SetAccount(ctx context.Context, accountID int64, r *AccountRequest) error {
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.ChangeAccount(ctx, operator, r)
}

// SetGeneration changes which keys an account's records have, from the next request on.
func (a *App) SetGeneration(ctx context.Context, accountID int64, generation int) error {
	if !callflow.ValidGeneration(generation) {
		return errGeneration()
	}
	operator, err := a.operator(ctx, accountID)
	if err != nil {
		return err
	}
	return a.asAdmin(ctx, operator, func(w *store.Write, s *auth.Session) error {
		before := s.Setup.Account.Generation
		if err := w.SetGeneration(generation); err != nil {
			return err
		}
		details := "generation: " + strconv.Itoa(before) + " → " + strconv.Itoa(generation)
		return s.Audit(w, store.AuditEntry{Action: "changed", Noun: "account", Details: details})
	})
}
