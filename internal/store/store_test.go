package store_test

import (
	"path/filepath"
	"testing"

	"callflow/internal/storetest"
	"callflow/internal/testkit"
)

func TestSQLite(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t testing.TB) string {
		t.Helper()
		return filepath.Join(t.TempDir(), "callflow.db")
	})
}

func TestPostgreSQL(t *testing.T) {
	t.Parallel()
	storetest.Run(t, testkit.Postgres)
}
