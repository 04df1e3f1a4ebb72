package sqlite

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"callflow/internal/db"
)

func TestAWriteThatWaitsForAnotherProcessIsGivenUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "callflow.db")
	var databases [2]db.DB
	for i := range databases {
		d, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		databases[i] = d
	}
	ctx, giveUp := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer giveUp()
	nothing := func(db.Tx) error { return nil }
	err := databases[0].Write(t.Context(), func(db.Tx) error {
		err := databases[1].Write(ctx, nothing)
		if db.KindOf(err) != db.Cancelled {
			t.Errorf("the write that waits says %v, want that it was given up", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := databases[1].Write(t.Context(), nothing); err != nil {
		t.Error(err)
	}
}
