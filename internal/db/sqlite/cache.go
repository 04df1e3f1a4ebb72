package sqlite

import (
	"encoding/binary"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// The page caches of all connections of the process have pagesInAll pages together, and a connection at most those of its cache_size.
const (
	pageSize   = 8192
	pagesInAll = 8192
)

const sizeOfInt = 4 // bytes of an int in C

// shareCache gives SQLite one piece of memory for the page caches of all connections (SQLITE_CONFIG_PAGECACHE). Each commit of another
// connection empties a cache. Page by page, its memory would be given back to the system and taken again, which costs more than to read the
// pages again. SQLite takes this before its first use alone: where somebody in the process used it before, caches are as they were.
var shareCache = sync.OnceFunc(func() {
	thread := libc.NewTLS()
	defer thread.Close()
	told := libc.Xcalloc(thread, 1, sizeOfInt) // SQLite writes to memory of its own kind alone: a variable of Go may be moved meanwhile
	defer libc.Xfree(thread, told)
	if told == 0 || !configure(thread, sqlite3.SQLITE_CONFIG_PCACHE_HDRSZ, told) {
		return
	}
	slot := pageSize + int32(binary.NativeEndian.Uint32(libc.GoBytes(told, sizeOfInt))) // a page, and what SQLite keeps with it
	memory := libc.Xmalloc(thread, libc.Tsize_t(pagesInAll)*libc.Tsize_t(slot))
	if memory != 0 && !configure(thread, sqlite3.SQLITE_CONFIG_PAGECACHE, memory, slot, int32(pagesInAll)) {
		libc.Xfree(thread, memory)
	}
})

func configure(thread *libc.TLS, option int32, values ...any) bool {
	arguments := libc.NewVaList(values...)
	defer libc.Xfree(thread, arguments)
	return sqlite3.Xsqlite3_config(thread, option, arguments) == sqlite3.SQLITE_OK
}
