// Package db is the small face that every database wears: snapshots to read
// from, transactions to write in, `$1` parameters, and rows read column by
// column without reflection. It knows nothing of callflow's tables and may
// import nothing of callflow.
package db

import (
	"context"
	"errors"
	"strconv"
	"strings"
)

// DB is one database. It is safe for concurrent use. What runs in a read or a transaction ends with its context, and is told as Cancelled;
// a commit that has begun does not. What is run in a transaction may be run
// again, by a database that was not to be reached or was behind: its last run counts.
type DB interface {
	// Begin opens a consistent snapshot to read from, and runs first on it: what it was opened for is asked there, since a database that was not
	// to be reached is tried again until first has been answered. Where first fails, no snapshot is opened. Each that was opened has to be ended.
	Begin(ctx context.Context, first func(Tx) error) (Snapshot, error)
	// BeginNear is Begin on a standby of which reached says that it has come far enough, else as Begin.
	BeginNear(ctx context.Context, reached func(Tx) (bool, error), first func(Tx) error) (Snapshot, error)
	// Read runs fn on one consistent snapshot: Begin and End.
	Read(ctx context.Context, fn func(Tx) error) error
	// ReadOne runs fn for one single statement, which is its own snapshot:
	// it costs less than Read.
	ReadOne(ctx context.Context, fn func(Tx) error) error
	// Write runs fn in one transaction. When it returns nil, what fn wrote is
	// on disk; when it returns an error, nothing of it is, or (Lost) nobody knows.
	Write(ctx context.Context, fn func(Tx) error) error
	// WriteSoon is Write, but what fn wrote is on disk only with the next Write: the power's end may take it, whole. It is for what
	// can be made again.
	WriteSoon(ctx context.Context, fn func(Tx) error) error
	// Exclusive is Write, and no other process is in Exclusive on this database meanwhile.
	Exclusive(ctx context.Context, fn func(Tx) error) error
	// Health says what is wrong with the storage: nil where it can be read and written.
	Health(ctx context.Context) error
	// Scrub makes what was overwritten or deleted leave the database's log; done is false where it has to be tried again later.
	Scrub(ctx context.Context) (done bool, err error)
	// Lineage changes whenever the database may have become another one that lacks changes which
	// this process has seen, as after a fail-over.
	Lineage() int64
	// Mark names the state that the database is in, for a fraction of what a statement costs: a statement that begins after a mark was read
	// sees what one saw that began after an equal mark. ok is false where there is none at the moment, or never is.
	Mark() (mark Mark, ok bool)
	// MarkLine sets the database apart from copies of it that were made before. Line stays as it is.
	MarkLine(ctx context.Context) error
	// Announce tells other processes, soon and without a promise, that an account has changed.
	Announce(account int64)
	// Listen calls heard for what others announce, until ctx ends.
	Listen(ctx context.Context, heard func(account int64))
	// Dialect names the database, "sqlite" or "postgres". It chooses the migrations.
	Dialect() string
	Close() error
}

// Mark is a state of a database: it changes with each commit, of any process.
type Mark [48]byte

// Tx runs statements. Parameters are $1, $2 …; arguments are int64, int, string,
// []byte, bool or nil.
type Tx interface {
	// Exec runs a statement and says how many rows it changed.
	Exec(sql string, args ...any) (int64, error)
	// Queue runs a statement of which nobody asks how many rows it changed. It may run
	// as late as the next statement that is waited for, or the commit, whichever
	// fails then.
	Queue(sql string, args ...any) error
	// Load adds count rows to a table, the quickest way that the database has. row puts
	// the values of one, in the order of the columns.
	Load(into *Table, count int, row func(i int, put Row)) error
	// Query runs a statement whose rows are then read. Close the rows, or read
	// them to the end, before the same statement runs again.
	Query(sql string, args ...any) Rows
	// Gather gives the first column of a query's rows, in no order. The query is one for an index that has no order of its
	// own, such as an index of texts: others are not planned that way.
	Gather(sql string, args ...any) ([]int64, error)
	// Expect says which query comes after the next one, so that a database that is asked over
	// a network can answer both in one go. It may be another one all the same.
	Expect(sql string, args ...any)
	// Line names the history that the database is of: a copy, a restored backup and a standby that was promoted are of another one, as far as
	// the database can tell. A standby does not tell it.
	Line() (int64, error)
	// Standby says whether this is a server that may be behind the one that is written.
	Standby() bool
	// Script runs several statements, without parameters.
	Script(sql string) error
}

