package statement

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store/schema"
	"callflow/internal/testkit"
)

// growing are the tables that have a row or more for each customer: whoever reads one of them by the account alone reads a million rows.
var growing = []string{"customers", "callflow_customers", "removed_customers", "changes", "counts", "mirrored_customers"}

// readWhole are the files whose statements read, or take away, all that an account has.
var readWhole = []string{"verify/*.go", "changelog/replay.go", "schema/number_fill.go"}

// readAll are other statements that read all of an account, and why that is good.
var readAll = map[string]string{
	`SELECT 1 FROM changes WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 LIMIT 1`: "only where statistics say that " +
		"millions of accounts were one, and then in the campaigns' own index",
	`SELECT detail FROM changes WHERE account_id = $1 AND campaign_id = $2 AND at > 0 AND products > 0`: "only where statistics say that an " +
		"account has one change",
	`UPDATE mirrored_customers SET told = $4 WHERE account_id = $1 AND told BETWEEN $2 AND $3`: "only after the server that is followed was " +
		"restored or taken over",
	`UPDATE mirrored_customers SET told = -told WHERE account_id = $1 AND told BETWEEN $2 AND $3`: "only after the server that is followed was " +
		"restored",
}

var readsTable = regexp.MustCompile(`^(SCAN|SEARCH) (\w+)(?: USING (?:.*?) \(account_id=\?(.*)\))?`)

// CheckIndexes has SQLite say how it reads every statement, in a file that was never analysed, in one whose statistics are empty, and with
// misleading ones: no table that grows with the customers is read by its account alone.
func CheckIndexes(t *testing.T, empty func(testing.TB) string, statements []Statement) {
	t.Helper()
	never := empty(t)
	if _, _, err := schema.Migrate(t.Context(), never); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"no statistics": never}
	for _, statistics := range testkit.StatisticsSets(t) {
		path := empty(t)
		statistics.In(t, path)
		files[statistics.Name] = path
	}
	unused := make(map[string]bool)
	for text := range readAll {
		unused[text] = true
	}
	for name, path := range files {
		checkIndexes(t, name, path, statements, unused)
	}
	for text := range unused {
		t.Errorf("no statement reads all of an account: %s", text)
	}
}

func checkIndexes(t *testing.T, name, path string, statements []Statement, unused map[string]bool) {
	t.Helper()
	database, err := connect.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	known := 0
	for _, s := range statements {
		text := Parse(s.Text).text
		steps, err := stepsOf(t, database, s.Text)
		if err != nil { // a statement of PostgreSQL
			continue
		}
		known++
		wide := slices.IndexFunc(steps, readsAnAccount)
		if wide < 0 || isOneOf(s.Where, readWhole) {
			continue
		}
		delete(unused, text)
		if readAll[text] == "" {
			t.Errorf("%s: with %s, %s:\n%s", s.Where, name, steps[wide], text)
		}
	}
	if known < 300 {
		t.Errorf("SQLite knows %d of %d statements", known, len(statements))
	}
}

func isOneOf(where string, patterns []string) bool {
	file, _, _ := strings.Cut(where, ":")
	return slices.ContainsFunc(patterns, func(pattern string) bool { matched, _ := filepath.Match(pattern, file); return matched })
}

// readsAnAccount says whether a step of a plan reads all that an account has in a table that grows.
func readsAnAccount(step string) bool {
	reads := readsTable.FindStringSubmatch(step)
	return reads != nil && slices.Contains(growing, reads[2]) && reads[3] == ""
}

// WantSteps holds how SQLite reads statements, in a new file, against what is wanted: its steps with "; " between them, by the statement.
func WantSteps(t *testing.T, path string, wanted map[string]string) {
	t.Helper()
	if _, _, err := schema.Migrate(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	database, err := connect.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	for sql, want := range wanted {
		steps, err := stepsAsTold(t, database, sql)
		if err != nil {
			t.Error(err)
		}
		if got := strings.Join(steps, "; "); got != want {
			t.Errorf("%s\nis read by %s, want %s", sql, got, want)
		}
	}
}

// stepsOf tells how SQLite reads a statement; a table that it calls by a short name is told by its own.
func stepsOf(t *testing.T, database db.DB, text string) (steps []string, err error) {
	t.Helper()
	named := shortNames(text)
	steps, err = stepsAsTold(t, database, text)
	for i := range steps {
		words := strings.SplitN(steps[i], " ", 3)
		if len(words) > 1 && named[words[1]] != "" {
			words[1] = named[words[1]]
		}
		steps[i] = strings.Join(words, " ")
	}
	return steps, err
}

// stepsAsTold gives the steps in SQLite's own words.
func stepsAsTold(t *testing.T, database db.DB, text string) (steps []string, err error) {
	t.Helper()
	var ones []any
	for strings.Contains(text, fmt.Sprintf("$%d", len(ones)+1)) {
		ones = append(ones, 1)
	}
	err = database.ReadOne(t.Context(), func(tx db.Tx) error {
		rows := tx.Query("EXPLAIN QUERY PLAN "+text, ones...)
		for rows.Next() {
			steps = append(steps, rows.Text(3))
		}
		return rows.Err()
	})
	return steps, err
}

var namesTable = regexp.MustCompile(`\b(?:FROM|JOIN|UPDATE) ([a-z_]+)(?: AS)? ([a-z])\b`)

func shortNames(text string) map[string]string {
	named := make(map[string]string)
	for _, match := range namesTable.FindAllStringSubmatch(text, -1) {
		named[match[2]] = match[1]
	}
	return named
}
