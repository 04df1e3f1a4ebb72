package testkit_test

import (
	"context"
	"net/url"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"

	"callflow/internal/testkit"
)

func TestEachPostgresDSNHasASchemaOfItsOwn(t *testing.T) {
	t.Parallel()
	for range 2 {
		connection := connect(t, testkit.Postgres(t))
		if _, err := connection.Exec(t.Context(), "CREATE TABLE customers (id int)"); err != nil {
			t.Error(err)
		}
	}
}

func TestAPostgresSchemaGoesWithTheTest(t *testing.T) {
	outer := connect(t, testkit.Postgres(t))
	var schema string
	t.Run("a test that leaves a table", func(t *testing.T) {
		dsn := testkit.Postgres(t)
		parsed, err := url.Parse(dsn)
		if err != nil {
			t.Fatal(err)
		}
		schema = parsed.Query().Get("search_path")
		if _, err := connect(t, dsn).Exec(t.Context(), "CREATE TABLE customers (id int)"); err != nil {
			t.Fatal(err)
		}
	})
	if found := count(t, outer, "SELECT count(*) FROM pg_namespace WHERE nspname = $1", schema); found != 0 {
		t.Errorf("the schema %s is still there", schema)
	}
}

func TestTheDatabaseOfAScenarioIsChosenFromOutside(t *testing.T) {
	t.Setenv("CALLFLOW_TEST_DATABASE", "")
	if name := filepath.Base(testkit.Database(t)); name != "callflow.db" {
		t.Errorf("at first the database is %s, not a SQLite file", name)
	}
	t.Setenv("CALLFLOW_TEST_DATABASE", "postgres")
	connect(t, testkit.Database(t))
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.WithoutCancel(t.Context())) }) // its server may be gone by now
	return connection
}

func count(t *testing.T, connection *pgx.Conn, query string, arguments ...any) int {
	t.Helper()
	var found int
	if err := connection.QueryRow(t.Context(), query, arguments...).Scan(&found); err != nil {
		t.Fatal(err)
	}
	return found
}
