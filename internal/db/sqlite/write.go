package sqlite

import (
	"context"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/db"
)

func (d *sqliteDB) Write(ctx context.Context, fn func(db.Tx) error) (err error) {
	defer func() { d.file.note(err, true) }()
	tx, err := take(ctx, d.writer)
	if err != nil {
		return err
	}
	defer giveBack(tx, d.writer)
	if err := tx.sync("FULL"); err != nil {
		return err
	}
	return d.write(tx, fn)
}

// WriteSoon leaves out the fsync of its commit; the one of the next Write is for all that stands in the log before.
func (d *sqliteDB) WriteSoon(ctx context.Context, fn func(db.Tx) error) (err error) {
	defer func() { d.file.note(err, true) }()
	tx, err := take(ctx, d.writer)
	if err != nil {
		return err
	}
	defer giveBack(tx, d.writer)
	if err := tx.sync("NORMAL"); err != nil {
		return err
	}
	return d.write(tx, fn)
}

func (d *sqliteDB) write(tx *sqliteTx, fn func(db.Tx) error) error {
	if err := d.file.check(); err != nil {
		return err
	}
	if err := tx.beginWrite(); err != nil {
		return err
	}
	tx.writing = true
	committed := false
	defer func() {
		tx.unwatch()
		tx.writing = false
		if !committed && !tx.conn.AutocommitEnabled() {
			_ = sqlitex.ExecuteTransient(tx.conn, "ROLLBACK", nil)
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.nameCommit(); err != nil {
		return err
	}
	if err := tx.commit(); err != nil {
		return err
	}
	committed = true
	return d.file.check() // what went into a file that is gone is lost: nobody is told that it was kept
}

// lockStep is how long a write waits for another process's lock before it looks whether it is still wanted: SQLite's own waiting can't be ended.
const lockStep = 200 * time.Millisecond

// beginWrite begins a transaction that may write.
func (tx *sqliteTx) beginWrite() error {
	tx.conn.SetBusyTimeout(lockStep)
	defer tx.conn.SetBusyTimeout(busyTimeout)
	for end := time.Now().Add(busyTimeout); ; {
		_, err := tx.Exec("BEGIN IMMEDIATE")
		if db.KindOf(err) != db.Busy || time.Now().After(end) {
			return err
		}
	}
}

// commit ends the transaction, where whoever wanted it still does: a commit that has begun is not interrupted.
func (tx *sqliteTx) commit() error {
	tx.unwatch()
	if err := tx.gaveUp(); err != nil {
		return err
	}
	_, err := tx.Exec("COMMIT")
	return err
}

// Exclusive is Write: a file has one writer at a time.
func (d *sqliteDB) Exclusive(ctx context.Context, fn func(db.Tx) error) error {
	return d.Write(ctx, fn)
}

// sync says how the commits that follow reach the disk. The pragma is not kept prepared: it takes effect as it is compiled.
func (tx *sqliteTx) sync(level string) error {
	if tx.synced == level {
		return nil
	}
	tx.synced = ""
	if err := sqlitex.ExecuteTransient(tx.conn, "PRAGMA synchronous = "+level, nil); err != nil {
		return classify(err)
	}
	tx.synced = level
	return nil
}
