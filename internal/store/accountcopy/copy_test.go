package accountcopy_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"callflow/internal/store"
	"callflow/internal/store/accountcopy"
	"callflow/internal/storetest"
	"callflow/internal/storetest/citus"
	"callflow/internal/storetest/statement"
	"callflow/internal/testkit"
)

func file(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "callflow.db")
}

func TestCopySQLiteToPostgreSQL(t *testing.T) {
	t.Parallel()
	storetest.RunCopy(t, file, testkit.Postgres)
}

func TestCopyPostgreSQLToSQLite(t *testing.T) {
	t.Parallel()
	storetest.RunCopy(t, testkit.Postgres, file)
}

func TestCopySQLiteToSQLite(t *testing.T) {
	t.Parallel()
	storetest.RunCopy(t, file, file)
}

func TestEveryTableAndColumnOfTheSchemaIsCopied(t *testing.T) {
	t.Parallel()
	for name, empty := range map[string]func(testing.TB) string{"SQLite": file, "PostgreSQL": testkit.Postgres} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := empty(t)
			s, err := store.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			schema := storetest.Schema(t, dsn)
			delete(schema, "schema_version") // of the database
			delete(schema, "copies")         // of the target's accounts, whose copies they are
			wantCopied(t, schema, accountcopy.CopiedTables())
		})
	}
}

func wantCopied(t *testing.T, schema map[string]map[string]storetest.Column, copied map[string]map[string]accountcopy.CopiedColumn) {
	t.Helper()
	if len(schema) < 20 {
		t.Errorf("the schema has %d tables; they were not all found", len(schema))
	}
	for table, columns := range schema {
		if columns = keyed(columns); len(columns) != len(copied[table]) {
			t.Errorf("the table %s has %d columns, and %d of them are in internal/store/accountcopy/table.go", table, len(columns), len(copied[table]))
		}
		for name, column := range columns {
			if known := storetest.Column(copied[table][name]); !reflect.DeepEqual(known, column) {
				t.Errorf("%s.%s is %+v in the schema, and %+v in internal/store/accountcopy/table.go", table, name, column, known)
			}
		}
	}
	for table := range copied {
		if schema[table] == nil {
			t.Errorf("internal/store/accountcopy/table.go names a table %s, which the schema does not have", table)
		}
	}
}

// keyed counts the account as part of every key: all rows of one are copied.
func keyed(columns map[string]storetest.Column) map[string]storetest.Column {
	account := columns["account_id"]
	account.Key = true
	columns["account_id"] = account
	return columns
}

func TestEveryStatementOfACopyIsOneAccountsAndReadyForCitus(t *testing.T) {
	t.Parallel()
	statement.CheckStatements(t, statements(t))
}

func TestNoPartOfACopyDependsOnAQueryPlan(t *testing.T) {
	t.Parallel()
	statement.CheckOrder(t, file(t), statements(t))
}

func TestPostgreSQLReadsOneAccountWithEveryStatementOfACopy(t *testing.T) {
	t.Parallel()
	citus.CheckPlans(t, testkit.PostgresStore(t), statements(t))
}

func statements(t *testing.T) []statement.Statement {
	t.Helper()
	return statement.Read(t, accountcopy.Told(statement.Insert), ".")
}
