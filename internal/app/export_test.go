package app

import (
	"context"

	"callflow/internal/auth"
)

// HoldHeavyPlaces takes every place for heavy reads, until release is called.
func (a *App) HoldHeavyPlaces(ctx context.Context) (release func(), err error) {
	var all []func()
	release = func() {
		for _, one := range all {
			one()
		}
	}
	for user := 'a'; len(all) < heavyAtOnce(); user++ {
		one, err := a.places.heavy.Take(ctx, string(user))
		if err != nil {
			return release, err
		}
		all = append(all, one)
	}
	return release, nil
}

// HoldImports lets the imports of an account wait until release is called, as they do behind another of the account.
func (a *App) HoldImports(accountID int64) (release func()) {
	lock := a.imports.lockOf(accountID)
	lock.Lock()
	return lock.Unlock
}

// AwaitImports waits until every import that was begun is over.
func (a *App) AwaitImports() { a.imports.work.Wait() }

// ImportAs imports as StartImport does when its turn has come.
func (a *App) ImportAs(ctx context.Context, s *auth.Session, r *ImportRequest) (*ImportResult, error) {
	importing, err := toImport(s)
	if err != nil {
		return nil, err
	}
	im := newImporter(a, importing, r)
	err = im.runAnew(ctx)
	result := im.counts()
	return &result, err
}

// RowsPerCommit is how many rows of an import share a transaction.
const RowsPerCommit = rowsPerCommit

// RememberAtMost lets a dry run of a file remember no more customers.
func (r *ImportRequest) RememberAtMost(customers int) { r.mostStates = customers }

// CompareAtMost bounds of how many customers of the file it is known whether they come again.
func (r *ImportRequest) CompareAtMost(customers int) { r.mostNamed = customers }
