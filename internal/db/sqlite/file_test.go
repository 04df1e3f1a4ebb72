package sqlite

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/db"
)

// openTable opens a database with a table of texts.
func openTable(t *testing.T, path string) db.DB {
	t.Helper()
	d := openTableToClose(t, path)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// openTableToClose is openTable for a test that closes the database itself, once.
func openTableToClose(t *testing.T, path string) db.DB {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	run(t, d, "CREATE TABLE IF NOT EXISTS texts (id INTEGER PRIMARY KEY, text TEXT)")
	run(t, d, "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
	return d
}

func run(t *testing.T, d db.DB, sql string, args ...any) {
	t.Helper()
	if err := write(t.Context(), d, sql, args...); err != nil {
		t.Fatal(err)
	}
}

func write(ctx context.Context, d db.DB, sql string, args ...any) error {
	return d.Write(ctx, func(tx db.Tx) error {
		_, err := tx.Exec(sql, args...)
		return err
	})
}

func TestTheFilesOfADatabaseAreItsOwnersAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	run(t, d, "CREATE TABLE first (id INTEGER)")
	wantPrivate(t, path, path+"-wal", path+"-shm")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	openTable(t, path)
	wantPrivate(t, path, path+"-wal", path+"-shm")
}

func wantPrivate(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", filepath.Base(path), info.Mode(), err)
		}
	}
}

func TestNothingIsWrittenIntoAFileThatIsGone(t *testing.T) {
	t.Parallel()
	for sentence, lose := range map[string]func(path string) error{
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if err := os.WriteFile(path+".new", text, 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "callflow.db")
			d := openTable(t, path)
			if err := d.Health(t.Context()); err != nil {
				t.Fatalf("at first it is not well: %v", err)
			}
			if err := lose(path); err != nil {
				t.Fatal(err)
			}
			if err := write(t.Context(), d, "INSERT INTO texts (text) VALUES ('lost')"); db.KindOf(err) != db.Gone {
				t.Errorf("writing gave %v", err)
			}
			if err := d.Health(t.Context()); db.KindOf(err) != db.Gone {
				t.Errorf("Health says %v", err)
			}
		})
	}
}

func TestNothingIsWrittenIntoALogThatIsGone(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{"-wal", "-shm"} {
		for sentence, lose := range map[string]func(path string) error{
			"deleted": os.Remove,
			"emptied by another one": func(path string) error {
				return errors.Join(os.Remove(path), os.WriteFile(path, nil, 0o600))
			},
		} {
			t.Run(ending+" "+sentence, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "callflow.db")
				d := openTable(t, path)
				run(t, d, "INSERT INTO texts (text) VALUES ('before')")
				if _, err := d.Scrub(t.Context()); err != nil {
					t.Fatal(err)
				}
				run(t, d, "INSERT INTO texts (text) VALUES ('after the log was emptied')")
				if err := d.Health(t.Context()); err != nil {
					t.Fatalf("at first it is not well: %v", err)
				}
				if err := lose(path + ending); err != nil {
					t.Fatal(err)
				}
				if err := write(t.Context(), d, "INSERT INTO texts (text) VALUES ('lost')"); db.KindOf(err) != db.LogGone {
					t.Errorf("writing gave %v", err)
				}
				if err := d.Health(t.Context()); db.KindOf(err) != db.LogGone {
					t.Errorf("Health says %v", err)
				}
				if _, err := d.Scrub(t.Context()); db.KindOf(err) != db.LogGone {
					t.Errorf("Scrub says %v", err)
				}
			})
		}
	}
}

