package storetest

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store/schema"
)

var (
	emptiesTables = regexp.MustCompile(`(?i)\b(?:TRUNCATE(?: TABLE)?|DELETE FROM)\s+([a-z_, ]+)`)
	sqlComment    = regexp.MustCompile(`--[^\n]*`)
)

// CheckMigrationsKeepRows reads the steps of a folder: one that empties a table has made it itself, or has refused before to go on where
// the table has rows.
func CheckMigrationsKeepRows(t testing.TB, steps fs.FS) {
	t.Helper()
	names, err := fs.Glob(steps, "*/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no migrations were found: %v", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(steps, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, table := range emptiedBlindly(string(text)) {
			t.Errorf("%s empties %s, which may have rows", name, table)
		}
	}
	for text, want := range map[string]int{
		"TRUNCATE customers, counts;":                            2,
		"DELETE FROM customers WHERE number = 0;":                1,
		"TRUNCATE claims; CREATE TABLE claims (number BIGINT);":  1,
		"CREATE TABLE claims (number BIGINT); TRUNCATE claims;":  0,
		"-- TRUNCATE customers\nANALYZE customers;":              0,
		"IF EXISTS (SELECT FROM customers) TRUNCATE customers;":  0,
		"IF EXISTS (SELECT FROM customers)\nTRUNCATE a, counts;": 2,
	} {
		if found := emptiedBlindly(text); len(found) != want {
			t.Errorf("%q empties %v, want %d", text, found, want)
		}
	}
}

// emptiedBlindly names the tables that a step empties without knowing that they are empty.
func emptiedBlindly(step string) []string {
	step = sqlComment.ReplaceAllString(step, "")
	var blindly []string
	for _, at := range emptiesTables.FindAllStringSubmatchIndex(step, -1) {
		before := step[:at[0]]
		list, _, _ := strings.Cut(step[at[2]:at[3]], " WHERE")
		for table := range strings.SplitSeq(list, ",") {
			table = strings.TrimSpace(table)
			if !strings.Contains(before, "CREATE TABLE "+table+" ") && !strings.Contains(before, "IF EXISTS (SELECT FROM "+table+")") &&
				!strings.Contains(before, "OR EXISTS (SELECT FROM "+table+")") {
				blindly = append(blindly, table)
			}
		}
	}
	return slices.Compact(blindly)
}

// CheckRowsSurvive has a PostgreSQL database of schema 1 with a row in it refused, and the row left there. first is that schema.
func CheckRowsSurvive(t testing.TB, dsn, first string) {
	t.Helper()
	f := &fixture{dsn: dsn}
	database, err := connect.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	err = database.Write(t.Context(), func(tx db.Tx) error {
		return tx.Script("CREATE TABLE schema_version (version INTEGER NOT NULL); INSERT INTO schema_version (version) VALUES (1);" + first +
			"; INSERT INTO customers (account_id, assignment_id, number, customer_id, seq, card) VALUES (1, 1, 1, 'K-1', 1, '')")
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := schema.Migrate(t.Context(), dsn); err == nil {
		t.Error("a database whose rows would be taken away is migrated")
	}
	if rows := f.query(t, "SELECT COUNT(*) FROM customers", 1); rows[0][0] != 1 {
		t.Errorf("%d customers are left, want 1", rows[0][0])
	}
}
