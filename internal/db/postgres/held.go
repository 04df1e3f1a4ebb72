package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgxpool"

	"callflow/internal/db"
)

// held is a connection of a pool while somebody uses it.
type held struct {
	*pgTx
	pooled *pgxpool.Conn
	caller context.Context //nolint:containedctx // of whoever holds it: the transaction's is another one at its end
	end    func() bool     // of guard
	lost   func()          // is told that the server went away; nil where nobody asks
}

// attempts is how often a transaction is tried that has heard nothing of the database:
// its connection was broken before, by a restart or a fail-over.
const attempts = 3

// with runs fn on a connection of a pool.
func (d *postgresDB) with(ctx context.Context, pool *pgxpool.Pool, fn func(*pgTx) error) error {
	h, err := d.hold(ctx, pool, fn)
	if err != nil {
		return err
	}
	return h.giveBack(nil)
}

// hold takes a connection of a pool on which first has run.
func (d *postgresDB) hold(ctx context.Context, pool *pgxpool.Pool, first func(*pgTx) error) (*held, error) {
	for attempt := 1; ; attempt++ {
		h, answered, err := holdOne(ctx, pool, first)
		if err == nil {
			h.lost = d.primary.lost
			return h, nil
		}
		if answered || attempt == attempts || db.KindOf(err) != db.Unreachable || ctx.Err() != nil {
			if isLost(err) {
				d.primary.lost()
			}
			return nil, err
		}
		pool.Reset()
	}
}

// isLost says whether a failure tells that the server went away.
func isLost(err error) bool {
	kind := db.KindOf(err)
	return kind == db.Unreachable || kind == db.Lost
}

// holdOne takes a connection and runs first on it; answered says whether the database was heard of.
func holdOne(ctx context.Context, pool *pgxpool.Pool, first func(*pgTx) error) (_ *held, answered bool, err error) {
	conn, err := pool.Acquire(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, true, givenUp(ctx.Err())
		}
		return nil, true, classifyPostgres(err)
	}
	h := &held{pgTx: txOf(conn.Conn().PgConn()), pooled: conn, caller: ctx}
	h.begin(ctx)
	h.end = guard(ctx, conn.Conn().PgConn())
	returned := false
	defer func() {
		if !returned { // first panicked
			h.end()
			h.abandon()
			conn.Release()
		}
	}()
	err = first(h.pgTx)
	returned = true
	answered = h.answered // before others use the connection
	if err != nil {
		return nil, answered, h.giveBack(err)
	}
	return h, answered, nil
}

// giveBack gives the connection to whoever comes next. failed is what failed on it.
func (h *held) giveBack(failed error) error {
	if !h.end() {
		h.abandon()
		if db.KindOf(failed) == db.Unreachable {
			failed = givenUp(errors.Join(h.caller.Err(), failed))
		}
	}
	if h.ending && !h.conn.IsClosed() {
		h.rollbackBehind(h.pooled)
	} else {
		h.pooled.Release()
	}
	return failed
}

// begin forgets the transaction before.
func (tx *pgTx) begin(ctx context.Context) {
	tx.ctx = ctx
	tx.answered, tx.ending, tx.standby, tx.warned = false, false, false, false
	tx.queued, tx.active, tx.expected, tx.failed = 0, nil, nil, nil
}

// rollbackBehind ends a reading transaction while its caller goes on already.
func (tx *pgTx) rollbackBehind(held *pgxpool.Conn) {
	tx.ctx = context.Background()
	err := tx.send("ROLLBACK", nil)
	if err == nil {
		err = tx.sync()
	}
	if err != nil {
		tx.abandon()
		held.Release()
		return
	}
	go func() {
		defer held.Release()
		rows := &pgRows{tx: tx}
		tx.active = rows
		rows.Close()
	}()
}
