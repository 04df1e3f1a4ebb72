package store_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/storetest"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t testing.TB) string {
		t.Helper()
		return filepath.Join(t.TempDir(), "callflow.db")
	})
}
