package handout_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/store/handout"
	"callflow/internal/storetest/statement"
)

func TestWhatTheDeskAsksForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	statement.WantSteps(t, filepath.Join(t.TempDir(), "callflow.db"), map[string]string{
		handout.LiveClaimsOfUser: "SEARCH claims USING COVERING INDEX claims_of_users (account_id=? AND campaign_id=? AND user_id=? AND until>?)",
		handout.FindHeld:         "SEARCH claims USING COVERING INDEX claims_of_users (account_id=? AND campaign_id=? AND user_id=? AND until>?)",
		handout.FindReadyWithNumber: "SEARCH i USING COVERING INDEX callflow_customers_with_number (account_id=? AND campaign_id=? AND state_id=?); " +
			"SEARCH r USING PRIMARY KEY (account_id=? AND campaign_id=? AND number=?) LEFT-JOIN; CORRELATED SCALAR SUBQUERY 1; " +
			"SEARCH k USING PRIMARY KEY (account_id=? AND campaign_id=? AND number=?)",
	})
}
