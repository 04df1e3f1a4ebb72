package sqlite

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"callflow/internal/db"
)

// Where a database file's first page holds what tells a log that is its own (https://sqlite.org/fileformat2.html, "The Database Header").
const (
	headerSize = 100
	atVersions = 18 // how the file is written and read, a byte each
	atCounter  = 24 // it grows by one at most from one state of the first page to the next
	atName     = 68 // of the commit: see nameCommit
	ofVersions = 2
)

// checkOwnLog refuses a log that a server left which was killed, where it is of another file or of another state of this one: SQLite would put
// the log's pages over those of the file, which damages the file in silence. No connection of this process is open, since closing a file
// drops the locks that the process has on it (POSIX).
func checkOwnLog(path string) error {
	for {
		before, left := leftLog(path)
		if !left || mayBeOwn(path) {
			return nil
		}
		after, left := leftLog(path)
		if left && after.same(before) { // else another process has opened the file meanwhile
			return &db.Error{Kind: db.Unsuitable, Err: fmt.Errorf("the file %s and the log %[1]s-wal beside it do not belong together. "+
				"If the file is a backup that was put back, move %[1]s-wal and %[1]s-shm away. If not, put the file in its place that the log is of", path)}
		}
	}
}

// logState is what a file and its log look like from outside.
type logState struct{ file, log os.FileInfo }

func (s logState) same(other logState) bool {
	unchanged := func(a, b os.FileInfo) bool {
		return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
	}
	return unchanged(s.file, other.file) && unchanged(s.log, other.log)
}

// leftLog says whether a log lies beside the file although no process has the two open.
func leftLog(path string) (state logState, left bool) {
	var err error
	if state.file, err = os.Stat(path); err != nil {
		return state, false
	}
	state.log, err = os.Stat(path + "-wal")
	return state, err == nil && state.log.Size() > 0 && !logInUse(path)
}

// mayBeOwn is false where a log is not the file's own. What can't be read is left to SQLite, which tells it.
func mayBeOwn(path string) bool {
	own, err := isOwnLog(path)
	return own || err != nil
}

// isOwnLog says whether a log goes on from what the file holds: the file was not written since the log was begun, or the first page was last
// written from this log.
func isOwnLog(path string) (bool, error) {
	header, err := readHeader(path)
	if err != nil {
		return false, err
	}
	log, err := os.Open(path + "-wal")
	if err != nil {
		return false, fmt.Errorf("opening the log: %w", err)
	}
	defer func() { _ = log.Close() }() // it was only read
	firstPages, err := readFirstPages(log)
	if err != nil || len(firstPages) == 0 {
		return true, err // nothing is known of whose it is
	}
	for _, page := range firstPages {
		if bytes.Equal(page, header) {
			return true, nil
		}
	}
	return follows(firstPages[0], header), nil
}

// readHeader reads the beginning of the file's first page; zeroes where the file is shorter.
func readHeader(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	defer func() { _ = file.Close() }() // it was only read
	header := make([]byte, headerSize)
	if _, err := file.ReadAt(header, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the database: %w", err)
	}
	return header, nil
}

// follows says whether a first page can be the next state of one. Programs of others do not name their commits, and the versions of
// callflow before did not.
func follows(next, page []byte) bool {
	number := func(page []byte, at int) uint32 { return binary.BigEndian.Uint32(page[at:]) }
	if !bytes.Equal(next[atVersions:atVersions+ofVersions], page[atVersions:atVersions+ofVersions]) {
		return false
	}
	if grown := number(next, atCounter) - number(page, atCounter); grown > 1 {
		return false
	}
	latest, following := number(page, atName), number(next, atName)
	return latest == 0 || following == latest || following == commitAfter(latest, uint16(following>>16))
}
