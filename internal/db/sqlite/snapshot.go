package sqlite

import (
	"context"
	"errors"

	"callflow/internal/db"
)

// snapshot is a reader that a transaction was begun on.
type snapshot struct {
	*sqliteTx
	db   *sqliteDB
	from chan *sqliteTx // where the reader is given back to
}

// Begin begins a transaction on a reader, which is given back at its end.
func (d *sqliteDB) Begin(ctx context.Context, first func(db.Tx) error) (db.Snapshot, error) {
	tx, from, err := d.takeReader(ctx)
	if err != nil {
		d.file.note(err, false)
		return nil, err
	}
	s := &snapshot{tx, d, from}
	returned := false
	defer func() {
		if !returned { // first panicked
			_ = s.End(db.ErrAbandoned)
		}
	}()
	if _, err = tx.Exec("BEGIN"); err == nil {
		err = first(tx)
	}
	returned = true
	if err != nil {
		return nil, s.End(err)
	}
	return s, nil
}

// BeginNear is Begin: a file is near.
func (d *sqliteDB) BeginNear(ctx context.Context, _ func(db.Tx) (bool, error), first func(db.Tx) error) (db.Snapshot, error) {
	return d.Begin(ctx, first)
}

// End ends the transaction, where there is one, and gives the reader back.
func (s *snapshot) End(failed error) error {
	s.unwatch()
	if errors.Is(failed, db.ErrAbandoned) {
		for _, open := range s.statements {
			_ = open.Reset() // what it tells is the failure of its latest step
		}
	}
	if !s.conn.AutocommitEnabled() {
		_, err := s.Exec("ROLLBACK")
		failed = errors.Join(failed, err)
	}
	giveBack(s.sqliteTx, s.from)
	s.db.file.note(failed, false)
	return failed
}
