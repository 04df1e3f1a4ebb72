package demo

import (
	"context"
	"crypto/rand"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
)

// Email is the demo user's.
const Email = "admin@demo.example"

const (
	userName   = "admin"
	tokenLabel = "demo"
)

// Credentials are what the demo user signs in with, in the clear: callflow keeps hashes alone.
type Credentials struct {
	Email    string
	Password string
	Token    string
}

// SignIn gives the demo user a new password and a new token, and ends those of
// earlier runs. The account is one that Fill has made.
func SignIn(ctx context.Context, a *app.App) (Credentials, error) {
	setup, err := a.Account(ctx, AccountName)
	if err != nil {
		return Credentials{}, err
	}
	user := setup.UserByEmail(Email)
	if user == nil {
		return Credentials{}, errUnfinished()
	}
	accountID, password := setup.Account.ID, rand.Text()
	if err := a.SetPassword(ctx, accountID, user.ID, password); err != nil {
		return Credentials{}, err
	}
	if err := a.SetUserActive(ctx, accountID, user.ID, true); err != nil {
		return Credentials{}, err
	}
	for _, token := range setup.Tokens() {
		if token.UserID != user.ID || token.Label != tokenLabel {
			continue
		}
		if err := a.DeleteToken(ctx, accountID, token.ID); err != nil {
			return Credentials{}, err
		}
	}
	key, err := a.CreateToken(ctx, accountID, user.ID, tokenLabel)
	return Credentials{Email: Email, Password: password, Token: key}, err
}

// createUser adds the demo user, switched off and without a password. It goes
// into the last commit of Fill: an account that has the user is a whole demo.
func createUser(w *store.Write) error {
	_, err := w.CreateUser(&callflow.User{Email: Email, Name: userName, Role: callflow.Admin})
	return err
}
