package statement

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// CheckStatements holds statements against the rules that keep an account's work to itself, on one node of Citus.
func CheckStatements(t testing.TB, statements []Statement) {
	t.Helper()
	if len(statements) < 100 {
		t.Errorf("there are only %d statements: not all were found", len(statements))
	}
	for _, s := range statements {
		for _, violation := range violations(s.Text) {
			t.Errorf("%s: %s:\n%s", s.Where, violation, s.Text)
		}
	}
}

// WithoutAccount are the tables that are not one account's, and why.
var WithoutAccount = map[string]string{
	"account_names":     "a directory: it is where the account is found",
	"account_emails":    "a directory: it is where the account is found",
	"copies":            "a directory: it keeps the ids of accounts that are not there yet",
	"schema_version":    "there is one schema for all accounts",
	"search_slots":      "SQLite's alone, a directory: it is where the assignment's rows of the index are found",
	"search_emptied":    "SQLite's alone: one file has one index, and what it has to forget is the whole file's",
	"search_index_idx":  "SQLite's alone, and FTS5's own: which pieces its one index consists of",
	"search_index":      "SQLite's alone, and its one key is the row's number: see outsideSlot",
	"pg_extension":      "a catalog, asked by `migrate --citus`",
	"pg_dist_partition": "a catalog, asked by `migrate --citus`",
}

// functions are those that may be called: they give the same for the same rows, whenever and wherever they run.
// Times and ids are parameters.
var functions = []string{"COALESCE", "COUNT", "MAX", "MIN", "SUM"}

// sqliteFunctions is asked by SQLite alone, in a statement of its own.
const sqliteFunctions = "SELECT total_changes()"

// citusFunctions are called by `migrate --citus` alone, each in a statement of its own.
var citusFunctions = regexp.MustCompile(
	`^SELECT (create_distributed_table|create_reference_table|truncate_local_data_after_distributing_table)\('[^()]*\)$`)

// notFunctions are the words that may stand before a bracket.
var notFunctions = []string{
	"AND", "AS", "BY", "CAST", "CONFLICT", "ELSE", "EXISTS", "FROM", "IN", "MATERIALIZED",
	"NOT", "ON", "OR", "SELECT", "SET", "THEN", "VALUES", "WHEN", "WHERE",
}

// clocks are functions that are written without a bracket.
var clocks = []string{"CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP"}

var sqlWord = regexp.MustCompile(`'[^']*'|[A-Za-z_][A-Za-z_0-9]*|\$?[0-9]+|\S`)

// Text is a statement word by word, its names and keywords also in capitals.
type Text struct {
	text           string
	words, capital []string
}

// Parse takes a statement apart.
func Parse(text string) *Text {
	s := &Text{text: strings.Join(strings.Fields(text), " "), words: sqlWord.FindAllString(text, -1)}
	for _, word := range s.words {
		s.capital = append(s.capital, strings.ToUpper(word))
	}
	return s
}

func (s *Text) at(i int) string {
	if i < 0 || i >= len(s.capital) {
		return ""
	}
	return s.capital[i]
}

// violations says in a sentence each which rules a statement breaks.
func violations(text string) []string {
	s := Parse(text)
	if citusFunctions.MatchString(s.text) || s.text == sqliteFunctions || s.text == "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)" {
		return nil
	}
	var found []string
	for _, rule := range []func() string{s.badFunction, s.badShape, s.movedRow, s.badInsert, s.withoutAccount, s.outsideSlot} {
		if violation := rule(); violation != "" {
			found = append(found, violation)
		}
	}
	return found
}

// badFunction names a function that may give something else on another node or at another time.
func (s *Text) badFunction() string {
	strict := false // in RETURNING and DO UPDATE there are none at all
	for i, word := range s.capital {
		strict = strict || word == "RETURNING" || word == "UPDATE" && s.at(i-1) == "DO"
		if slices.Contains(clocks, word) {
			return word + " is a clock: the time is a parameter"
		}
		isName := sqlName.MatchString(word) && !slices.Contains(notFunctions, word)
		if !isName || s.at(i+1) != "(" || s.at(i-1) == "INTO" || s.at(i-1) == "WITH" {
			continue
		}
		if strict {
			return s.words[i] + " is called in RETURNING or DO UPDATE"
		}
		if !slices.Contains(functions, word) {
			return s.words[i] + " is not one of the functions that may be called"
		}
	}
	return ""
}

