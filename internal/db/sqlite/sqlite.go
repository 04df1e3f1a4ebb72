// Package sqlite wears the face of package db over SQLite files: one writer and several readers of a file, and the checks that tell a file, its
// log and its history apart from copies of them.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/db"
)

// pragmas are run on every connection: SQLite keeps them per connection.
// Pages of 8 KiB were measured 15 to 20 % quicker than 4 KiB, both to import
// and to read. The cache is 8 MiB a connection, and the file is not mapped, so that
// memory stays bounded whatever the size of the file.
var pragmas = []string{
	"PRAGMA page_size = 8192",
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA foreign_keys = ON",
	"PRAGMA temp_store = MEMORY",
	"PRAGMA cache_size = -8192",
	"PRAGMA wal_autocheckpoint = 30000",
	"PRAGMA journal_size_limit = 268435456",
}

// busyTimeout is how long a statement waits for another process's lock.
const busyTimeout = 10 * time.Second

// setUpPause is after how long setting up a file is tried again that others set up.
const setUpPause = 5 * time.Millisecond

type sqliteDB struct {
	path    string
	pragmas []string // of each connection
	file    *sqliteFile
	index   *os.File // the log's, in shared memory; nil where it can't be read
	release func()   // of the files kept open for it
	readers chan *sqliteTx
	lasting chan *sqliteTx // for reads that last: they leave the others to those that are over at once
	more    chan struct{}  // how many of those may still be opened: no more are than were ever needed at a time, since each has its memory
	writer  chan *sqliteTx // one writer at a time: a channel of one, so that waiting can be given up
	all     []*sqliteTx
	line    atomic.Int64 // the history that the file is of
}

// Open opens the one writer and the readers of a file.
func Open(ctx context.Context, path string) (db.DB, error) {
	shareCache()
	count := max(4, 2*runtime.GOMAXPROCS(0))
	file, err := openFile(ctx, path)
	if err != nil {
		return nil, err
	}
	d := &sqliteDB{
		path: path, file: file, pragmas: pragmasOf(ctx),
		readers: make(chan *sqliteTx, count), lasting: make(chan *sqliteTx, db.MostLasting),
		more: make(chan struct{}, db.MostLasting), writer: make(chan *sqliteTx, 1),
	}
	for range db.MostLasting {
		d.more <- struct{}{}
	}
	kept, release, err := keepIndex(file)
	if err != nil {
		return nil, err
	}
	d.release = release
	writer, err := d.openWriter()
	if err != nil {
		d.release()
		return nil, err
	}
	d.all = append(d.all, writer)
	d.writer <- writer
	if err := d.settleLine(context.Background(), writer); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	file.watchLog()
	d.index = kept.open(file.log)
	for range count {
		reader, err := d.openReader()
		if err != nil {
			return nil, errors.Join(err, d.Close())
		}
		d.all = append(d.all, reader)
		d.readers <- reader
	}
	return d, nil
}

func (d *sqliteDB) openWriter() (*sqliteTx, error) {
	writer, err := d.connect(sqlite.OpenReadWrite)
	if err != nil {
		return nil, err
	}
	for _, pragma := range []string{"PRAGMA cache_size = -65536", "PRAGMA secure_delete = ON"} { // what is deleted is overwritten
		if err := sqlitex.ExecuteTransient(writer.conn, pragma, nil); err != nil {
			return nil, errors.Join(classify(err), writer.conn.Close())
		}
	}
	return writer, nil
}

func (d *sqliteDB) openReader() (*sqliteTx, error) {
	reader, err := d.connectAgain()
	if err != nil {
		return nil, err
	}
	if _, err := reader.Exec("PRAGMA query_only = ON"); err != nil {
		return nil, errors.Join(err, reader.conn.Close())
	}
	return reader, nil
}

func (d *sqliteDB) connect(flags sqlite.OpenFlags) (*sqliteTx, error) {
	uri := (&url.URL{Scheme: "file", Opaque: url.PathEscape(d.path)}).String()
	conn, err := sqlite.OpenConn(uri, flags|sqlite.OpenURI)
	if err != nil {
		return nil, classify(err)
	}
	conn.SetBusyTimeout(busyTimeout)
	for _, pragma := range d.pragmas {
		if err := setPragma(conn, pragma); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return &sqliteTx{
		interrupt: interrupt{ctx: context.Background()}, conn: conn, line: &d.line, statements: make(map[string]*statement),
	}, nil
}

// setPragma sets a pragma, waiting for whoever sets up the same file. SQLite does not wait by itself where a file gets its log of writes
// ahead: two connections that hold a read lock for it would wait for each other, so that one of them is told at once that it is busy.
func setPragma(conn *sqlite.Conn, pragma string) error {
	for end := time.Now().Add(busyTimeout); ; <-time.After(setUpPause) {
		err := classify(sqlitex.ExecuteTransient(conn, pragma, nil))
		if db.KindOf(err) != db.Busy || time.Now().After(end) {
			return err
		}
	}
}

func (d *sqliteDB) Dialect() string { return "sqlite" }

func (d *sqliteDB) Close() error {
	var errs []error
	for range db.MostLasting {
		select {
		case reader := <-d.lasting:
			errs = append(errs, reader.conn.Close())
		case <-d.more:
		}
	}
	for i := len(d.all) - 1; i >= 0; i-- { // the writer last: it folds the log into the file
		errs = append(errs, d.all[i].conn.Close())
	}
	d.release()
	return errors.Join(errs...)
}

func (d *sqliteDB) ReadOne(ctx context.Context, fn func(db.Tx) error) (err error) {
	defer func() { d.file.note(err, false) }()
	tx, from, err := d.takeReader(ctx)
	if err != nil {
		return err
	}
	defer giveBack(tx, from)
	return fn(tx)
}

// Read is Begin and End.
func (d *sqliteDB) Read(ctx context.Context, fn func(db.Tx) error) error {
	snapshot, err := d.Begin(ctx, fn)
	if err != nil {
		return err
	}
	return snapshot.End(nil)
}

// Lineage never changes.
func (d *sqliteDB) Lineage() int64 { return 0 }

// Announce does nothing: another process finds changes by looking.
func (d *sqliteDB) Announce(int64) {}

// Listen hears nothing.
func (d *sqliteDB) Listen(context.Context, func(int64)) {}

// classify turns the driver's codes into kinds: the one place that knows them.
func classify(err error) error {
	if err == nil {
		return nil
	}
	var kind db.Kind
	switch code := sqlite.ErrCode(err); code {
	case sqlite.ResultConstraintUnique, sqlite.ResultConstraintPrimaryKey, sqlite.ResultConstraintRowID:
		kind = db.Unique
	case sqlite.ResultConstraintForeignKey:
		kind = db.ForeignKey
	case sqlite.ResultConstraintCheck, sqlite.ResultConstraintNotNull:
		kind = db.Check
	default:
		kind = classifyPrimary(code.ToPrimary())
	}
	return &db.Error{Kind: kind, Err: fmt.Errorf("sqlite: %w", err)}
}

func classifyPrimary(code sqlite.ResultCode) db.Kind {
	switch code {
	case sqlite.ResultBusy, sqlite.ResultLocked:
		return db.Busy
	case sqlite.ResultFull, sqlite.ResultIOErr:
		return db.Full
	case sqlite.ResultReadOnly, sqlite.ResultCantOpen, sqlite.ResultPerm:
		return db.ReadOnly
	case sqlite.ResultCorrupt, sqlite.ResultNotADB:
		return db.Corrupt
	case sqlite.ResultInterrupt:
		return db.Cancelled
	default:
		return db.Other
	}
}
