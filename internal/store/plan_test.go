package store

import (
	"path/filepath"
	"strings"
	"testing"

	"callflow/internal/db"
)

func TestWhatTheDeskAndACardAskForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "callflow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for sql, index := range map[string]string{
		findHeld:          "SEARCH claims USING COVERING INDEX claims_of_users (account_id=? AND campaign_id=? AND user_id=? AND until>?)",
		findValuesChanged: "SEARCH changes USING COVERING INDEX changes_of_values (account_id=? AND assignment_id=? AND number=?)",
	} {
		err := s.db.Read(t.Context(), func(tx db.Tx) error {
			var plan []string
			rows := tx.Query("EXPLAIN QUERY PLAN "+sql, 1, 1, 1)
			if strings.Contains(sql, "$4") {
				rows = tx.Query("EXPLAIN QUERY PLAN "+sql, 1, 1, 1, 1)
			}
			for rows.Next() {
				plan = append(plan, rows.Text(3))
			}
			if got := strings.Join(plan, "; "); got != index {
				t.Errorf("%s\nis read by %s, want %s", sql, got, index)
			}
			return rows.Err()
		})
		if err != nil {
			t.Error(err)
		}
	}
}
