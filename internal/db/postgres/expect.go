package postgres

import (
	"slices"

	"github.com/jackc/pgx/v5/pgproto3"
)

// pgExpected is a query that is asked before its turn: the server answers it while the
// rows of the one before are read.
type pgExpected struct {
	sql  string
	args []any
	sent bool
}

func (e *pgExpected) is(sql string, args []any) bool {
	return e != nil && e.sent && e.sql == sql && slices.Equal(e.args, args)
}

func (tx *pgTx) Expect(sql string, args ...any) {
	if tx.expected == nil {
		tx.expected = &pgExpected{sql: sql, args: args}
	}
}

// prepareExpected makes both statements known, which is waited for: nothing may stand between them then.
func (tx *pgTx) prepareExpected(expected *pgExpected, sql string) error {
	if _, err := tx.prepare(sql); err != nil {
		return err
	}
	_, err := tx.prepare(expected.sql)
	return err
}

// rowsAndExpected gives the rows of the statement that was sent last, with the expected one on its heels.
func (tx *pgTx) rowsAndExpected(expected *pgExpected) *pgRows {
	queued := tx.queued
	tx.conn.Frontend().SendSync(&pgproto3.Sync{})
	if err := tx.send(expected.sql, expected.args); err != nil {
		tx.abandon() // how many ends are on their way is not known any more
		return &pgRows{tx: tx, err: err, done: true}
	}
	rows := tx.rows()
	tx.queued = queued
	if !rows.done {
		expected.sent = true
		tx.expected = expected
	}
	return rows
}

// takeExpected gives the expected rows, once everything before them has been read.
func (tx *pgTx) takeExpected() *pgRows {
	tx.expected = nil
	tx.queued = 1
	rows := &pgRows{tx: tx}
	tx.active = rows
	return rows
}
