package db

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// sharesMemory says whether what a process writes into memory that it shares by a file is read from that file at once, in the order in which
// it was written.
const sharesMemory = runtime.GOOS == "linux" || runtime.GOOS == "darwin"

// indexFiles are the files of SQLite's shared memory (-shm) that this process has opened for their marks, by the database's path. Closing one
// would drop all locks that the process has on it (POSIX), of other connections too: each stays open as long as any of its databases.
var indexFiles = struct {
	sync.Mutex
	of map[string]*indexFile
}{of: make(map[string]*indexFile)}

type indexFile struct {
	databases int
	opened    []*os.File
}

// keepIndex has the files of a path's shared memory stay open until release. It is called before the first connection.
func keepIndex(path string) (release func()) {
	path = realPath(path)
	indexFiles.Lock()
	defer indexFiles.Unlock()
	kept := indexFiles.of[path]
	if kept == nil {
		kept = &indexFile{}
		indexFiles.of[path] = kept
	}
	kept.databases++
	return sync.OnceFunc(func() {
		indexFiles.Lock()
		defer indexFiles.Unlock()
		if kept.databases--; kept.databases > 0 {
			return
		}
		delete(indexFiles.of, path)
		for _, file := range kept.opened {
			_ = file.Close() // it was only read
		}
	})
}

// realPath is a path without symbolic links, since a file can be opened by several paths.
func realPath(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	return path
}

// openIndex opens the shared memory of connections that are open; nil where it can't be read, or is not theirs.
func (f *sqliteFile) openIndex() *os.File {
	if !sharesMemory {
		return nil
	}
	indexFiles.Lock()
	defer indexFiles.Unlock()
	kept := indexFiles.of[realPath(f.path)]
	file, err := os.Open(f.path + "-shm")
	if err != nil {
		return nil
	}
	kept.opened = append(kept.opened, file)
	opened, err := file.Stat()
	if err != nil || len(f.log) == 0 || !os.SameFile(opened, f.log[len(f.log)-1].opened) {
		return nil
	}
	return file
}

// Mark reads the header of the log's index, which SQLite writes as the last step of each commit, whichever process makes it. It stands there
// twice: where the two differ, it is being written (https://sqlite.org/walformat.html, "WAL-Index header").
func (d *sqliteDB) Mark() (mark Mark, ok bool) {
	if d.index == nil {
		return mark, false
	}
	var headers [2 * len(mark)]byte
	if _, err := d.index.ReadAt(headers[:], 0); err != nil {
		return mark, false
	}
	first, second := headers[:len(mark)], headers[len(mark):]
	return Mark(first), bytes.Equal(first, second)
}
