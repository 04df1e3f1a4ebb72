package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/testkit"
)

// things has a key, a text that must be there, and bytes that may be missing.
const things = `CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, card BYTEA, other BIGINT REFERENCES things, CHECK (id > 0))`

var thingsTable = db.NewTable("things", "id", "name", "card")

func openThings(t *testing.T) (database db.DB, dsn string) {
	t.Helper()
	dsn = testkit.Postgres(t)
	database = open(t, dsn)
	write(t, database, func(tx db.Tx) error { return tx.Script(things) })
	return database, dsn
}

func open(t *testing.T, dsn string) db.DB {
	t.Helper()
	database, err := connect.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	return database
}

func write(t *testing.T, database db.DB, fn func(db.Tx) error) {
	t.Helper()
	if err := database.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// load adds things from 1 on; every other one has no card.
func load(tx db.Tx, count int) error {
	return tx.Load(thingsTable, count, func(i int, put db.Row) {
		put.Int(int64(i + 1))
		put.Text(fmt.Sprint("navn ", i+1))
		if i%2 == 0 {
			put.Bytes(nil)
		} else {
			put.Bytes([]byte{0, byte(i), 255})
		}
	})
}

// sum adds up the ids of a query's first column.
func sum(rows db.Rows) (total int64, err error) {
	for rows.Next() {
		total += rows.Int(0)
	}
	return total, rows.Err()
}

func TestRowsAreLoadedFewOrMany(t *testing.T) {
	t.Parallel()
	for _, count := range []int{0, 1, 9, 10, 5000} {
		database, _ := openThings(t)
		write(t, database, func(tx db.Tx) error { return load(tx, count) })
		err := database.Read(t.Context(), func(tx db.Tx) error {
			rows := tx.Query("SELECT id, name, card FROM things ORDER BY id")
			n := 0
			for ; rows.Next(); n++ {
				card := string(rows.Append(nil, 2))
				want := ""
				if n%2 == 1 {
					want = string([]byte{0, byte(n), 255})
				}
				if rows.Int(0) != int64(n+1) || rows.Text(1) != fmt.Sprint("navn ", n+1) || card != want {
					t.Errorf("row %d is %d %q %q", n, rows.Int(0), rows.Text(1), card)
				}
			}
			if n != count {
				t.Errorf("%d rows are there, want %d", n, count)
			}
			return rows.Err()
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestRowsThatWereNotReadYetComeAfterAnotherStatement(t *testing.T) {
	t.Parallel()
	database, _ := openThings(t)
	write(t, database, func(tx db.Tx) error { return load(tx, 1000) })
	err := database.Read(t.Context(), func(tx db.Tx) error {
		outer := tx.Query("SELECT id, name FROM things ORDER BY id")
		outer.Next()
		inner, err := sum(tx.Query("SELECT id FROM things WHERE id <= $1", 3))
		if inner != 6 || err != nil {
			t.Errorf("the inner rows add up to %d, %v", inner, err)
		}
		if outer.Text(1) != "navn 1" {
			t.Errorf("the row that was being read is %q", outer.Text(1))
		}
		rest, err := sum(outer)
		if rest != 500500-1 {
			t.Errorf("the rows after it add up to %d, want %d", rest, 500500-1)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAnExpectedQueryMayComeOrNot(t *testing.T) {
	t.Parallel()
	database, _ := openThings(t)
	write(t, database, func(tx db.Tx) error { return load(tx, 100) })
	const upTo, from = "SELECT id FROM things WHERE id <= $1", "SELECT id FROM things WHERE id >= $1"
	for sentence, second := range map[string]struct {
		sql string
		arg int
		sum int64
	}{
		"it comes":                       {from, 99, 199},
		"it comes with another argument": {from, 100, 100},
		"another one comes":              {upTo, 3, 6},
	} {
		err := database.Read(t.Context(), func(tx db.Tx) error {
			for range 2 { // known by then
				tx.Expect(from, 99)
				if first, err := sum(tx.Query(upTo, 2)); first != 3 || err != nil {
					t.Errorf("%s: the first rows add up to %d, %v", sentence, first, err)
				}
				got, err := sum(tx.Query(second.sql, second.arg))
				if got != second.sum || err != nil {
					t.Errorf("%s: the rows add up to %d, want %d, %v", sentence, got, second.sum, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Errorf("%s: %v", sentence, err)
		}
	}
}

func TestAQueuedStatementThatFailsTakesTheTransactionBack(t *testing.T) {
	t.Parallel()
	database, _ := openThings(t)
	err := database.Write(t.Context(), func(tx db.Tx) error {
		for _, id := range []int{1, 2, 1, 3} {
			if err := tx.Queue("INSERT INTO things (id, name) VALUES ($1, 'x')", id); err != nil {
				return err
			}
		}
		return nil
	})
	if db.KindOf(err) != db.Unique {
		t.Errorf("the write says %v, want that the key is taken", err)
	}
	err = database.Read(t.Context(), func(tx db.Tx) error {
		left, err := sum(tx.Query("SELECT id FROM things"))
		if left != 0 {
			t.Errorf("of a write that failed, %d is left", left)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestRefusalsAreToldApart(t *testing.T) {
	t.Parallel()
	database, dsn := openThings(t)
	for sentence, test := range map[string]struct {
		sql  string
		args []any
		want db.Kind
	}{
		"a key twice":           {"INSERT INTO things (id, name) VALUES ($1, 'a'), ($1, 'b')", []any{1}, db.Unique},
		"what is not there":     {"INSERT INTO things (id, name, other) VALUES ($1, 'a', 99)", []any{1}, db.ForeignKey},
		"a forbidden value":     {"INSERT INTO things (id, name) VALUES ($1, 'a')", []any{-1}, db.Check},
		"a NULL":                {"INSERT INTO things (id, name) VALUES ($1, $2)", []any{1, nil}, db.Check},
		"a character":           {"INSERT INTO things (id, name) VALUES ($1, $2)", []any{1, "a\x00b"}, db.Character},
		"a mistake":             {"SELECT nothing FROM things", nil, db.Other},
		"a number of no length": {"SELECT SUM(id) FROM things", nil, db.Other},
	} {
		err := database.Write(t.Context(), func(tx db.Tx) error { _, err := tx.Exec(test.sql, test.args...); return err })
		if err == nil || db.KindOf(err) != test.want {
			t.Errorf("%s: kind %d, want %d: %v", sentence, db.KindOf(err), test.want, err)
		}
	}
	for address, want := range map[string]db.Kind{
		"postgres://%zz":                                            db.Address,
		"mysql://localhost/callflow":                                db.Address,
		"postgres://callflow@/x?host=/nowhere-at-all":               db.Unreachable,
		"postgres://127.0.0.1:1/x":                                  db.Unreachable,
		strings.Replace(dsn, "/postgres?", "/no-such-database?", 1): db.Address,
		dsn + "&sslmod=off":                                         db.Address,
		dsn + "&work_mem=little":                                    db.Address,
	} {
		opened, err := connect.Open(t.Context(), address)
		if err == nil {
			_ = opened.Close()
		}
		if db.KindOf(err) != want {
			t.Errorf("%s: kind %d, want %d: %v", address, db.KindOf(err), want, err)
		}
	}
}

func TestACallerThatGivesUpEndsItsQueryAndNothingElse(t *testing.T) {
	t.Parallel()
	database, _ := openThings(t)
	ctx, giveUp := context.WithCancel(t.Context())
	err := database.Read(ctx, func(tx db.Tx) error {
		rows := tx.Query("SELECT 1 FROM generate_series(1, 3)")
		rows.Close()
		giveUp()
		rows = tx.Query("SELECT n FROM generate_series(1, 1000000000000) n")
		for rows.Next() {
		}
		return rows.Err()
	})
	if db.KindOf(err) != db.Cancelled {
		t.Errorf("the read says %v, want that it was given up", err)
	}
	for range 40 { // whichever connection comes
		if err := database.ReadOne(t.Context(), func(tx db.Tx) error { _, err := sum(tx.Query("SELECT 1")); return err }); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConnectionsThatBrokeAreNotMissed(t *testing.T) {
	t.Parallel()
	other, dsn := openThings(t)
	database := open(t, dsn+"&application_name=broken")
	read := func(tx db.Tx) error { _, err := sum(tx.Query("SELECT id FROM things")); return err }
	for range 3 {
		write(t, database, func(tx db.Tx) error { return load(tx, 0) })
		if err := database.Read(t.Context(), read); err != nil {
			t.Fatal(err)
		}
		write(t, other, func(tx db.Tx) error {
			broken, err := sum(tx.Query("SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE application_name = 'broken'"))
			if broken == 0 {
				t.Error("no connection was broken")
			}
			return err
		})
		if err := database.Read(t.Context(), read); err != nil {
			t.Errorf("reading after the connections broke: %v", err)
		}
		if err := database.Write(t.Context(), read); err != nil {
			t.Errorf("writing after the connections broke: %v", err)
		}
	}
}

func TestWhatOneAnnouncesOthersHear(t *testing.T) {
	t.Parallel()
	one, dsn := openThings(t)
	two := open(t, dsn)
	heard := make(chan int64, 100)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		two.Listen(ctx, func(account int64) { heard <- account })
	}()
	for got := int64(0); got != 7; { // the first ones may come before anybody listens
		one.Announce(7)
		select {
		case got = <-heard:
		default:
		}
	}
	two.Announce(8) // its own
	one.Announce(9)
	for got := range heard {
		if got == 8 {
			t.Error("a server hears its own")
		}
		if got == 9 {
			break
		}
	}
	end()
	<-ended
}

func TestATransactionThatWasCancelledIsToldAsThatWhateverIsAskedNext(t *testing.T) {
	t.Parallel()
	database := open(t, testkit.Postgres(t))
	for name, next := range map[string]func(db.Tx) error{
		"a statement": func(tx db.Tx) error { _, err := tx.Exec("SELECT 1"); return err },
		"a query":     func(tx db.Tx) error { rows := tx.Query("SELECT 2"); rows.Close(); return rows.Err() },
		"a script":    func(tx db.Tx) error { return tx.Script("SELECT 3; SELECT 4") },
		"the commit":  func(db.Tx) error { return nil },
	} {
		err := database.Write(t.Context(), func(tx db.Tx) error {
			// The server cancels it by itself, as it does when somebody has asked it to.
			if err := tx.Script("SET LOCAL statement_timeout = 20"); err != nil {
				return err
			}
			tx.Query("SELECT 1 FROM pg_sleep(60)").Close() // its error is read past
			return next(tx)
		})
		if db.KindOf(err) != db.Cancelled {
			t.Errorf("%s behind it is told as %v, of kind %d", name, err, db.KindOf(err))
		}
	}
}
