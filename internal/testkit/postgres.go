package testkit

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"callflow/internal/testkit/missing"
)

// patience is how long a PostgreSQL server may take for one thing before the test fails: long, for a machine that is busy.
const patience = time.Minute

// Database gives the database that a scenario runs on: a new SQLite file, with CALLFLOW_TEST_PLANNER one whose statistics differ from
// scenario to scenario, see Statistics; or with CALLFLOW_TEST_DATABASE=postgres a schema of PostgreSQL, see PostgresStore, with planner
// settings that differ as well, see Planner.
func Database(t testing.TB) string {
	t.Helper()
	switch chosen := os.Getenv("CALLFLOW_TEST_DATABASE"); chosen {
	case "", "sqlite":
		path := filepath.Join(t.TempDir(), "callflow.db")
		if statistics := statisticsOf(t); statistics != nil {
			t.Logf("SQLite's statistics: %s", statistics.Name)
			statistics.In(t, path)
		}
		return path
	case "postgres":
		dsn := PostgresStore(t)
		if planner := oneFor(t, Planners(t)); planner != nil {
			t.Logf("PostgreSQL's planner: %s", planner.Name)
			dsn = planner.On(t, dsn)
		}
		return dsn
	default:
		t.Fatalf("CALLFLOW_TEST_DATABASE is %q; it can be sqlite or postgres", chosen)
		return ""
	}
}

// Postgres gives the DSN of an empty schema of the test's own, in the server that scripts/with-postgres started.
func Postgres(t testing.TB) string {
	t.Helper()
	return schemaIn(t, fromWithPostgres(t, "CALLFLOW_TEST_POSTGRES"))
}

// schemaIn makes a schema that goes with the test, and gives its DSN with further settings, by name and value.
func schemaIn(t testing.TB, dsn string, settings ...string) string {
	t.Helper()
	server, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("the server's address: %v", err)
	}
	schema := "test_" + strings.ToLower(rand.Text())
	tell(t, server.String(), "CREATE SCHEMA "+schema)
	t.Cleanup(func() { tell(t, server.String(), "DROP SCHEMA "+schema+" CASCADE") })

	own := *server
	parameters := own.Query()
	parameters.Set("search_path", schema)
	for i := 0; i+1 < len(settings); i += 2 {
		parameters.Set(settings[i], settings[i+1])
	}
	own.RawQuery = parameters.Encode()
	return own.String()
}

// fromWithPostgres gives what scripts/with-postgres put into the environment; see package missing for a test without it.
func fromWithPostgres(t testing.TB, variable string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value != "" {
		return value
	}
	missing.Skip(t, "PostgreSQL", "make test, or scripts/with-postgres go test ...")
	return ""
}

// analyze has PostgreSQL collect its statistics, as it does by itself within a minute of a large write. Without them, a planner that may plan
// for one account and may not hash takes the account's customers for one row, and reads all of them for each row of a join.
func analyze(t testing.TB, dsn string) {
	t.Helper()
	if strings.HasPrefix(dsn, "postgres") {
		tell(t, dsn, "ANALYZE customers, callflow_customers, changes, counts")
	}
}

// tell has a server carry out a statement, also after the end of the test.
func tell(t testing.TB, dsn, statement string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), patience)
	defer cancel()
	answer, err := ask(ctx, dsn, statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	return answer
}

// ask runs a statement on a connection of its own and gives the first value of its answer, as text.
func ask(ctx context.Context, dsn, statement string) (string, error) {
	connection, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }() // the answer is there
	results, err := connection.PgConn().Exec(ctx, statement).ReadAll()
	if err != nil || len(results) == 0 || len(results[0].Rows) == 0 {
		return "", err
	}
	return string(results[0].Rows[0][0]), nil
}
