package store

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/db"
)

func TestWhatTheDeskACardAndAMirrorAskForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "callflow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for sql, index := range map[string]string{
		liveClaims: "SEARCH claims USING COVERING INDEX claims_of_users (account_id=? AND campaign_id=? AND user_id=? AND until>?)",
		findHeld:   "SEARCH claims USING COVERING INDEX claims_of_users (account_id=? AND campaign_id=? AND user_id=? AND until>?)",
		withoutNumberAfter: "SEARCH callflow_customers USING COVERING INDEX callflow_customers_without_number " +
			"(account_id=? AND campaign_id=? AND state_id=? AND number>?)",
		findReadyWithNumber: "SEARCH i USING COVERING INDEX callflow_customers_with_number (account_id=? AND campaign_id=? AND state_id=?); " +
			"SEARCH r USING PRIMARY KEY (account_id=? AND campaign_id=? AND number=?) LEFT-JOIN; CORRELATED SCALAR SUBQUERY 1; " +
			"SEARCH k USING PRIMARY KEY (account_id=? AND campaign_id=? AND number=?)",
		findPairs:         "SEARCH mirrored_customers USING COVERING INDEX mirrored_customers_here (account_id=? AND assignment_id=? AND number=?)",
		findAskedLater:    "SEARCH mirrored_customers USING INDEX mirrored_customers_who_left (account_id=? AND assignment_id=? AND asked>?)",
		findAskedEarlier:  "SEARCH mirrored_customers USING INDEX mirrored_customers_who_left (account_id=? AND assignment_id=? AND asked>? AND asked<?)",
		findValuesChanged: "SEARCH changes USING COVERING INDEX changes_of_values (account_id=? AND assignment_id=? AND number=?)",
	} {
		err := s.db.Read(t.Context(), func(tx db.Tx) error {
			var plan []string
			var ones []any
			for i := 1; strings.Contains(sql, "$"+strconv.Itoa(i)); i++ {
				ones = append(ones, 1)
			}
			rows := tx.Query("EXPLAIN QUERY PLAN "+sql, ones...)
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
