package app

import (
	"cmp"
	"context"
	"errors"

	"callflow"
	"callflow/internal/auth"
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
	account := callflow.Account{Name: r.Account}
	admin := callflow.User{Name: r.Name, Email: r.Email, Role: callflow.Admin, Active: true}
	zone := cmp.Or(r.TimeZone, callflow.DefaultTimeZone)
	hash, wrongPassword := auth.NewPasswordHash(r.Password, r.Email)
	if err := together(completeAccount(&account), checkedZone(zone), checkUser(&admin), wrongPassword); err != nil {
		return err
	}
	account.TimeZone, admin.PasswordHash = zone, hash
	return a.store.CreateFirstAccount(ctx, &account, &admin, a.accountCreated(ctx, admin.Name))
}

// together is one error for what is wrong with several fields, so that all of it is told at once; another error comes first.
func together(problems ...error) error {
	all := callflow.Error{Code: callflow.Invalid}
	for _, problem := range problems {
		var e *callflow.Error
		switch {
		case problem == nil:
		case !errors.As(problem, &e) || len(e.Fields) == 0:
			return problem
		default:
			all.Fields = append(all.Fields, e.Fields...)
		}
	}
	if len(all.Fields) == 0 {
		return nil
	}
	all.Message = all.Fields[0].Message
	return &all
}
