package app

import (
	"context"

	"callflow"
)

// FirstAccountRequest is what whoever sets callflow up says: the account, and who administers it.
type FirstAccountRequest struct {
	Account  string
	TimeZone string // "" for the default
	Name     string
	Email    string
	Password string
}

// Empty says whether the database has no account yet.
func (a *App) Empty(ctx context.Context) (bool, error) {
	names, err := a.store.AccountNames(ctx)
	return len(names) == 0, err
}

// CreateFirstAccount makes the first account of a database, and its admin, together. Once there is one, nobody makes another like this.
func (a *App) CreateFirstAccount(ctx context.Context, r *FirstAccountRequest) error {
	account := callflow.Account{Name: r.Account, TimeZone: r.TimeZone}
	if err := completeAccount(&account); err != nil {
		return err
	}
	admin := callflow.User{Name: r.Name, Email: r.Email, Role: callflow.Admin, Active: true}
	if err := completeUser(&admin, r.Password); err != nil {
		return err
	}
	return a.store.CreateFirstAccount(ctx, &account, &admin)
}
