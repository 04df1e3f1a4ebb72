package citus

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"callflow/internal/store/schema"
)

// schemaRules are what Citus asks of a schema whose tables are distributed by account_id, each as a query for what
// breaks it. $1 are the tables that are not one account's.
var schemaRules = map[string]string{
	"a trigger": `SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
		WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND NOT tgisinternal AND c.relname <> ALL ($1)`,
	"an index that does not begin with account_id": `SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
		JOIN pg_class c ON c.oid = x.indrelid LEFT JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
		WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relname <> ALL ($1) AND COALESCE(a.attname, '') <> 'account_id'`,
	"a foreign key without account_id on both sides": `SELECT conname FROM pg_constraint k
		WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) AND CAST($1 AS TEXT[]) IS NOT NULL AND NOT EXISTS (
			SELECT FROM unnest(conkey, confkey) AS pair (here, there)
			JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = here AND a.attname = 'account_id'
			JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = there AND b.attname = 'account_id')`,
	"a foreign key that does something by itself": `SELECT conname FROM pg_constraint
		WHERE contype = 'f' AND connamespace = CAST(current_schema() AS regnamespace) AND CAST($1 AS TEXT[]) IS NOT NULL
		AND (confdeltype NOT IN ('a', 'r') OR confupdtype NOT IN ('a', 'r'))`,
	"an exclusion constraint": `SELECT conname FROM pg_constraint
		WHERE contype = 'x' AND connamespace = CAST(current_schema() AS regnamespace) AND CAST($1 AS TEXT[]) IS NOT NULL`,
	"a sequence": `SELECT relname FROM pg_class
		WHERE relkind = 'S' AND relnamespace = CAST(current_schema() AS regnamespace) AND CAST($1 AS TEXT[]) IS NOT NULL`,
	"a column that computes its value": `SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace) AND CAST($1 AS TEXT[]) IS NOT NULL
		AND (a.attidentity <> '' OR a.attgenerated <> '' OR pg_get_expr(d.adbin, d.adrelid) !~ '^(-?[0-9]+|''''::text)$')`,
	"a table without account_id, a number that has to be there": `SELECT c.relname FROM pg_class c
		WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relname <> ALL ($1) AND NOT EXISTS (
			SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND a.attnotnull AND a.atttypid = CAST('bigint' AS regtype))`,
	"a table without a primary key": `SELECT c.relname FROM pg_class c
		WHERE c.relkind = 'r' AND c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relname <> ALL ($1)
		AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p')`,
}

// CheckSchema holds the schema of a PostgreSQL database against the rules of Citus, and the lists of `migrate --citus` against
// the schema: every table is in one of them, and after those that its keys lead to.
func CheckSchema(t *testing.T, dsn string, distributed, references []string) {
	t.Helper()
	if _, _, err := schema.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	connection := connectTo(t, dsn)
	others := append(slices.Clone(references), "schema_version")
	for what, sql := range schemaRules {
		for _, found := range names(t, connection, sql, others) {
			t.Errorf("the schema has %s: %s", what, found)
		}
	}
	tables := names(t, connection, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)")
	listed := slices.Concat(distributed, others)
	slices.Sort(tables)
	slices.Sort(listed)
	if !slices.Equal(tables, listed) {
		t.Errorf("the schema has the tables %v, and `migrate --citus` knows %v", tables, listed)
	}
	for _, pair := range names(t, connection, `SELECT c.relname || ' ' || p.relname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
		JOIN pg_class p ON p.oid = k.confrelid WHERE k.contype = 'f' AND k.connamespace = CAST(current_schema() AS regnamespace)`) {
		checkOrder(t, pair, distributed)
	}
}

func names(t *testing.T, connection *pgx.Conn, sql string, args ...any) []string {
	t.Helper()
	rows, err := connection.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return found
}

func run(t *testing.T, connection *pgx.Conn, sql string) {
	t.Helper()
	if _, err := connection.PgConn().Exec(t.Context(), sql).ReadAll(); err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
}

func connectTo(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.WithoutCancel(t.Context())) }) // what it said is known
	return connection
}

// checkOrder holds a table and the one that its key leads to against the order in which they are distributed.
func checkOrder(t *testing.T, pair string, distributed []string) {
	t.Helper()
	child, parent, _ := strings.Cut(pair, " ")
	if at := slices.Index(distributed, parent); at < 0 || slices.Index(distributed, child) < at {
		t.Errorf("%s refers to %s, which `migrate --citus` distributes later or not at all", child, parent)
	}
}
