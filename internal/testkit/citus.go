package testkit

import (
	"os"
	"testing"

	"callflow/internal/store/schema"
)

// PostgresStore gives the DSN of a PostgreSQL database for a store of the test's own: an empty schema, or in a cluster of
// Citus one whose tables are there and distributed already.
//
// To run what uses it on a cluster, the store's tests and the scenarios, name its coordinator, as a user who may create
// schemas. The cluster has Citus 13 on PostgreSQL 15 or later, and a worker or more:
//
//	CALLFLOW_TEST_CITUS='postgres://user@coordinator/database' CALLFLOW_TEST_DATABASE=postgres \
//	  scripts/with-postgres go test -p 1 -timeout 60m ./internal/store ./internal/app ./internal/api ./internal/server
//
// Tests of PostgreSQL itself stay on the server of scripts/with-postgres.
func PostgresStore(t testing.TB) string {
	t.Helper()
	if !OnCitus() {
		return Postgres(t)
	}
	// Four shards of a table show the same as 32, in an eighth of the time.
	dsn := schemaIn(t, os.Getenv("CALLFLOW_TEST_CITUS"), "citus.shard_count", "4")
	if _, err := schema.Distribute(t.Context(), dsn); err != nil {
		t.Fatalf("CALLFLOW_TEST_CITUS: %v", err)
	}
	return dsn
}

// OnCitus says whether the tests of stores run on a cluster.
func OnCitus() bool { return os.Getenv("CALLFLOW_TEST_CITUS") != "" }
