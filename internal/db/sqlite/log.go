package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"zombiezen.com/go/sqlite"

	"callflow/internal/db"
)

// errLogGone is the failure of a log that was deleted or replaced: what is written into the open one is lost with the process.
var errLogGone = &db.Error{Kind: db.LogGone, Err: errors.New("sqlite: the database's -wal or -shm file was deleted or replaced while it was open")}

// logFile is one of the files that SQLite keeps beside an open database: its log (-wal), and the log's index (-shm).
type logFile struct {
	path   string
	opened os.FileInfo
}

// watchLog notes which files are the log of the open connections. SQLite makes them when the first connection reads, and removes them when
// the last one closes: in between they stay the same ones, for all processes. A file system that has no shared memory has none.
func (f *sqliteFile) watchLog() {
	for _, path := range []string{f.path + "-wal", f.path + "-shm"} {
		if opened, err := os.Stat(path); err == nil {
			f.log = append(f.log, logFile{path: path, opened: opened})
		}
	}
}

// checkLog says whether the log is still the one that is open.
func (f *sqliteFile) checkLog() error {
	for i := range f.log {
		if now, err := os.Stat(f.log[i].path); err != nil || !os.SameFile(now, f.log[i].opened) {
			return errLogGone
		}
	}
	return nil
}

// logReplaced says whether another file is in the place of one of the log's, so that another process may write the database by it.
func (f *sqliteFile) logReplaced() bool {
	for i := range f.log {
		now, err := os.Stat(f.log[i].path)
		if !errors.Is(err, fs.ErrNotExist) && (err != nil || !os.SameFile(now, f.log[i].opened)) {
			return true
		}
	}
	return false
}

// saveLog moves a log that was deleted into the database's file, as far as nobody reads what was before, so that what was answered outlives
// the process.
func (d *sqliteDB) saveLog(ctx context.Context) error {
	if db.KindOf(d.file.check()) != db.LogGone || d.file.logReplaced() {
		return nil
	}
	writer, err := take(ctx, d.writer)
	if err != nil {
		return err
	}
	defer giveBack(writer, d.writer)
	_, err = checkpoint(writer.conn, "PASSIVE")
	return err
}

// connectAgain opens one more connection beside the first. It opens the files by their paths, so they have to be the ones that are open.
func (d *sqliteDB) connectAgain() (*sqliteTx, error) {
	if err := d.file.check(); err != nil {
		return nil, err
	}
	return d.connect(sqlite.OpenReadWrite)
}
