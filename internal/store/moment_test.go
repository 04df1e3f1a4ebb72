package store

import (
	"context"
	"path/filepath"
	"testing"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/schema"
)

// committingMeanwhile is a database in which somebody commits as soon as a statement has been answered.
type committingMeanwhile struct {
	db.DB
	commit func()
}

func (d committingMeanwhile) ReadOne(ctx context.Context, fn func(db.Tx) error) error {
	err := d.DB.ReadOne(ctx, fn)
	d.commit()
	return err
}

func openNew(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestAMomentIsNotKnownBeyondACommitThatComesWhileItIsRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	if _, _, err := schema.Migrate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	other := openNew(t, path) // of another server
	account, err := other.CreateAccount(t.Context(), callflow.Account{Name: "acme", TimeZone: "Europe/Oslo"})
	if err != nil {
		t.Fatal(err)
	}
	change := func() {
		err := other.Write(t.Context(), account, func(w *Write) error {
			w.TouchSetup()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := openNew(t, path)
	open := s.db
	s.db = committingMeanwhile{open, change}
	before, err := s.Moment(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	s.db = open
	for range 2 { // the second time it is known
		after, err := s.Moment(t.Context(), account)
		if err != nil || after.Setup != before.Setup+1 {
			t.Errorf("after a change of the set-up %d it is told as %d (%v)", before.Setup, after.Setup, err)
		}
		change()
		before = after
	}
}
