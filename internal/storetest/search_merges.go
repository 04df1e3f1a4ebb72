package storetest

import (
	"testing"

	"callflow/internal/db"
)

// indexIsBroughtTogether takes many small steps of the index, and brings together what they put apart.
func indexIsBroughtTogether(t *testing.T, f *fixture) {
	for i := range 30 {
		f.fillCrowd(t, 10*i, 10*i+10)
		f.index(t)
		for more := true; more; {
			var err error
			if more, err = f.store.MergeSearch(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if pieces := f.pieces(t); pieces > 12 {
			t.Fatalf("the index lies in %d pieces after %d steps", pieces, i+1)
		}
	}
	f.wantFound(t, "crowd-29 mengde", "crowd-29", "crowd-290", "crowd-291", "crowd-292", "crowd-293", "crowd-294", "crowd-295", "crowd-296", "crowd-297",
		"crowd-298", "crowd-299")
}

// pieces counts the pieces of SQLite's index; PostgreSQL's has one.
func (f *fixture) pieces(t *testing.T) (pieces int64) {
	t.Helper()
	raw(t, f.dsn, func(tx db.Tx, dialect string) error {
		if dialect == "postgres" {
			pieces = 1
			return nil
		}
		rows := tx.Query("SELECT COUNT(DISTINCT segid) FROM search_index_idx")
		defer rows.Close()
		if rows.Next() {
			pieces = rows.Int(0)
		}
		return rows.Err()
	})
	return pieces
}
