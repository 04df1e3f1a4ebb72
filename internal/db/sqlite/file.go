package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/db"
)

// private is the mode of a database's files: they hold personal data.
const private = 0o600

// errGone is the failure of a file that was deleted or replaced: what is written into the open one would be lost with it.
var errGone = &db.Error{Kind: db.Gone, Err: errors.New("sqlite: the database file was deleted or replaced while it was open")}

// sqliteFile is the file of an open database: whether it is still the one that was opened, and whether it can be written.
type sqliteFile struct {
	path   string
	opened os.FileInfo
	log    []logFile // empty until the first connection has opened them

	mu      sync.Mutex
	failing error // the latest failure of the storage; nil while it works
}

// openFile makes the file where it is not there, unless it must exist, and lets its owner alone read and write it and the files beside it.
func openFile(ctx context.Context, path string) (*sqliteFile, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, &db.Error{Kind: db.ReadOnly, Err: fmt.Errorf("sqlite: %w", err)}
	}
	_, logErr := os.Lstat(absolute + "-wal") // before the file is looked for: others who make both make the file first
	if _, err := os.Stat(absolute); errors.Is(err, fs.ErrNotExist) {
		if err := makeFile(absolute, mustExist(ctx), logErr == nil); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{absolute, absolute + "-wal", absolute + "-shm"} {
		if info, err := os.Stat(name); err == nil && info.Mode().Perm()&0o077 != 0 {
			_ = os.Chmod(name, private) // a file of another owner keeps its mode
		}
	}
	opened, err := os.Stat(absolute)
	if err != nil {
		return nil, &db.Error{Kind: db.ReadOnly, Err: fmt.Errorf("sqlite: %w", err)}
	}
	return &sqliteFile{path: absolute, opened: opened}, nil
}

// makeFile makes a file that is not there. SQLite itself opens it, since closing a file drops the locks that the process has on it (POSIX).
// Where a log is left of a file that was moved away or deleted, none is made: SQLite would empty that log, which a server may still write.
func makeFile(path string, mustExist, logLeft bool) error {
	if mustExist {
		return &db.Error{Kind: db.Absent, Err: errors.New(path)}
	}
	if logLeft {
		return &db.Error{Kind: db.Unsuitable, Err: fmt.Errorf("its file %s is not there, but the log of one is: put the file back, or delete %[1]s-wal", path)}
	}
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, private)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		err = made.Close()
	}
	if err != nil {
		return &db.Error{Kind: db.ReadOnly, Err: fmt.Errorf("sqlite: %w", err)}
	}
	return nil
}

// check says whether the paths still name the files that are open: the database's and its log's.
func (f *sqliteFile) check() error {
	if now, err := os.Stat(f.path); err != nil || !os.SameFile(now, f.opened) {
		return errGone
	}
	return f.checkLog()
}

// note remembers what a read or a write says of the storage. A write that went well ends every failure but damage, which nothing mends.
func (f *sqliteFile) note(err error, wrote bool) {
	kind := db.KindOf(err)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case err == nil && wrote && db.KindOf(f.failing) != db.Corrupt:
		f.failing = nil
	case err != nil && (kind == db.Full || kind == db.ReadOnly || kind == db.Corrupt || kind == db.Gone || kind == db.LogGone):
		f.failing = err
	}
}

func (f *sqliteFile) lastFailure() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.failing
}

// Health says what is wrong with the database's storage. After a failure it tries to write, so that one that is over is told so.
func (d *sqliteDB) Health(ctx context.Context) error {
	if err := d.file.check(); err != nil {
		return errors.Join(err, d.saveLog(ctx))
	}
	failing := d.file.lastFailure()
	if failing == nil || db.KindOf(failing) == db.Corrupt {
		return failing
	}
	return d.tryStorage(ctx)
}

// scrubWait is how long Scrub waits for readers of what was before: writers wait meanwhile.
const scrubWait = 500 * time.Millisecond

// Scrub moves the log into the file and empties it, so that values that were overwritten or deleted are on the disk no more. Done is false
// where somebody still reads what was before.
func (d *sqliteDB) Scrub(ctx context.Context) (done bool, err error) {
	tx, err := d.connectAgain()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, tx.conn.Close()) }()
	tx.watch(ctx)
	defer tx.unwatch()
	if _, err := checkpoint(tx.conn, "PASSIVE"); err != nil { // the most of it, which holds nobody up
		return false, err
	}
	tx.conn.SetBusyTimeout(scrubWait)
	return checkpoint(tx.conn, "TRUNCATE")
}

func checkpoint(conn *sqlite.Conn, mode string) (done bool, err error) {
	err = sqlitex.ExecuteTransient(conn, "PRAGMA wal_checkpoint("+mode+")", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error {
			done = row.ColumnInt(0) == 0
			return nil
		},
	})
	if classified := classify(err); db.KindOf(classified) != db.Busy {
		return done, classified
	}
	return false, nil
}
