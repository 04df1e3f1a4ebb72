package sqlite

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"time"

	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/db"
)

// lineNote is a small file beside a database's. A mark is in both, and is renewed whenever a server starts, every hour, and when it
// stops: a backup that is put in the place of the database, and a copy that is moved elsewhere, have an older mark or no note beside
// them. They are of another line then. A note that is lost, or a file that was moved without it, begins another line as well, which does no harm.
type lineNote struct {
	Line  int64   `json:"line"`
	Marks []int64 `json:"marks"` // of the file; two while it is being renewed
	File  uint64  `json:"file"`  // its inode, 0 where there is none

	Written int64 `json:"written,omitempty"` // when the note was written, as the file system says it; 0 where that keeps times less exactly
}

const lineSuffix = "-line"

// settleLine finds the line that the file is of.
func (d *sqliteDB) settleLine(ctx context.Context, writer *sqliteTx) error {
	writer.watch(ctx)
	defer writer.unwatch()
	note, err := d.readLine(writer)
	if err != nil || note != nil {
		return writer.followLine(note, err)
	}
	return d.inTransaction(writer, func() error {
		if note, err = d.readLine(writer); err != nil || note != nil { // another process was first
			return writer.followLine(note, err)
		}
		mark, err := randomMark()
		if err != nil {
			return err
		}
		line, err := randomLine()
		if err != nil {
			return err
		}
		note = &lineNote{Line: line, Marks: []int64{mark}, File: inodeOf(d.path)}
		if err := note.write(d.path); err != nil {
			return err
		}
		writer.line.Store(line)
		return writer.setMark(mark)
	})
}

func (tx *sqliteTx) followLine(note *lineNote, err error) error {
	if err == nil {
		tx.line.Store(note.Line)
	}
	return err
}

// readLine reads the note, nil where it is not this file's.
func (d *sqliteDB) readLine(tx *sqliteTx) (*lineNote, error) {
	mark, err := tx.mark()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(d.path + lineSuffix)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil //nolint:nilnil // there is none
	}
	if err != nil {
		return nil, &db.Error{Kind: db.ReadOnly, Err: err}
	}
	note := &lineNote{}
	readable := json.Unmarshal(text, note) == nil
	if !readable || mark == 0 || !slices.Contains(note.Marks, mark) || note.File != inodeOf(d.path) || !note.isAsWritten(d.path+lineSuffix) {
		return nil, nil //nolint:nilnil // it is another file's, damaged, or was put back
	}
	return note, nil
}

// MarkLine renews the mark of the file, and of its note. A kill between the two leaves a note that has both.
func (d *sqliteDB) MarkLine(ctx context.Context) error {
	mark, err := randomMark()
	if err != nil {
		return err
	}
	writer, err := take(ctx, d.writer)
	if err != nil {
		return err
	}
	defer giveBack(writer, d.writer)
	var note *lineNote
	err = d.inTransaction(writer, func() error {
		note, err = d.readLine(writer)
		if err != nil || note == nil { // it was taken away, or the file was replaced: the next start finds out
			return err
		}
		both := *note
		both.Marks = append(slices.Clone(note.Marks), mark)
		if err := both.write(d.path); err != nil {
			return err
		}
		return writer.setMark(mark)
	})
	if err != nil || note == nil {
		return err
	}
	note.Marks = []int64{mark}
	return note.write(d.path)
}

// inTransaction runs fn as the one writer of the file.
func (d *sqliteDB) inTransaction(tx *sqliteTx, fn func() error) (err error) {
	if err := tx.beginWrite(); err != nil {
		return err
	}
	end := "COMMIT"
	if err = fn(); err != nil {
		end = "ROLLBACK"
	}
	tx.unwatch()
	return errors.Join(err, classify(sqlitex.ExecuteTransient(tx.conn, end, nil)))
}

// mark reads the file's mark: SQLite leaves user_version to whoever uses the file, and keeps it as it keeps rows.
func (tx *sqliteTx) mark() (int64, error) { return tx.readNumber("PRAGMA user_version") }

func (tx *sqliteTx) setMark(mark int64) error {
	if err := tx.setPragma("user_version", mark); err != nil {
		return err
	}
	return tx.name()
}

// Line names the history that the file is of.
func (tx *sqliteTx) Line() (int64, error) { return tx.line.Load(), nil }

// write replaces the note, whole. Where the machine was too busy to write it within the time that it may take, it is written again.
func (n *lineNote) write(path string) error {
	beside := path + lineSuffix + ".new"
	for range noteTries {
		now := time.Now()
		n.Written = now.UnixNano()
		if n.writeFile(beside, now) == nil && n.isAsWritten(beside) {
			return os.Rename(beside, path+lineSuffix)
		}
	}
	n.Written = 0
	if err := n.writeFile(beside, time.Now()); err != nil {
		return err
	}
	return os.Rename(beside, path+lineSuffix)
}

func (n *lineNote) writeFile(path string, at time.Time) error {
	text, err := json.Marshal(n)
	if err != nil {
		return err
	}
	const ownerOnly = 0o600
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, ownerOnly)
	if err != nil {
		return &db.Error{Kind: db.ReadOnly, Err: err}
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close(), os.Chtimes(path, at, at)); err != nil {
		return &db.Error{Kind: db.Full, Err: err}
	}
	return nil
}

// noteSettles is how long after it was written a note may still be changed by whoever writes it, and noteTries how often it is written to
// keep to that.
const (
	noteSettles = time.Second
	noteTries   = 5
)

// isAsWritten says whether the note of a path is the one that was written, and not a copy of it: a program that puts files back gives them
// another time, or the same one much later. A note without a time is taken for what was written.
func (n *lineNote) isAsWritten(path string) bool {
	if n.Written == 0 {
		return true
	}
	info, err := os.Stat(path)
	if err != nil || info.ModTime().UnixNano() != n.Written {
		return false
	}
	changed, known := changeTime(info)
	return !known || changed.Sub(info.ModTime()).Abs() < noteSettles
}

// randomMark is one that fits SQLite's user_version, and is not 0, which a new file has.
func randomMark() (int64, error) {
	line, err := randomLine()
	return line>>33 | 1, err
}

// randomLine is a positive number.
func randomLine() (int64, error) {
	var random [8]byte
	_, err := rand.Read(random[:])
	return int64(binary.LittleEndian.Uint64(random[:])>>1) | 1, err
}
