package app

import (
	"context"

	"callflow/internal/store"
	"callflow/internal/store/verify"
)

// VerifyRequest says which accounts are held against their logs, and who hears of it.
type VerifyRequest struct {
	Account  string                                             // its name; "" takes every account
	Differs  func(account string, difference verify.Difference) // the first of each account
	Progress func(account string, done, total int64)
}

// VerifiedAccount is what the verification of one account went through.
type VerifiedAccount struct {
	Account string `json:"account"`
	verify.Verified
}

// Verify holds what accounts keep against their logs, each as of one moment. Others may
// write meanwhile. NotFound when there is no such account.
func (a *App) Verify(ctx context.Context, request *VerifyRequest) ([]VerifiedAccount, error) {
	names := []string{request.Account}
	if request.Account == "" {
		var err error
		if names, err = a.store.AccountNames(ctx); err != nil {
			return nil, err
		}
	}
	accounts := make([]VerifiedAccount, 0, len(names))
	for _, name := range names {
		verified, err := a.verifyAccount(ctx, name, request)
		if err != nil {
			return accounts, err
		}
		accounts = append(accounts, VerifiedAccount{Account: name, Verified: verified})
	}
	return accounts, nil
}

func (a *App) verifyAccount(ctx context.Context, name string, request *VerifyRequest) (verified verify.Verified, err error) {
	id, err := a.store.AccountNamed(ctx, name)
	if err != nil {
		return verified, err
	}
	watch := verify.Watch{
		Differ:   func(difference verify.Difference) { request.Differs(name, difference) },
		Progress: func(done, total int64) { request.Progress(name, done, total) },
	}
	err = a.store.Read(ctx, id, func(r *store.Snapshot) error {
		verified, err = r.Verify(watch)
		return err
	})
	return verified, err
}
