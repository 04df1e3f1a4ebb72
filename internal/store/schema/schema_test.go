package schema_test

import (
	"os"
	"path/filepath"
	"testing"

	"callflow/internal/store/schema"
	"callflow/internal/storetest"
	"callflow/internal/storetest/citus"
	"callflow/internal/storetest/statement"
	"callflow/internal/testkit"
)

func TestTheSchemaIsReadyForCitus(t *testing.T) {
	t.Parallel()
	citus.CheckSchema(t, testkit.Postgres(t), schema.Distributed(), schema.References())
}

func TestTheTablesAreGivenToCitusInOrderAndOnce(t *testing.T) {
	t.Parallel()
	citus.CheckDistribute(t, testkit.Postgres(t), schema.Distributed(), schema.References())
}

func TestNoMigrationHasWhatCitusCannotSpread(t *testing.T) {
	t.Parallel()
	statement.CheckMigrations(t, os.DirFS("migrations"))
}

func TestNoMigrationEmptiesATableThatMayHaveRows(t *testing.T) {
	t.Parallel()
	storetest.CheckMigrationsKeepRows(t, os.DirFS("migrations"))
}

func TestADatabaseWhoseRowsAMigrationWouldTakeAwayIsRefused(t *testing.T) {
	t.Parallel()
	first, err := os.ReadFile("migrations/postgres/0001_foundation.sql")
	if err != nil {
		t.Fatal(err)
	}
	storetest.CheckRowsSurvive(t, testkit.Postgres(t), string(first))
}

func TestAMigrationFindsWhoHasNoNumberThatCanBeCalled(t *testing.T) {
	t.Parallel()
	storetest.CheckNumbersAreFilled(t, filepath.Join(t.TempDir(), "callflow.db"), schema.FillNoNumber)
	storetest.CheckNumbersAreFilled(t, testkit.PostgresStore(t), schema.FillNoNumber)
}
