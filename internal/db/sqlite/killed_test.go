package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/db"
)

// Whatever a server was at when it was killed, its own file and log are taken.
func TestWhatAKilledServerLeftIsTaken(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	if err := openTableToClose(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(17, 30))
	k := &killable{path: path}
	k.open(t)
	defer func() { _ = k.d.Close() }()
	for range 100 {
		k.steps[random.IntN(len(k.steps))](t)
		wantTexts(t, killedState(t, path), k.texts)
	}
}

// killable is a database on which all is done that changes its file or its log.
type killable struct {
	path  string
	d     db.DB
	texts int
	steps []func(t *testing.T)
}

func (k *killable) open(t *testing.T) {
	t.Helper()
	d, err := Open(t.Context(), k.path)
	if err != nil {
		t.Fatal(err)
	}
	k.d = d
	k.steps = []func(t *testing.T){k.write, k.write, k.writeMuch, k.writeNothing, k.changeSchema, k.renewMark, k.checkpoint, k.checkpointBesideAReader, k.empty, k.openAgain}
}

func (k *killable) write(t *testing.T) {
	t.Helper()
	run(t, k.d, addText)
	k.texts++
}

func (k *killable) writeMuch(t *testing.T) {
	t.Helper()
	err := k.d.WriteSoon(t.Context(), func(tx db.Tx) error {
		_, err := tx.Exec("INSERT INTO texts (text) VALUES ($1)", strings.Repeat("mye ", 100_000))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	k.texts++
}

func (k *killable) writeNothing(t *testing.T) {
	t.Helper()
	if err := k.d.Write(t.Context(), func(db.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
}

func (k *killable) changeSchema(t *testing.T) {
	t.Helper()
	run(t, k.d, fmt.Sprintf("CREATE TABLE more%d (id INTEGER PRIMARY KEY)", rand.Int64()))
}

func (k *killable) renewMark(t *testing.T) {
	t.Helper()
	if err := k.d.MarkLine(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// checkpoint moves the log into the file, and leaves it as it is.
func (k *killable) checkpoint(t *testing.T) {
	t.Helper()
	tx, err := k.d.(*sqliteDB).connectAgain()
	if err != nil {
		t.Fatal(err)
	}
	_, err = checkpoint(tx.conn, "PASSIVE")
	if err = errors.Join(err, tx.conn.Close()); err != nil {
		t.Fatal(err)
	}
}

// checkpointBesideAReader does so while one reads, who has the next commits go on in the same log, and then in part.
func (k *killable) checkpointBesideAReader(t *testing.T) {
	t.Helper()
	err := k.d.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("SELECT COUNT(*) FROM texts")
		defer rows.Close()
		rows.Next()
		k.checkpoint(t)
		k.write(t)
		k.checkpoint(t)
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (k *killable) empty(t *testing.T) {
	t.Helper()
	scrub(t, k.d)
}

func (k *killable) openAgain(t *testing.T) {
	t.Helper()
	if err := k.d.Close(); err != nil {
		t.Fatal(err)
	}
	k.open(t)
}
