package sqlite

import (
	"context"
	"errors"
	"fmt"

	"zombiezen.com/go/sqlite"

	"callflow/internal/db"
)

// interrupt ends what runs on a connection when the context of whoever holds the connection ends. The connection looks at the channel before
// each step, and SQLite is told within one. The channel is given to it once, and not with each context, which would start a goroutine and go
// through all prepared statements each time: it is closed by the context, and then another one takes its place.
type interrupt struct {
	ctx  context.Context //nolint:containedctx // of whoever holds the connection now
	ends chan struct{}   // nil where the connection has none
	stop func() bool     // keeps the context from closing it; nil where no context does
}

// watch has all that runs on the connection end when a context does, until unwatch.
func (tx *sqliteTx) watch(ctx context.Context) {
	tx.ctx = ctx
	if ctx.Done() == nil {
		return
	}
	if tx.ends == nil {
		tx.ends = make(chan struct{})
		tx.conn.SetInterrupt(tx.ends)
	}
	ends := tx.ends
	tx.stop = context.AfterFunc(ctx, func() { close(ends) })
}

// unwatch lets run whatever comes: the end of a transaction, or what the next holder of the connection does.
func (tx *sqliteTx) unwatch() {
	stop := tx.stop
	tx.stop = nil
	if stop == nil || stop() {
		return
	}
	<-tx.ends // the context has ended, and is about to close it
	tx.ends = nil
	tx.conn.SetInterrupt(nil)
}

// gaveUp is the failure of whatever is asked for after the holder's context has ended, nil before.
func (tx *sqliteTx) gaveUp() error { return givenUp(tx.ctx) }

func givenUp(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &db.Error{Kind: db.Cancelled, Err: fmt.Errorf("sqlite: %w", err)}
	}
	return nil
}

// failure classifies what failed on the connection: what was interrupted is told as the end of its context.
func (tx *sqliteTx) failure(err error) error {
	if err != nil && sqlite.ErrCode(err).ToPrimary() == sqlite.ResultInterrupt && tx.gaveUp() != nil {
		return tx.gaveUp()
	}
	return classify(err)
}

// errRolledBack says that SQLite has taken the whole transaction back by itself for want of room.
var errRolledBack = &db.Error{Kind: db.Full, Err: errors.New("sqlite: the transaction was rolled back")}

// rolledBack is the failure of whatever is asked for after SQLite has taken the whole transaction back by itself, as it does on a full disk,
// and where a statement that writes is interrupted: it would be committed alone.
func (tx *sqliteTx) rolledBack() error {
	if err := tx.gaveUp(); err != nil {
		return err
	}
	return errRolledBack
}
