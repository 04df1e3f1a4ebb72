package connect_test

import (
	"context"
	"testing"
	"time"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/testkit"
)

// countsLong is a statement that gives one row, after many seconds. What follows it runs on both databases.
const countsLong = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT COUNT(*) FROM n"

// fillsLong is one that writes rows, for as long.
const fillsLong = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) " +
	"INSERT INTO things (id) SELECT MOD(i, 2) + 10 FROM n WHERE i <= 2 OR i > 29999999"

// soon is how long the callers below have, while their statements run for many seconds.
const soon = 50 * time.Millisecond

// manyTimes is more often than there are connections of a kind.
const manyTimes = 20

func openThings(t *testing.T) db.DB {
	t.Helper()
	database, err := connect.Open(t.Context(), testkit.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := database.Close(); err != nil {
			t.Error(err)
		}
	})
	err = database.Write(t.Context(), func(tx db.Tx) error { return tx.Script("CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY)") })
	if err != nil {
		t.Fatal(err)
	}
	return database
}

func putThing(id int) func(db.Tx) error {
	return func(tx db.Tx) error {
		_, err := tx.Exec("INSERT INTO things (id) VALUES ($1)", id)
		return err
	}
}

// wantThings expects the things of some ids, as whoever reads now sees them.
func wantThings(t *testing.T, database db.DB, want ...int64) {
	t.Helper()
	var got []int64
	err := database.Read(t.Context(), func(tx db.Tx) (err error) {
		got, err = db.FirstColumn(tx.Query("SELECT id FROM things ORDER BY id"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("there are the things %v, want %v", got, want)
		}
	}
}

// reads are the ways to read, of a caller's context.
var reads = map[string]func(database db.DB, ctx context.Context, fn func(db.Tx) error) error{
	"Read":    db.DB.Read,
	"ReadOne": db.DB.ReadOne,
	"BeginNear": func(database db.DB, ctx context.Context, fn func(db.Tx) error) error {
		snapshot, err := database.BeginNear(ctx, func(db.Tx) (bool, error) { return true, nil }, fn)
		if err != nil {
			return err
		}
		return snapshot.End(nil)
	},
	"a lasting Read": func(database db.DB, ctx context.Context, fn func(db.Tx) error) error {
		return database.Read(db.Lasting(ctx), fn)
	},
	"a lasting ReadOne": func(database db.DB, ctx context.Context, fn func(db.Tx) error) error {
		return database.ReadOne(db.Lasting(ctx), fn)
	},
}

// statements are the ways to run one that counts long.
var statements = map[string]func(db.Tx) error{
	"Query":  func(tx db.Tx) error { _, err := db.FirstColumn(tx.Query(countsLong)); return err },
	"Gather": func(tx db.Tx) error { _, err := tx.Gather(countsLong); return err },
	"Exec":   func(tx db.Tx) error { _, err := tx.Exec(countsLong); return err },
	"Script": func(tx db.Tx) error { return tx.Script("SELECT 1; " + countsLong) },
}

func TestAStatementThatIsReadByNobodyAnyMoreEnds(t *testing.T) {
	t.Parallel()
	database := openThings(t)
	for way, read := range reads {
		for kind, statement := range statements {
			if way == "ReadOne" && kind == "Script" {
				continue // it is several
			}
			ctx, giveUp := context.WithTimeout(t.Context(), soon)
			err := read(database, ctx, statement)
			giveUp()
			if db.KindOf(err) != db.Cancelled {
				t.Errorf("%s by %s says %v, want that it was given up", way, kind, err)
			}
			if err := read(database, t.Context(), func(tx db.Tx) error { _, err := db.FirstColumn(tx.Query("SELECT 1")); return err }); err != nil {
				t.Errorf("after %s by %s the next one says %v", way, kind, err)
			}
		}
	}
}

func TestNoStatementBeginsForACallerWhoHasLeft(t *testing.T) {
	t.Parallel()
	database := openThings(t)
	for way, read := range reads {
		for kind, statement := range statements {
			ctx, leave := context.WithCancel(t.Context())
			err := read(database, ctx, func(tx db.Tx) error {
				rows := tx.Query("SELECT 1")
				rows.Next()
				rows.Close()
				leave()
				return statement(tx)
			})
			if db.KindOf(err) != db.Cancelled {
				t.Errorf("%s by %s says %v, want that it was given up", way, kind, err)
			}
		}
	}
}

func TestAReadThatWasGivenUpHoldsNeitherItsReaderNorItsSnapshot(t *testing.T) {
	t.Parallel()
	database := openThings(t)
	for way, read := range reads {
		for range manyTimes {
			ctx, giveUp := context.WithCancel(t.Context())
			err := read(database, ctx, func(tx db.Tx) error {
				outer := tx.Query("SELECT id FROM things UNION ALL SELECT 1 UNION ALL SELECT 2")
				outer.Next() // it stays open, as where a reader of an export is gone
				giveUp()
				_, err := db.FirstColumn(tx.Query(countsLong))
				return err
			})
			if db.KindOf(err) != db.Cancelled {
				t.Fatalf("%s says %v, want that it was given up", way, err)
			}
		}
	}
	if err := database.Write(t.Context(), putThing(1)); err != nil {
		t.Fatal(err)
	}
	for range manyTimes {
		wantThings(t, database, 1)
	}
	if done, err := database.Scrub(t.Context()); !done || err != nil { // nobody reads what was before
		t.Errorf("Scrub says %t, %v", done, err)
	}
}

func TestAWriteThatWasGivenUpLeavesNothing(t *testing.T) {
	t.Parallel()
	database := openThings(t)
	if err := database.Write(t.Context(), putThing(1)); err != nil {
		t.Fatal(err)
	}
	for name, fn := range map[string]func(tx db.Tx) error{
		"while it reads":           func(tx db.Tx) error { _, err := db.FirstColumn(tx.Query(countsLong)); return err },
		"while it writes":          func(tx db.Tx) error { _, err := tx.Exec(fillsLong); return err },
		"while it queues":          func(tx db.Tx) error { return tx.Queue(fillsLong) },
		"whatever it does of that": func(tx db.Tx) error { _, _ = tx.Exec(fillsLong); _, err := tx.Exec("DELETE FROM things"); return err },
		"and takes no notice":      func(tx db.Tx) error { _, _ = tx.Exec(fillsLong); return nil },
	} {
		for kind, write := range map[string]func(context.Context, func(db.Tx) error) error{
			"Write": database.Write, "WriteSoon": database.WriteSoon, "Exclusive": database.Exclusive,
		} {
			ctx, giveUp := context.WithTimeout(t.Context(), soon)
			err := write(ctx, func(tx db.Tx) error {
				if err := putThing(2)(tx); err != nil {
					return err
				}
				return fn(tx)
			})
			giveUp()
			if db.KindOf(err) != db.Cancelled {
				t.Errorf("%s that was given up %s says %v", kind, name, err)
			}
			wantThings(t, database, 1)
			if err := database.Health(t.Context()); err != nil {
				t.Errorf("after %s that was given up %s, the storage is told to fail: %v", kind, name, err)
			}
		}
	}
	if err := database.Write(t.Context(), putThing(3)); err != nil {
		t.Error(err)
	}
	wantThings(t, database, 1, 3)
}

func TestAWriteWhoseCallerLeavesBeforeItsCommitIsTakenBack(t *testing.T) {
	t.Parallel()
	database := openThings(t)
	ctx, leave := context.WithCancel(t.Context())
	err := database.Write(ctx, func(tx db.Tx) error {
		err := putThing(1)(tx)
		leave()
		return err
	})
	if db.KindOf(err) != db.Cancelled {
		t.Errorf("the write says %v, want that it was given up", err)
	}
	wantThings(t, database)
}
