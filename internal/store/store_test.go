package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"callflow/internal/db/sqlite"
	"callflow/internal/store"
	"callflow/internal/storetest"
	"callflow/internal/storetest/citus"
	"callflow/internal/storetest/statement"
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
	storetest.Run(t, testkit.PostgresStore)
}

// The planner settings that callflow sets make its answers quick. Whoever runs the server may have others, and a cluster's workers do not hear of them.
func TestPostgreSQLAnswersAlikeWhateverItsPlannerIsTold(t *testing.T) {
	t.Parallel()
	for _, planner := range testkit.Planners(t) {
		t.Run(planner.Name, func(t *testing.T) {
			t.Parallel()
			storetest.RunAnswers(t, func(t testing.TB) string { t.Helper(); return planner.On(t, testkit.PostgresStore(t)) }, store.Tighten)
		})
	}
}

func TestPostgreSQLShowsTheSameWindowsWithParallelWorkers(t *testing.T) {
	t.Parallel()
	planner := testkit.ParallelPlanner()
	storetest.RunWindows(t, func(t testing.TB) string { t.Helper(); return planner.On(t, testkit.PostgresStore(t)) })
}

func TestSQLiteAnswersAlikeWhereItReadsTheOtherWayAround(t *testing.T) {
	t.Parallel()
	storetest.RunAnswers(t, file, store.Tighten, sqlite.Reversed)
}

// callflow never has statistics collected, but whoever keeps the file may: the planner then knows all kinds of things, or nothing any more.
func TestSQLiteAnswersAlikeWhateverItsStatisticsSay(t *testing.T) {
	t.Parallel()
	for _, statistics := range testkit.StatisticsSets(t) {
		t.Run(statistics.Name, func(t *testing.T) {
			t.Parallel()
			told := func(t testing.TB) string {
				t.Helper()
				path := file(t)
				statistics.In(t, path)
				return path
			}
			storetest.RunAnswers(t, told, store.Tighten)
		})
	}
}

func TestNoStatementReadsAWholeAccountWhateverTheStatisticsSay(t *testing.T) {
	t.Parallel()
	statement.CheckIndexes(t, file, statements(t))
}

func TestEveryStatementIsOneAccountsAndReadyForCitus(t *testing.T) {
	t.Parallel()
	statement.CheckStatements(t, statements(t))
}

func TestTheRulesOnStatementsRefuseWhatBreaksThem(t *testing.T) {
	t.Parallel()
	statement.CheckTheRules(t)
}

func TestNoAnswerDependsOnAQueryPlan(t *testing.T) {
	t.Parallel()
	statement.CheckOrder(t, file(t), statements(t))
}

func TestTheRulesOfOrderRefuseWhatAPlanDecides(t *testing.T) {
	t.Parallel()
	statement.CheckTheRulesOfOrder(t, file(t), statements(t))
}

// told are the statements, and the parts of them, that can't be followed in the source.
func told() map[string][]string {
	told := store.Told()
	told["migration.script"] = nil // the migrations: their rules are held against the schema that they make
	return told
}

func file(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "callflow.db")
}

func statements(t *testing.T) []statement.Statement {
	t.Helper()
	return statement.Read(t, told(), rooms(t)...)
}

// rooms are the folders of the store's packages, but for those of a copy, whose statements its own test reads.
func rooms(t *testing.T) []string {
	t.Helper()
	folders := []string{"."}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != "accountcopy" {
			folders = append(folders, entry.Name())
		}
	}
	return folders
}

func TestPostgreSQLReadsOneAccountWithEveryStatement(t *testing.T) {
	t.Parallel()
	citus.CheckPlans(t, testkit.PostgresStore(t), statements(t))
}

func TestBrowsingASQLiteFileShowsWhatAModelShows(t *testing.T) {
	t.Parallel()
	storetest.RunBrowse(t, file, store.Tighten)
}

func TestBrowsingPostgreSQLShowsWhatAModelShows(t *testing.T) {
	t.Parallel()
	storetest.RunBrowse(t, testkit.PostgresStore, store.Tighten)
}

func TestASearchOfASQLiteFileKnowsThatTheLogGoesOn(t *testing.T) {
	t.Parallel()
	storetest.RunBehind(t, file, store.Tighten)
}

func TestASearchOfPostgreSQLKnowsThatTheLogGoesOn(t *testing.T) {
	t.Parallel()
	storetest.RunBehind(t, testkit.PostgresStore, store.Tighten)
}
