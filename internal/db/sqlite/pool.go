package sqlite

import (
	"context"

	"callflow/internal/db"
)

// take waits for a connection, as long as the caller does.
func take(ctx context.Context, from chan *sqliteTx) (*sqliteTx, error) {
	if err := givenUp(ctx); err != nil {
		return nil, err
	}
	select {
	case tx := <-from:
		tx.watch(ctx)
		return tx, nil
	case <-ctx.Done():
		return nil, givenUp(ctx)
	}
}

// giveBack gives a connection to whoever comes next.
func giveBack(tx *sqliteTx, to chan *sqliteTx) {
	tx.unwatch()
	to <- tx
}

// takeReader takes a reader of the kind that the read wants, and says where it is given back to.
func (d *sqliteDB) takeReader(ctx context.Context) (tx *sqliteTx, from chan *sqliteTx, err error) {
	if db.IsLasting(ctx) {
		tx, err = d.takeLasting(ctx)
		return tx, d.lasting, err
	}
	tx, err = take(ctx, d.readers)
	return tx, d.readers, err
}

// takeLasting takes a reader for a read that lasts, one that is open where there is one.
func (d *sqliteDB) takeLasting(ctx context.Context) (*sqliteTx, error) {
	if err := givenUp(ctx); err != nil {
		return nil, err
	}
	select {
	case tx := <-d.lasting:
		tx.watch(ctx)
		return tx, nil
	default:
	}
	select {
	case tx := <-d.lasting:
		tx.watch(ctx)
		return tx, nil
	case <-d.more:
	case <-ctx.Done():
		return nil, givenUp(ctx)
	}
	tx, err := d.openReader()
	if err != nil {
		d.more <- struct{}{}
		return nil, err
	}
	tx.watch(ctx)
	return tx, nil
}
