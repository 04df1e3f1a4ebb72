package cli

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
)

// What SQLite's files begin with (https://sqlite.org/fileformat2.html): a database, and its log with the checksums of either order.
const (
	databaseMagic = "SQLite format 3\x00"
	logMagic      = 0x377f0682
)

// besideDatabase are the endings of the files that stand beside an SQLite database.
var besideDatabase = []string{"", "-wal", "-shm", "-journal", "-line", "-line.new", "-room"}

// checkTarget refuses to write over a database, or what belongs to the one that the command opens. It is called before that one is opened:
// closing a file drops the locks that the process has on it.
func (c *command) checkTarget(path, flag string) error {
	if path == "" || path == "-" {
		return nil
	}
	if c.isOfDatabase(path) {
		return usagef("--%s names a file of the database, %s: name another one, which may be written over", flag, path)
	}
	holds, err := holdsDatabase(path)
	if err != nil {
		return writeError(path, flag, err)
	}
	if holds {
		return usagef("--%s names an SQLite database, or its log, %s: name another file, which may be written over", flag, path)
	}
	return nil
}

// isOfDatabase says whether a path leads to the database that --db names, or to a file beside it.
func (c *command) isOfDatabase(path string) bool {
	if c.db == "" || strings.Contains(c.db, "://") {
		return false
	}
	for _, ending := range besideDatabase {
		if sameFile(path, c.db+ending) {
			return true
		}
	}
	return false
}

// holdsDatabase says whether a file that is there begins as SQLite's files do.
func holdsDatabase(path string) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil || info.IsDir() {
		return false, errors.Join(err, isFolder(info))
	}
	if !info.Mode().IsRegular() { // a pipe or a device is only written
		return false, nil
	}
	file, err := os.Open(path)
	if errors.Is(err, os.ErrPermission) { // nor can it be written, as a rule: that is told where it is
		return false, nil
	}
	if err != nil {
		return false, err
	}
	begin := make([]byte, len(databaseMagic))
	n, err := io.ReadFull(file, begin)
	if err = errors.Join(atEnd(err), file.Close()); err != nil || n < len(begin) {
		return false, err
	}
	return string(begin) == databaseMagic || binary.BigEndian.Uint32(begin)&^1 == logMagic, nil
}

// isFolder is the error of a path that leads to a folder, nil for any other.
func isFolder(info os.FileInfo) error {
	if info != nil && info.IsDir() {
		return errors.New("it is a folder")
	}
	return nil
}

// atEnd is nil for the end of a file that is shorter than what is looked for.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
