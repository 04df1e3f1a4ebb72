package sqlite

import (
	"encoding/binary"
	"path/filepath"
	"testing"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"

	"callflow/internal/db"
)

func TestThePagesOfAllConnectionsLieInOnePieceOfMemory(t *testing.T) {
	t.Parallel()
	database, err := Open(t.Context(), filepath.Join(t.TempDir(), "callflow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	for range 3 { // each of them empties the readers' caches
		err := database.Write(t.Context(), func(tx db.Tx) error {
			if _, err := tx.Exec("CREATE TABLE IF NOT EXISTS numbers (n INTEGER)"); err != nil {
				return err
			}
			_, err := tx.Exec("INSERT INTO numbers VALUES (1)")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		readOne(t, database)
	}
	if used, beyond := pagesUsed(t); used == 0 || beyond > 0 {
		t.Errorf("%d pages lie in it, and %d bytes beside it", used, beyond)
	}
}

func readOne(t *testing.T, database db.DB) {
	t.Helper()
	err := database.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT n FROM numbers")
		defer rows.Close()
		for rows.Next() {
			continue
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

// pagesUsed tells how many pages lie in the shared memory now, and how many bytes of pages found no room in it.
func pagesUsed(t *testing.T) (used, beyond int64) {
	t.Helper()
	return status(t, sqlite3.SQLITE_STATUS_PAGECACHE_USED), status(t, sqlite3.SQLITE_STATUS_PAGECACHE_OVERFLOW)
}

func status(t *testing.T, of int32) int64 {
	t.Helper()
	thread := libc.NewTLS()
	defer thread.Close()
	told := libc.Xcalloc(thread, 2, sizeOfInt)
	defer libc.Xfree(thread, told)
	if result := sqlite3.Xsqlite3_status(thread, of, told, told+sizeOfInt, 0); result != sqlite3.SQLITE_OK {
		t.Fatalf("SQLite answers %d", result)
	}
	return int64(binary.NativeEndian.Uint32(libc.GoBytes(told, sizeOfInt)))
}
