package sqlite

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/db"
)

// sqliteTx is one connection. It is used by one goroutine at a time.
type sqliteTx struct {
	interrupt
	conn       *sqlite.Conn
	writing    bool          // between BEGIN IMMEDIATE and COMMIT
	line       *atomic.Int64 // of the file, as the writer found it
	synced     string        // how its commits reach the disk: see sync
	counted    int64         // the rows that it had changed with its latest named commit
	statements map[string]*statement
}

// statement is a prepared statement, and where its $1, $2 … are.
type statement struct {
	*sqlite.Stmt
	places []int
}

// prepare gives the statement with its arguments bound. It was reset when it was
// last used, and every parameter is bound anew. SQLite numbers `$n`
// by first appearance, so that each has to be found by its name, once.
func (tx *sqliteTx) prepare(sql string, args []any) (*sqlite.Stmt, error) {
	if tx.writing && tx.conn.AutocommitEnabled() {
		return nil, tx.rolledBack()
	}
	stmt := tx.statements[sql]
	if stmt == nil {
		prepared, err := tx.conn.Prepare(sql)
		if err != nil {
			return nil, tx.failure(err)
		}
		stmt = &statement{Stmt: prepared, places: findParameters(prepared)}
		tx.statements[sql] = stmt
	}
	if len(args) < len(stmt.places) {
		return nil, fmt.Errorf("sqlite: %d arguments for %d parameters", len(args), len(stmt.places))
	}
	for i, place := range stmt.places {
		if place == 0 {
			continue
		}
		if err := bind(stmt.Stmt, place, args[i]); err != nil {
			return nil, err
		}
	}
	return stmt.Stmt, nil
}

func findParameters(stmt *sqlite.Stmt) []int {
	var places []int
	for place := 1; place <= stmt.BindParamCount(); place++ {
		n, err := strconv.Atoi(strings.TrimPrefix(stmt.BindParamName(place), "$"))
		if err != nil {
			continue
		}
		for len(places) < n {
			places = append(places, 0)
		}
		places[n-1] = place
	}
	return places
}

func bind(stmt *sqlite.Stmt, place int, arg any) error {
	switch v := arg.(type) {
	case nil:
		stmt.BindNull(place)
	case int64:
		stmt.BindInt64(place, v)
	case int:
		stmt.BindInt64(place, int64(v))
	case bool:
		stmt.BindBool(place, v)
	case string:
		stmt.BindText(place, v)
	case []byte:
		stmt.BindBytes(place, v)
	default:
		return fmt.Errorf("sqlite: an argument of type %T", arg)
	}
	return nil
}

func (tx *sqliteTx) Exec(sql string, args ...any) (int64, error) {
	stmt, err := tx.prepare(sql, args)
	if err != nil {
		return 0, err
	}
	for {
		more, err := stmt.Step()
		if err != nil {
			return 0, tx.failure(err)
		}
		if !more {
			break
		}
	}
	if err := stmt.Reset(); err != nil { // an open statement would hold the snapshot
		return 0, classify(err)
	}
	return int64(tx.conn.Changes()), nil
}

// Queue runs the statement at once: there is nobody to wait for.
func (tx *sqliteTx) Queue(sql string, args ...any) error {
	_, err := tx.Exec(sql, args...)
	return err
}

// Standby is false: a file has no other.
func (tx *sqliteTx) Standby() bool { return false }

// Expect does nothing: no question of SQLite has to travel.
func (tx *sqliteTx) Expect(string, ...any) {}

func (tx *sqliteTx) Query(sql string, args ...any) db.Rows {
	stmt, err := tx.prepare(sql, args)
	return &sqliteRows{tx: tx, stmt: stmt, err: err}
}

// Gather is Query: SQLite keeps its plans to themselves.
func (tx *sqliteTx) Gather(sql string, args ...any) ([]int64, error) {
	return db.FirstColumn(tx.Query(sql, args...))
}

func (tx *sqliteTx) Script(sql string) error {
	return tx.failure(sqlitex.ExecuteScript(tx.conn, sql, nil))
}

type sqliteRows struct {
	tx   *sqliteTx
	stmt *sqlite.Stmt
	err  error
}

func (r *sqliteRows) Next() bool {
	if r.err != nil || r.stmt == nil {
		return false
	}
	more, err := r.stmt.Step()
	if err != nil {
		r.err = r.tx.failure(err)
	}
	if !more {
		r.Close()
	}
	return more
}

func (r *sqliteRows) Int(column int) int64   { return r.stmt.ColumnInt64(column) }
func (r *sqliteRows) Text(column int) string { return r.stmt.ColumnText(column) }
func (r *sqliteRows) Err() error             { return r.err }

func (r *sqliteRows) Append(dst []byte, column int) []byte {
	room := dst[len(dst):cap(dst)]
	if copied := r.stmt.ColumnBytes(column, room); copied < len(room) {
		return dst[:len(dst)+copied]
	}
	size := r.stmt.ColumnLen(column) // it filled the room: there may be more
	dst = slices.Grow(dst, size)
	copied := r.stmt.ColumnBytes(column, dst[len(dst):len(dst)+size])
	return dst[:len(dst)+copied]
}

func (r *sqliteRows) Close() {
	if r.stmt == nil {
		return
	}
	if err := r.stmt.Reset(); err != nil && r.err == nil {
		r.err = r.tx.failure(err)
	}
	r.stmt = nil
}
