package store

import "context"

// Health says what is wrong with the database's storage, in words for the operator; nil where it can be read and written.
func (s *Store) Health(ctx context.Context) error { return translate("health", s.db.Health(ctx)) }

// Scrub makes values that were overwritten or deleted leave the database's log; done is false where it has to be tried again later.
func (s *Store) Scrub(ctx context.Context) (done bool, err error) {
	done, err = s.db.Scrub(ctx)
	return done, translate("scrub", err)
}
