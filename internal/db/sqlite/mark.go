package sqlite

import (
	"bytes"
	"os"
	"runtime"
	"slices"
	"sync"

	"callflow/internal/db"
)

// sharesMemory says whether what a process writes into memory that it shares by a file is read from that file at once, in the order in which
// it was written.
const sharesMemory = runtime.GOOS == "linux" || runtime.GOOS == "darwin"

// indexFiles are, of each database file that is open, the files of SQLite's shared memory (-shm) that this process has opened for their marks.
// Closing one would drop all locks that the process has on it (POSIX), of other connections too: each stays open as long as any database of
// the same file.
var indexFiles struct {
	sync.Mutex
	of []*indexFile
}

type indexFile struct {
	database  os.FileInfo
	databases int // that are open
	opened    []*os.File
}

// keepIndex has the files of a database's shared memory stay open until release. It is called before the first connection: where the process
// has no other to the file, the log beside it is looked at.
func keepIndex(database *sqliteFile) (kept *indexFile, release func(), err error) {
	indexFiles.Lock()
	defer indexFiles.Unlock()
	i := slices.IndexFunc(indexFiles.of, func(f *indexFile) bool { return os.SameFile(f.database, database.opened) })
	if i < 0 {
		if err := checkOwnLog(database.path); err != nil {
			return nil, nil, err
		}
		i = len(indexFiles.of)
		indexFiles.of = append(indexFiles.of, &indexFile{database: database.opened})
	}
	kept = indexFiles.of[i]
	kept.databases++
	return kept, sync.OnceFunc(kept.leave), nil
}

func (f *indexFile) leave() {
	indexFiles.Lock()
	defer indexFiles.Unlock()
	if f.databases--; f.databases > 0 {
		return
	}
	indexFiles.of = slices.DeleteFunc(indexFiles.of, func(other *indexFile) bool { return other == f })
	for _, file := range f.opened {
		_ = file.Close() // it was only read
	}
}

// open opens the shared memory of connections that are open; nil where it can't be read, or is not theirs. One that is open already is used.
func (f *indexFile) open(log []logFile) *os.File {
	if !sharesMemory || len(log) == 0 {
		return nil
	}
	wanted := log[len(log)-1]
	indexFiles.Lock()
	defer indexFiles.Unlock()
	for _, file := range f.opened {
		if opened, err := file.Stat(); err == nil && os.SameFile(opened, wanted.opened) {
			return file
		}
	}
	file, err := os.Open(wanted.path)
	if err != nil {
		return nil
	}
	f.opened = append(f.opened, file)
	if opened, err := file.Stat(); err != nil || !os.SameFile(opened, wanted.opened) {
		return nil
	}
	return file
}

// Mark reads the header of the log's index, which SQLite writes as the last step of each commit, whichever process makes it. It stands there
// twice: where the two differ, it is being written (https://sqlite.org/walformat.html, "WAL-Index header").
func (d *sqliteDB) Mark() (mark db.Mark, ok bool) {
	if d.index == nil {
		return mark, false
	}
	var headers [2 * len(mark)]byte
	if _, err := d.index.ReadAt(headers[:], 0); err != nil {
		return mark, false
	}
	first, second := headers[:len(mark)], headers[len(mark):]
	return db.Mark(first), bytes.Equal(first, second)
}
