package sqlite

import (
	"zombiezen.com/go/sqlite"

	"callflow/internal/db"
)

// Load inserts row after row with one prepared statement: nothing is quicker in SQLite.
func (tx *sqliteTx) Load(into *db.Table, count int, row func(i int, put db.Row)) error {
	if count == 0 {
		return nil
	}
	stmt, err := tx.prepareLoad(into)
	if err != nil {
		return err
	}
	for i := range count {
		row(i, &sqliteRow{stmt: stmt})
		if _, err := stmt.Step(); err != nil {
			_ = stmt.Reset()
			return tx.failure(err)
		}
		if err := stmt.Reset(); err != nil {
			return tx.failure(err)
		}
	}
	return nil
}

func (tx *sqliteTx) prepareLoad(into *db.Table) (*sqlite.Stmt, error) {
	if tx.writing && tx.conn.AutocommitEnabled() {
		return nil, tx.rolledBack()
	}
	known := tx.statements[into.Insert]
	if known == nil {
		prepared, err := tx.conn.Prepare(into.Insert)
		if err != nil {
			return nil, tx.failure(err)
		}
		known = &statement{Stmt: prepared, places: findParameters(prepared)}
		tx.statements[into.Insert] = known
	}
	return known.Stmt, nil
}

// sqliteRow binds values from left to right: the statement names its parameters in that order.
type sqliteRow struct {
	stmt *sqlite.Stmt
	at   int
}

func (r *sqliteRow) next() int {
	r.at++
	return r.at
}

func (r *sqliteRow) Int(value int64)   { r.stmt.BindInt64(r.next(), value) }
func (r *sqliteRow) Text(value string) { r.stmt.BindText(r.next(), value) }

func (r *sqliteRow) Bytes(value []byte) {
	if value == nil {
		r.stmt.BindNull(r.next())
		return
	}
	r.stmt.BindBytes(r.next(), value)
}
