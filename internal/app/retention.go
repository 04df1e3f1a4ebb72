package app

import (
	"context"
	"errors"

	"callflow/internal/auth"
	"callflow/internal/imports"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/remembered"
)

// forgottenTogether is how many rows of an import are forgotten in one transaction.
const forgottenTogether = 1000

// Forget deletes, in every account, what is kept for a time alone and has been for long enough: answers of repeated requests, sessions,
// rows of imports and the names of their files. Several servers may do so at once. One account's failure keeps no other from it.
func (a *App) Forget(ctx context.Context) error {
	names, err := a.store.AccountNames(ctx)
	if err != nil {
		return err
	}
	var failed error
	for _, name := range names {
		id, err := a.store.AccountNamed(ctx, name)
		if err == nil {
			err = a.forgetOf(ctx, id)
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (a *App) forgetOf(ctx context.Context, accountID int64) error {
	now := a.now().UnixMilli()
	err := a.store.Write(ctx, accountID, func(w *store.Write) error {
		if err := remembered.ForgetAnswers(w, now-auth.AnswersKept.Milliseconds()); err != nil {
			return err
		}
		return remembered.ForgetSessions(w, now-auth.SessionLifetime.Milliseconds(), now-auth.SessionIdle.Milliseconds())
	})
	for more := true; more && err == nil; {
		err = a.store.Write(ctx, accountID, func(w *store.Write) (err error) {
			more, err = importlog.Forget(w, now-imports.RowsKeptFor.Milliseconds(), forgottenTogether)
			return err
		})
	}
	return err
}
