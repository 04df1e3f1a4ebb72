package imports

import (
	"context"

	"callflow/internal/auth"
	"callflow/internal/importer"
)

// HoldAccount lets the imports of an account wait until release is called, as they do behind another of the account.
func (a *Service) HoldAccount(accountID int64) (release func()) {
	release, _ = a.turnOf(accountID).take(context.Background())
	return release
}

// Await waits until every import that was begun is over.
func (a *Service) Await() { a.work.Wait() }

// ImportAs imports as Start does when its turn has come.
func (a *Service) ImportAs(ctx context.Context, s *auth.Session, r *importer.Request) (*importer.Result, error) {
	importing, err := toImport(s)
	if err != nil {
		return nil, err
	}
	im := importer.NewRun(a.importing, importing, r)
	err = im.RunAnew(ctx)
	result := im.Counts()
	return &result, err
}
