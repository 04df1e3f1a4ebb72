package testkit

import (
	"fmt"
	"hash/fnv"
	"os"
	"strings"
	"testing"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"callflow/internal/store/schema"
)

// Statistics are what SQLite's planner is told of a file's tables, as ANALYZE would. callflow never has them collected, but whoever keeps
// the file may, at any moment of its life: whatever they say, the same statements must have the same answers.
type Statistics struct {
	Name string
	rows func(index string) int // how many rows an index is said to have
	same func(index string) int // how many of them are said to be equal in its columns, however many of those are compared
}

// StatisticsSets gives what may be told, the last one at random. CALLFLOW_TEST_PLANNER is its seed, as that of Planners.
func StatisticsSets(t testing.TB) []Statistics {
	t.Helper()
	return statisticsSets(plannerSeed(t))
}

func statisticsSets(seed uint64) []Statistics {
	always := func(n int) func(string) int { return func(string) int { return n } }
	random := func(index string) int {
		hash := fnv.New64a()
		_, _ = fmt.Fprint(hash, index, " ", seed)
		return 1 << (hash.Sum64() % 24)
	}
	return []Statistics{
		{Name: "empty"},
		{Name: "every table has a row", rows: always(1), same: always(1)},
		{Name: "no index tells rows apart", rows: always(10_000_000), same: always(10_000_000)},
		{Name: "every index tells all rows apart", rows: always(10_000_000), same: always(1)},
		{
			Name: fmt.Sprintf("random, CALLFLOW_TEST_PLANNER=%d", seed),
			rows: always(1 << 24), same: random,
		},
	}
}

// statisticsOf gives a scenario one of the sets or none, where CALLFLOW_TEST_PLANNER asks for it: the file takes a moment longer to make.
func statisticsOf(t testing.TB) *Statistics {
	t.Helper()
	if os.Getenv("CALLFLOW_TEST_PLANNER") == "" {
		return nil
	}
	return oneFor(t, StatisticsSets(t))
}

// In makes the file, with the tables of a store and these statistics of them.
func (s *Statistics) In(t testing.TB, path string) {
	t.Helper()
	if _, _, err := schema.Migrate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	conn, err := sqlite.OpenConn(path, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.tell(conn); err != nil {
		t.Fatalf("the statistics %q: %v", s.Name, err)
	}
}

// tell replaces what is known of each index. ANALYZE makes the tables for it, sqlite_stat1 and sqlite_stat4.
func (s *Statistics) tell(conn *sqlite.Conn) error {
	if err := sqlitex.ExecuteScript(conn, "ANALYZE; DELETE FROM sqlite_stat1; DELETE FROM sqlite_stat4", nil); err != nil || s.rows == nil {
		return err
	}
	const insert = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)"
	return sqlitex.ExecuteTransient(conn, indexColumns, &sqlitex.ExecOptions{ResultFunc: func(row *sqlite.Stmt) error {
		index := row.ColumnText(1)
		stat := fmt.Sprint(s.rows(index)) + strings.Repeat(fmt.Sprint(" ", s.same(index)), row.ColumnInt(2))
		return sqlitex.ExecuteTransient(conn, insert, &sqlitex.ExecOptions{Args: []any{row.ColumnText(0), index, stat}})
	}})
}

// indexColumns are the indexes with how many columns they have. The key of a table WITHOUT ROWID goes by the table's name.
const indexColumns = `SELECT m.name, CASE WHEN l.origin = 'pk' AND m.sql LIKE '%WITHOUT ROWID%' THEN m.name ELSE l.name END,
		(SELECT COUNT(*) FROM pragma_index_info(l.name))
	FROM sqlite_schema m, pragma_index_list(m.name) l WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' ORDER BY 1, 2`