func TestWhatWasWrittenBeforeTheLogWasDeletedOutlivesAKill(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	d := openTable(t, path)
	run(t, d, "INSERT INTO texts (text) VALUES ('kept')")
	if err := os.Remove(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	if err := d.Health(t.Context()); db.KindOf(err) != db.LogGone {
		t.Errorf("Health says %v", err)
	}
	text, err := os.ReadFile(path) // as a kill would leave it
	if err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(t.TempDir(), "left.db")
	if err := os.WriteFile(left, text, 0o600); err != nil {
		t.Fatal(err)
	}
	kept := openTable(t, left)
	err = kept.ReadOne(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT COUNT(*) FROM texts")
		defer rows.Close()
		if !rows.Next() || rows.Int(0) != 1 {
			t.Errorf("%d texts are left of 1", rows.Int(0))
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAFullDiskIsToldUntilThereIsRoom(t *testing.T) {
	t.Parallel()
	d := openTable(t, filepath.Join(t.TempDir(), "callflow.db"))
	run(t, d, "INSERT INTO schema_version (version) VALUES (1)")
	limit := func(sql string) { // on the connection that writes
		if err := d.Write(t.Context(), func(tx db.Tx) error {
			rows := tx.Query(sql)
			defer rows.Close()
			rows.Next()
			return rows.Err()
		}); err != nil {
			t.Fatal(err)
		}
	}
	limit("PRAGMA max_page_count = 8")
	if err := write(t.Context(), d, "INSERT INTO texts (text) VALUES ($1)", strings.Repeat("x", 1<<20)); db.KindOf(err) != db.Full {
		t.Fatalf("writing gave %v", err)
	}
	if err := d.Health(t.Context()); err != nil {
		t.Errorf("a small write has room, but Health says %v", err)
	}
	limit("PRAGMA max_page_count = 100000")
	run(t, d, "INSERT INTO texts (text) VALUES ($1)", strings.Repeat("x", 1<<20))
	if err := d.Health(t.Context()); err != nil {
		t.Errorf("with room Health says %v", err)
	}
}

func TestADiskThatHasNoRoomLeftIsToldAlthoughNothingIsWritten(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here, which is a full disk")
	}
	path := filepath.Join(t.TempDir(), "callflow.db")
	d := openTable(t, path)
	run(t, d, "INSERT INTO schema_version (version) VALUES (1)")
	refuse := func() {
		t.Helper()
		full := &db.Error{Kind: db.Full, Err: errors.New("no space left on device")}
		if err := d.Write(t.Context(), func(db.Tx) error { return full }); db.KindOf(err) != db.Full {
			t.Fatal(err)
		}
	}
	refuse()
	if err := os.Symlink("/dev/full", path+"-room"); err != nil {
		t.Fatal(err)
	}
	if err := d.Health(t.Context()); db.KindOf(err) != db.Full {
		t.Errorf("on a full disk Health says %v", err)
	}
	before := sizeOf(t, path+"-wal")
	if err := d.Health(t.Context()); err != nil {
		t.Errorf("with room Health says %v", err)
	}
	if after := sizeOf(t, path+"-wal"); after <= before {
		t.Errorf("Health wrote nothing to find out whether it can: the log has %d bytes, before %d", after, before)
	}
	if _, err := os.Lstat(path + "-room"); !os.IsNotExist(err) {
		t.Errorf("Health left its file behind: %v", err)
	}
}

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

func TestADamagedFileIsToldForGood(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	d := openTable(t, path)
	run(t, d, "INSERT INTO texts (text) VALUES ($1)", strings.Repeat("x", 1<<20))
	if done, err := d.Scrub(t.Context()); err != nil || !done {
		t.Fatal(done, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(bytes.Repeat([]byte{0xff}, 1<<20), 8192); err != nil {
		t.Fatal(err)
	}
	failed := d.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT text FROM texts")
		defer rows.Close()
		rows.Next()
		return rows.Err()
	})
	if db.KindOf(failed) != db.Corrupt {
		t.Fatalf("reading gave %v", failed)
	}
	for range 2 {
		if err := d.Health(t.Context()); db.KindOf(err) != db.Corrupt {
			t.Errorf("Health says %v", err)
		}
	}
}

func TestWhatWasOverwrittenLeavesTheDiskWhenItIsScrubbed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	d := openTable(t, path)
	for i := range 200 {
		run(t, d, "INSERT INTO texts (id, text) VALUES ($1, $2)", i, "HEMMELIG "+strings.Repeat("x", 500))
	}
	run(t, d, "UPDATE texts SET text = '' WHERE id < 100")
	run(t, d, "DELETE FROM texts WHERE id >= 100")
	if !onDisk(t, path, "HEMMELIG") {
		t.Fatal("the values are not on the disk before: the test shows nothing")
	}
	release := make(chan struct{})
	reading := make(chan struct{})
	var ended = make(chan error, 1)
	go func() {
		ended <- d.Read(t.Context(), func(tx db.Tx) error {
			rows := tx.Query("SELECT COUNT(*) FROM texts")
			rows.Next()
			rows.Close()
			close(reading)
			<-release
			return nil
		})
	}()
	<-reading
	run(t, d, "INSERT INTO texts (id, text) VALUES (1000, '')")
	if done, err := d.Scrub(t.Context()); done || err != nil {
		t.Errorf("while somebody reads what was before it says %t, %v", done, err)
	}
	close(release)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if done, err := d.Scrub(t.Context()); !done || err != nil {
		t.Errorf("it says %t, %v", done, err)
	}
	if onDisk(t, path, "HEMMELIG") {
		t.Error("the values are still on the disk")
	}
}

func onDisk(t *testing.T, path, text string) bool {
	t.Helper()
	for _, name := range []string{path, path + "-wal"} {
		held, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(held, []byte(text)) {
			return true
		}
	}
	return false
}
