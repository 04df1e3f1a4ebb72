package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"

	"callflow/internal/db"
)

// wantedRoom is what has to fit on the disk before it is no longer called full: more than a write of a request needs, in bytes.
const wantedRoom = 1 << 20

// tryStorage finds out whether a failure of the storage is over: whether there is room, and whether a write reaches the disk.
func (d *sqliteDB) tryStorage(ctx context.Context) error {
	if err := tryRoom(d.file.path + "-room"); err != nil {
		return &db.Error{Kind: db.Full, Err: fmt.Errorf("sqlite: %w", err)}
	}
	return d.Write(ctx, writePage)
}

// tryRoom writes a file beside the database, and removes it. A write of a page would not tell: the log may have a place left for one where the
// writes that failed had needed more. A folder that takes no file is no failure.
func tryRoom(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, private)
	if err != nil {
		return nil //nolint:nilerr // whether the database can be written is for a write to find out
	}
	_, err = file.Write(make([]byte, wantedRoom))
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close(), os.Remove(path))
}

// writePage writes a page as it is. SQLite leaves out a row that stays the same, but not this number.
func writePage(tx db.Tx) error {
	own, ok := tx.(*sqliteTx)
	if !ok {
		return errors.New("sqlite: a transaction of another database")
	}
	mark, err := own.mark()
	if err != nil {
		return err
	}
	return own.setMark(mark)
}
