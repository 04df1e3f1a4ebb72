package app

import (
	"context"

	"callflow"
	"callflow/internal/store/accountcopy"
)

// CopyRequest says which accounts are copied into another database, and who hears of it.
type CopyRequest struct {
	Account  string // its name; "" takes every account
	Progress func(account string, done, total int64)
}

// CopiedAccount is what the copy of one account did.
type CopiedAccount struct {
	Account string `json:"account"`
	accountcopy.Copied
}

// CopyTo brings accounts into another database, one after the other, each as of one moment: with its ids, its log,
// its users and their tokens. It ends with the first that fails, and gives those that are in the target and equal.
func (a *App) CopyTo(ctx context.Context, target *App, request *CopyRequest) ([]CopiedAccount, error) {
	if err := accountcopy.Distinct(ctx, a.store, target.store); err != nil {
		return nil, err
	}
	names := []string{request.Account}
	if request.Account == "" {
		var err error
		if names, err = a.store.AccountNames(ctx); err != nil {
			return nil, err
		}
	}
	if len(names) == 0 {
		return nil, &callflow.Error{Code: callflow.NotFound, Message: "The source has no account.", Fix: "Check the name of the database: --from."}
	}
	accounts := make([]CopiedAccount, 0, len(names))
	for _, name := range names {
		copied, err := accountcopy.Make(ctx, a.store, target.store, accountcopy.Request{
			Account: name, Progress: func(done, total int64) { request.Progress(name, done, total) },
		})
		if err != nil {
			return accounts, err
		}
		accounts = append(accounts, CopiedAccount{Account: name, Copied: copied})
	}
	return accounts, nil
}
