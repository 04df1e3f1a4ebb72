package pairing_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/store/pairing"
	"callflow/internal/storetest/statement"
)

func TestWhatAMirrorAsksForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	statement.WantSteps(t, filepath.Join(t.TempDir(), "callflow.db"), map[string]string{
		pairing.FindPairs:        "SEARCH mirrored_customers USING COVERING INDEX mirrored_customers_here (account_id=? AND assignment_id=? AND number=?)",
		pairing.FindAskedLater:   "SEARCH mirrored_customers USING INDEX mirrored_customers_who_left (account_id=? AND assignment_id=? AND asked>?)",
		pairing.FindAskedEarlier: "SEARCH mirrored_customers USING INDEX mirrored_customers_who_left (account_id=? AND assignment_id=? AND asked>? AND asked<?)",
	})
}