// Snapshot is a database at one moment, to read from until it ends. It is used by one goroutine at a time.
type Snapshot interface {
	Tx
	// End gives the snapshot back. failed is what failed while it was read, nil where nothing did: it is given back, with what failed at the end.
	// ErrAbandoned says that whoever read it panicked.
	End(failed error) error
}

// Table names a table and the columns that rows are loaded into.
type Table struct {
	Name    string
	Columns []string
	Insert  string // one row as a statement
}

// NewTable names a table and its columns.
func NewTable(name string, columns ...string) *Table {
	places := make([]string, len(columns))
	for i := range places {
		places[i] = "$" + strconv.Itoa(i+1)
	}
	insert := "INSERT INTO " + name + " (" + strings.Join(columns, ", ") + ") VALUES (" + strings.Join(places, ", ") + ")"
	return &Table{Name: name, Columns: columns, Insert: insert}
}

// Row takes the values of a row that is loaded, column after column.
type Row interface {
	Int(int64)
	Text(string)
	Bytes([]byte) // nil for NULL
}

// Rows are read one after another, each column by its position from 0. A value
// is valid until the next call of Next, but for what Append and Text copied.
type Rows interface {
	Next() bool
	Int(column int) int64 // 0 for NULL
	Text(column int) string
	Append(dst []byte, column int) []byte // appends the bytes of a text or blob
	Err() error
	Close()
}

// Kind says what the database refused, so that nobody has to read error texts.
type Kind int

// The kinds of refusal.
const (
	Other      Kind = iota
	Unique          // a key that is taken
	ForeignKey      // something that is not there, or is still used
	Check           // a value that the schema forbids
	Busy            // locked for too long
	Full            // no room left
	ReadOnly        // can't be written
	Corrupt         // not a database, or a damaged one
	Cancelled       // the caller gave up
	Gone            // the database's file is not there any more, or is another one
	LogGone         // the same of the log beside it: what was written before is still in this process
	Absent          // there is no such file, and none is to be made; the error is its path

	Address     // no database's address
	Unreachable // nobody answers there, or the connection broke
	Lost        // the connection broke while it committed: whether it did is unknown
	Refused     // the database does not let this user in
	Character   // a text that it can't store
	Unsuitable  // it can't serve callflow; the error says why, in words for the operator
)

// Error is a failure of the database, classified in one place.
type Error struct {
	Kind Kind
	Err  error
}

func (e *Error) Error() string { return e.Err.Error() }

// Unwrap gives the driver's own error.
func (e *Error) Unwrap() error { return e.Err }

// KindOf finds the kind of a failure, Other when it is none of the database's.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return Cancelled
	}
	return Other
}

// ErrAbandoned is what failed of a snapshot whose reader panicked: a statement may still be open.
var ErrAbandoned = errors.New("the reader of the snapshot panicked")

// FirstColumn reads the numbers of a query's first column.
func FirstColumn(rows Rows) ([]int64, error) {
	var numbers []int64
	for rows.Next() {
		numbers = append(numbers, rows.Int(0))
	}
	return numbers, rows.Err()
}

// ReadNumber gives the number that a statement finds, 0 where it finds none.
func ReadNumber(tx Tx, sql string, args ...any) (int64, error) {
	rows := tx.Query(sql, args...)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), nil
}

// ReadColumn reads the numbers of a statement's first column, in its order.
func ReadColumn(tx Tx, sql string, args ...any) ([]int64, error) {
	return FirstColumn(tx.Query(sql, args...))
}

// Flag is a truth as a column of numbers holds it.
func Flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