var sqlName = regexp.MustCompile(`^[A-Z_][A-Z_0-9]*$`)

// badShape finds statements that are not one SELECT, INSERT, UPDATE or DELETE.
func (s *Text) badShape() string {
	switch first := s.at(0); {
	case slices.Contains(s.capital, "TRIGGER"):
		return "it is about a trigger"
	case slices.Contains(s.capital, ";"):
		return "it is several statements"
	case !slices.Contains([]string{"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}, first):
		return first + " is not a statement that the store runs"
	}
	return ""
}

// movedRow finds an UPDATE of the column that says where a row lives.
func (s *Text) movedRow() string {
	set := slices.Index(s.capital, "SET")
	if set < 0 {
		return ""
	}
	end := len(s.capital)
	if where := slices.Index(s.capital[set:], "WHERE"); where >= 0 {
		end = set + where
	}
	if slices.Contains(s.capital[set:end], "ACCOUNT_ID") {
		return "it gives a row to another account"
	}
	return ""
}

// badInsert finds an INSERT that does not begin with the account's id, or has a query in its values.
func (s *Text) badInsert() string {
	if s.at(0) != "INSERT" {
		return ""
	}
	values := slices.Index(s.capital, "VALUES")
	switch {
	case slices.Contains(s.capital, "SELECT") || values < 0:
		return "its values are those of a query"
	case WithoutAccount[s.words[2]] != "":
		return ""
	case s.at(4) != "ACCOUNT_ID" || s.at(values+2) != "$1":
		return "its first column is not account_id, with $1"
	}
	return ""
}

// tie is a condition that keeps a table to one account: with $1, or with a table that is kept so.
var tie = regexp.MustCompile(`(?i)(?:\b([a-z_]+)\.)?\baccount_id = (\$1\b|([a-z_]+)\.account_id\b)`)

// withoutAccount names a table that is not kept to the account.
func (s *Text) withoutAccount() string {
	if s.at(0) == "INSERT" {
		return ""
	}
	tied := make(map[string]int) // by the table's short name: how often; "" is a condition without one
	whole := s.text
	if strings.Contains(strings.ToUpper(whole), "ACCOUNT_ID = $1 OR ") || strings.Contains(strings.ToUpper(whole), "NOT ACCOUNT_ID") {
		return "its account_id is one of several conditions"
	}
	byParameter := false
	for _, match := range tie.FindAllStringSubmatch(whole, -1) {
		tied[match[1]]++
		byParameter = byParameter || match[3] == ""
	}
	tables := 0
	for _, table := range s.Tables() {
		if WithoutAccount[table.Name] != "" {
			continue
		}
		tables++
		if tied[table.short] == 0 {
			return fmt.Sprintf("table %s is not kept to account_id = $1", table.Name)
		}
		tied[table.short]--
	}
	if tables > 0 && !byParameter {
		return "no table is kept to account_id = $1"
	}
	return ""
}

// boundRow is a condition that keeps the index of texts to some rows, or to one.
var boundRow = regexp.MustCompile(`WHERE rowid = \$1$|rowid >=? \$\d AND rowid < \$\d( ORDER BY rowid( DESC)?)? LIMIT`)

// outsideSlot finds a statement that looks for texts beyond the rows that it was given.
func (s *Text) outsideSlot() string {
	reads := slices.ContainsFunc(s.Tables(), func(table Table) bool { return table.Name == "search_index" })
	if reads && !boundRow.MatchString(s.text) {
		return "search_index is not kept to a range of rows"
	}
	return ""
}

// Table is a table that a statement names, and its short name there, "" without one.
type Table struct{ Name, short string }

// Tables are those that the statement names.
func (s *Text) Tables() []Table {
	var tables []Table
	for i, word := range s.capital {
		names := word == "FROM" || word == "JOIN" || word == "UPDATE" && s.at(i-1) != "DO"
		if !names || s.at(i+1) == "(" || s.at(0) == "WITH" && s.at(i+1) == s.at(1) {
			continue
		}
		table := Table{Name: s.words[i+1]}
		if short := s.at(i + 2); sqlName.MatchString(short) && len(short) == 1 {
			table.short = s.words[i+2]
		}
		tables = append(tables, table)
	}
	return tables
}

// CheckTheRules shows that each rule refuses what breaks it.
func CheckTheRules(t testing.TB) {
	t.Helper()
	for _, c := range [][2]string{
		{"not kept to account_id", "SELECT n FROM counts"},
		{"not kept to account_id", "SELECT n FROM counts WHERE account_id = $10"},
		{"not kept to account_id", "SELECT n FROM counts WHERE account_id > $1"},
		{"one of several conditions", "SELECT n FROM counts WHERE account_id = $1 OR n = 1"},
		{"not kept to account_id", "DELETE FROM claims WHERE number = $1"},
		{"not kept to account_id", "UPDATE claims SET until = $2 WHERE number = $1"},
		{"table customers", "SELECT c.seq FROM changes c LEFT JOIN customers k ON k.number = c.number WHERE c.account_id = $1"},
		{"table changes", "SELECT c.seq FROM changes c LEFT JOIN customers k ON k.account_id = c.account_id"},
		{"removed_customers", "SELECT seq FROM changes WHERE account_id = $1 UNION ALL SELECT seq FROM removed_customers WHERE number = $2"},
		{"table claims", "SELECT r.number FROM callflow_customers r WHERE r.account_id = $1 AND NOT EXISTS (SELECT " +
			"1 FROM claims k WHERE k.number = r.number)"},
		{"first column", "INSERT INTO claims (number, account_id) VALUES ($1, $2)"},
		{"first column", "INSERT INTO claims (account_id, number) VALUES ($2, $1)"},
		{"of a query", "INSERT INTO claims (account_id, number) SELECT account_id, seq FROM counts"},
		{"of a query", "INSERT INTO claims (account_id, until) VALUES ($1, (SELECT 1))"},
		{"now is not one of", "INSERT INTO claims (account_id, until) VALUES ($1, now())"},
		{"RETURNING or DO UPDATE", "INSERT INTO claims (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET until = MAX(until)"},
		{"another account", "INSERT INTO claims (account_id) VALUES ($1) ON CONFLICT (account_id) DO UPDATE SET account_id = 2"},
		{"RETURNING or DO UPDATE", "UPDATE accounts SET seq = seq WHERE account_id = $1 RETURNING random()"},
		{"clock", "UPDATE accounts SET created_at = CURRENT_TIMESTAMP WHERE account_id = $1"},
		{"nextval is not one of", "SELECT nextval('numbers')"},
		{"trigger", "CREATE TRIGGER t AFTER INSERT ON claims"},
		{"several statements", "DELETE FROM claims WHERE account_id = $1; END"},
		{"TRUNCATE is not", "TRUNCATE claims"},
		{"range of rows", "SELECT rowid FROM search_index WHERE search_index MATCH $1 LIMIT 10"},
		{"range of rows", "DELETE FROM search_index"},
	} {
		if found := strings.Join(violations(c[1]), "; "); !strings.Contains(found, c[0]) {
			t.Errorf("%s\nis told as %q, want %q", c[1], found, c[0])
		}
	}
}

// neverInMigrations finds what no schema of ours has, on either database.
var neverInMigrations = regexp.MustCompile(`(?i)\b(TRIGGER|RULE|SEQUENCE|(BIG|SMALL)?SERIAL|IDENTITY|AUTOINCREMENT|NEXTVAL|SET\s+(NULL|DEFAULT)|` +
	`ON\s+UPDATE|CASCADE|NOW|RANDOM|CLOCK_TIMESTAMP|GEN_RANDOM_UUID|CURRENT_(TIMESTAMP|DATE|TIME))\b`)

// CheckMigrations reads the steps of a folder for what Citus has no place for.
func CheckMigrations(t testing.TB, steps fs.FS) {
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
		for i, line := range strings.Split(string(text), "\n") {
			code, _, _ := strings.Cut(line, "--")
			if found := neverInMigrations.FindString(code); found != "" {
				t.Errorf("%s:%d says %s", name, i+1, found)
			}
		}
	}
}
