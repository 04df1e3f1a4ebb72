package changelog_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/store/changelog"
	"callflow/internal/storetest/statement"
)

func TestWhatACardAsksForIsFoundInItsIndex(t *testing.T) {
	t.Parallel()
	statement.WantSteps(t, filepath.Join(t.TempDir(), "callflow.db"), map[string]string{
		changelog.FindValuesChanged: "SEARCH changes USING COVERING INDEX changes_of_values (account_id=? AND assignment_id=? AND number=?)",
	})
}
