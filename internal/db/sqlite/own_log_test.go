package sqlite

import (
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/db"
)

// killedState copies the files of a database that is open, as a kill would leave them.
func killedState(t *testing.T, path string) (left string) {
	t.Helper()
	left = filepath.Join(t.TempDir(), "callflow.db")
	for _, ending := range []string{"", "-wal", lineSuffix} {
		copyFile(t, path+ending, left+ending)
	}
	return left
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err = errors.Join(err, os.WriteFile(to, content, 0o600)); err != nil {
		t.Fatal(err)
	}
}

func countTexts(t *testing.T, d db.DB) (count int) {
	t.Helper()
	err := d.ReadOne(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT COUNT(*) FROM texts")
		defer rows.Close()
		if rows.Next() {
			count = int(rows.Int(0))
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func scrub(t *testing.T, d db.DB) {
	t.Helper()
	if done, err := d.Scrub(t.Context()); err != nil || !done {
		t.Fatalf("the log was not emptied: %v, %v", done, err)
	}
}

const addText = "INSERT INTO texts (text) VALUES ('en')"

func TestABackupBesideTheLogOfAKilledServerIsRefused(t *testing.T) {
	t.Parallel()
	for sentence, back := range map[string]func(t *testing.T, d db.DB, path, backup string){
		"copied after the log was emptied": func(t *testing.T, d db.DB, path, backup string) {
			t.Helper()
			scrub(t, d)
			copyFile(t, path, backup)
		},
		"made by VACUUM INTO": func(t *testing.T, d db.DB, _, backup string) {
			t.Helper()
			vacuumInto(t, d, backup)
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			path, backup := filepath.Join(t.TempDir(), "callflow.db"), filepath.Join(t.TempDir(), "backup.db")
			d := openTable(t, path)
			run(t, d, addText)
			back(t, d, path, backup)
			run(t, d, addText)
			scrub(t, d) // one change of which the file knows, and the log does not
			run(t, d, addText)

			left := killedState(t, path)
			copyFile(t, backup, left)
			wantRefused(t, left)
			if err := os.Remove(left + "-wal"); err != nil {
				t.Fatal(err)
			}
			wantTexts(t, left, 1)
		})
	}
}

func vacuumInto(t *testing.T, d db.DB, path string) {
	t.Helper()
	tx, err := d.(*sqliteDB).connectAgain()
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec("VACUUM INTO $1", path)
	if err = errors.Join(err, tx.conn.Close()); err != nil {
		t.Fatal(err)
	}
}

func wantRefused(t *testing.T, path string) {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err == nil {
		t.Errorf("it is opened, with %d texts", countTexts(t, d))
		_ = d.Close()
		return
	}
	if db.KindOf(err) != db.Unsuitable || !strings.Contains(err.Error(), "do not belong together") {
		t.Errorf("opening gave %v", err)
	}
}

func wantTexts(t *testing.T, path string, texts int) {
	t.Helper()
	d, err := Open(t.Context(), path)
	if err != nil {
		t.Errorf("opening gave %v", err)
		return
	}
	defer func() { _ = d.Close() }()
	if got := countTexts(t, d); got != texts {
		t.Errorf("it has %d texts, want %d", got, texts)
	}
}

// Two histories of one file go on from the same backup, with as many commits.
func TestTheLogOfAnotherHistoryOfTheFileIsRefused(t *testing.T) {
	t.Parallel()
	backup := filepath.Join(t.TempDir(), "backup.db")
	run(t, openTable(t, backup), addText)
	backup = killedState(t, backup)
	var histories [2]string
	for i := range histories {
		path := filepath.Join(t.TempDir(), "callflow.db")
		for _, ending := range []string{"", "-wal", lineSuffix} {
			copyFile(t, backup+ending, path+ending)
		}
		d := openTable(t, path)
		run(t, d, addText)
		scrub(t, d)
		run(t, d, addText)
		histories[i] = killedState(t, path)
	}
	copyFile(t, histories[1]+"-wal", histories[0]+"-wal")
	wantRefused(t, histories[0])
}

func TestTheLogOfAnotherDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	paths := [2]string{}
	for i := range paths { // two that were made in the same way
		paths[i] = filepath.Join(t.TempDir(), "callflow.db")
		d := openTable(t, paths[i])
		scrub(t, d)
		run(t, d, addText)
	}
	left, another := killedState(t, paths[0]), killedState(t, paths[1])
	copyFile(t, another+"-wal", left+"-wal")
	wantRefused(t, left)
}

func TestWhatTheFirstPageOfALogFollows(t *testing.T) {
	t.Parallel()
	page := func(versions string, counter, name uint32) []byte {
		header := make([]byte, headerSize)
		copy(header[atVersions:], versions)
		binary.BigEndian.PutUint32(header[atCounter:], counter)
		binary.BigEndian.PutUint32(header[atName:], name)
		return header
	}
	const ahead, rollback = "\x02\x02", "\x01\x01"
	of := page(ahead, 5, 0xab01_0001)
	for sentence, test := range map[string]struct {
		next, page []byte
		follows    bool
	}{
		"the next commit":                     {page(ahead, 6, 0xcd03_ab01), of, true},
		"the next one of the same connection": {page(ahead, 5, 0xcd03_ab01), of, true},
		"one that is not named":               {page(ahead, 6, 0xab01_0001), of, true},
		"a later one":                         {page(ahead, 6, 0xef05_cd03), of, false},
		"one beside it":                       {page(ahead, 5, 0xab03_0001), of, false},
		"a later one by its counter":          {page(ahead, 7, 0xcd03_ab01), of, false},
		"the first named one":                 {page(ahead, 6, 0xcd03_0000), page(ahead, 5, 0), true},
		"after one that is not named, later":  {page(ahead, 9, 0xcd03_0000), page(ahead, 5, 0), false},
		"of a file that has no log":           {page(ahead, 6, 0xcd03_ab01), page(rollback, 5, 0xab01_0001), false},
		"of no file":                          {page(ahead, 1, 0xcd03_ab01), make([]byte, headerSize), false},
	} {
		if got := follows(test.next, test.page); got != test.follows {
			t.Errorf("%s: %v, want %v", sentence, got, test.follows)
		}
	}
}
