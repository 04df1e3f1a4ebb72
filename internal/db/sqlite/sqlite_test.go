package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/db"
)

func TestNothingIsCommittedAfterTheDatabaseTookTheTransactionBack(t *testing.T) {
	t.Parallel()
	database, err := Open(t.Context(), filepath.Join(t.TempDir(), "full.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(database.Write(t.Context(), func(tx db.Tx) error { return tx.Script("CREATE TABLE things (text TEXT); PRAGMA max_page_count = 20") }))
	insert := func(tx db.Tx, text string) error {
		_, err := tx.Exec("INSERT INTO things (text) VALUES ($1)", text)
		return err
	}
	var full error
	err = database.Write(t.Context(), func(tx db.Tx) error {
		must(insert(tx, "first"))
		full = insert(tx, strings.Repeat("x", 1<<20))
		_ = insert(tx, "third") // as a caller that did not look at the error
		return nil
	})
	if full == nil || db.KindOf(full) != db.Full {
		t.Fatalf("the second step says %v; the disk should have been full", full)
	}
	left := 0
	must(database.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT text FROM things")
		for rows.Next() {
			left++
		}
		return rows.Err()
	}))
	if (err == nil) != (left == 2) || err != nil && left != 0 {
		t.Errorf("the write says %v, and %d rows are there", err, left)
	}
	if errors.Is(err, errRolledBack) && left > 0 {
		t.Errorf("rolled back, and %d rows are there", left)
	}
}

// The levels of PRAGMA synchronous.
const (
	syncNormal = 1
	syncFull   = 2
)

func TestAWriteReachesTheDiskAlsoAfterOnesThatNeedNot(t *testing.T) {
	t.Parallel()
	database, err := Open(t.Context(), filepath.Join(t.TempDir(), "soon.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	level := func(write func(context.Context, func(db.Tx) error) error) (found int64) {
		err := write(t.Context(), func(tx db.Tx) error {
			rows := tx.Query("PRAGMA synchronous")
			defer rows.Close()
			if rows.Next() {
				found = rows.Int(0)
			}
			return rows.Err()
		})
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	for range 3 { // the second time with statements that are kept
		if got := level(database.WriteSoon); got != syncNormal {
			t.Errorf("WriteSoon works with synchronous = %d, want %d", got, syncNormal)
		}
		if got := level(database.Write); got != syncFull {
			t.Errorf("Write works with synchronous = %d, want %d", got, syncFull)
		}
	}
}
