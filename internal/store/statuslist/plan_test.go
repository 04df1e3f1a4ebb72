package statuslist_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/store/statuslist"
	"callflow/internal/storetest/statement"
)

func TestWhatAStateAsksForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	statement.WantSteps(t, filepath.Join(t.TempDir(), "callflow.db"), map[string]string{
		statuslist.WithoutNumberAfter: "SEARCH callflow_customers USING COVERING INDEX callflow_customers_without_number " +
			"(account_id=? AND campaign_id=? AND state_id=? AND number>?)",
	})
}
