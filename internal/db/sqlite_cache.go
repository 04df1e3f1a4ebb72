package db

import (
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// The page caches of all connections of the process have pagesInAll pages together, and a connection at most those of its cache_size.
const (
	pageSize   = 8192
	pagesInAll = 8192
)

// shareCache gives SQLite one piece of memory for the page caches of all connections (SQLITE_CONFIG_PAGECACHE). Each commit of another
// connection empties a cache. Page by page, its memory would be given back to the system and taken again, which costs more than to read the
// pages again. SQLite takes this before its first use alone: where somebody in the process used it before, caches are as they were.
var shareCache = sync.OnceFunc(func() {
	thread := libc.NewTLS()
	defer thread.Close()
	var header int32
	if !configure(thread, sqlite3.SQLITE_CONFIG_PCACHE_HDRSZ, uintptr(unsafe.Pointer(&header))) {
		return
	}
	slot := pageSize + header
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
