package statement

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store/schema"
)

// CheckOrder reads every statement that gives rows, and refuses those whose answer could depend on the plan that the database makes: a
// statement gives one row at most, or says an order that leaves no ties, or its rows carry the key that they were asked for by. dsn is an
// empty SQLite database, whose schema says which keys are unique; another test holds PostgreSQL's against it.
func CheckOrder(t testing.TB, dsn string, statements []Statement) {
	t.Helper()
	keys := uniqueKeys(t, dsn)
	for _, s := range statements {
		text := Parse(s.Text).text
		if inAnyOrder[text] == "" && !hasOneAnswer(text, keys) {
			t.Errorf("%s: the order of its rows is the plan's:\n%s", s.Where, text)
		}
	}
}

// inAnyOrder are the statements whose rows come in any order, and why that is good.
var inAnyOrder = map[string]string{
	`WITH found AS MATERIALIZED (SELECT number FROM search_texts WHERE account_id = $1 AND assignment_id = $2 AND text LIKE $3 AND text LIKE $4 ` +
		`AND text LIKE $5) SELECT number FROM found LIMIT $6`: "all of them are taken and sorted, or none",
	`SELECT c.state_id, c.n FROM call_states s LEFT JOIN counts c ON c.account_id = s.account_id AND c.list_id = s.campaign_id AND c.state_id = s.id ` +
		`AND c.level = 0 AND c.block = 0 WHERE s.account_id = $1 AND s.campaign_id = $2 UNION ALL SELECT state_id, n FROM counts WHERE account_id = $1 ` +
		`AND list_id = $2 AND state_id = 0 AND level = 0 AND block = 0 UNION ALL SELECT state_id, n FROM counts WHERE account_id = $1 AND list_id = $2 ` +
		`AND state_id < 0 AND level = 0 AND block = 0`: "each row says which state it counts",
	`SELECT seq FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3 UNION ALL SELECT seq FROM removed_customers ` +
		`WHERE account_id = $1 AND campaign_id = $2 AND number = $3`: "a customer is in one of the two tables at most",
	`SELECT card FROM customers WHERE account_id = $1 AND assignment_id = $2`:                           "asked for is whether there is one",
	`SELECT detail FROM changes WHERE account_id = $1 AND campaign_id = $2 AND at > 0 AND products > 0`: "asked for is whether there is one",
	`SELECT status FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2`:                  "asked for is whether there is one",
	`SELECT r.line, r.number, r.written, r.seq, r.campaigns FROM import_rows r WHERE r.account_id = $1 AND r.import_id = $2 AND r.number IN ` +
		`(SELECT q.number FROM import_rows q WHERE q.account_id = $1 AND q.import_id = $2 GROUP BY q.number HAVING COUNT(*) > 1) ` +
		`ORDER BY r.line`: "they come by their lines: the groups say only which",
	`SELECT CAST(extversion AS TEXT) FROM pg_extension WHERE extname = 'citus'`: "a name has one extension",
	`SELECT version FROM schema_version`:                                        "the table has one row",
}

var (
	asksByKey = regexp.MustCompile(`^WITH wanted .* SELECT (.+) FROM wanted LEFT JOIN .*\b([a-z_]+) = wanted\.key\b`)
	oneRow    = regexp.MustCompile(`^SELECT (1 |COUNT\(|MAX\(|MIN\(|COALESCE\(MAX\(|CAST\(COALESCE\(SUM\(|total_changes\(\)$|\(SELECT M)`)
	readsFrom = regexp.MustCompile(`^(?:SELECT (.+?) FROM|UPDATE) ([a-z_]+)(?: ([a-z])\b)?`)
	lastOrder = regexp.MustCompile(`.* ORDER BY (.+?)(?: LIMIT .+)?$`)
	groupedBy = regexp.MustCompile(` GROUP BY (.+?) ORDER BY `)
	isEqual   = regexp.MustCompile(`(?:\b([a-z])\.)?\b([a-z_]+) = (?:\$\d+|\d+)(?:\s|$|\))`)
	givesRows = regexp.MustCompile(`^(SELECT|WITH)\b|\bRETURNING\b`)
)

// hasOneAnswer says whether a statement has the same answer with every plan.
func hasOneAnswer(text string, keys map[string][][]string) bool {
	if !givesRows.MatchString(text) || citusFunctions.MatchString(text) {
		return true
	}
	if asked := asksByKey.FindStringSubmatch(text); asked != nil {
		return slices.Contains(columnsOf(asked[1], ""), asked[2])
	}
	reads := readsFrom.FindStringSubmatch(text)
	if oneRow.MatchString(text) && !strings.Contains(text, " GROUP BY ") {
		return true
	}
	if reads == nil || strings.Contains(text, " UNION ") {
		return false
	}
	said := equalities(text, reads[3])
	if order := lastOrder.FindStringSubmatch(text); order != nil {
		said = append(said, columnsOf(order[1], reads[3])...)
	}
	if group := groupedBy.FindStringSubmatch(text); group != nil {
		return hasAll(said, columnsOf(group[1], reads[3]))
	}
	for _, key := range keys[reads[2]] {
		if hasAll(said, key) {
			return true
		}
	}
	return reads[1] != "" && hasAll(said, columnsOf(reads[1], reads[3])) // rows that are equal in the order are equal in all
}

// equalities are the columns of the statement's first table, whose short name is given, that it keeps to one value.
func equalities(text, short string) []string {
	var columns []string
	for _, match := range isEqual.FindAllStringSubmatch(text, -1) {
		if match[1] == short {
			columns = append(columns, match[2])
		}
	}
	return columns
}

// columnsOf reads a list of columns. Those of the table with the short name lose it.
func columnsOf(list, short string) []string {
	columns := strings.Split(list, ",")
	for i, column := range columns {
		columns[i] = strings.TrimPrefix(strings.TrimSuffix(strings.TrimSpace(column), " DESC"), short+".")
	}
	return columns
}

func hasAll(said, columns []string) bool {
	return !slices.ContainsFunc(columns, func(column string) bool { return !slices.Contains(said, column) })
}

// uniqueKeys gives the columns of each table's unique keys.
func uniqueKeys(t testing.TB, dsn string) map[string][][]string {
	t.Helper()
	if _, _, err := schema.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	database, err := connect.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = database.Close() }()
	keys := map[string][][]string{"search_index": {{"rowid"}}} // a virtual table
	err = database.Read(t.Context(), func(tx db.Tx) error {
		rows := tx.Query(`SELECT m.name, l.name, i.name, i.seqno FROM sqlite_master m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
			WHERE m.type = 'table' AND l."unique" = 1 AND l.partial = 0
			UNION ALL SELECT m.name, 'primary key', i.name, i.pk FROM sqlite_master m, pragma_table_info(m.name) i WHERE m.type = 'table' AND i.pk > 0
			ORDER BY 1, 2, 4`)
		for last := ""; rows.Next(); {
			table, index, column := rows.Text(0), rows.Text(1), rows.Text(2)
			if table+" "+index != last {
				keys[table] = append(keys[table], nil)
			}
			last = table + " " + index
			columns := &keys[table][len(keys[table])-1]
			*columns = append(*columns, column)
		}
		return rows.Err()
	})
	if err != nil || len(keys) < 20 {
		t.Fatalf("%d tables have unique keys: %v", len(keys), err)
	}
	return keys
}

// CheckTheRulesOfOrder shows what the rules of CheckOrder refuse, and what they do not, and that each exception is for one of the statements.
func CheckTheRulesOfOrder(t testing.TB, dsn string, statements []Statement) {
	t.Helper()
	for text := range inAnyOrder {
		if !slices.ContainsFunc(statements, func(s Statement) bool { return Parse(s.Text).text == text }) {
			t.Errorf("no statement is: %s", text)
		}
	}
	keys := uniqueKeys(t, dsn)
	for text, want := range map[string]bool{
		"SELECT number FROM claims WHERE account_id = $1":                                                                         false,
		"SELECT number FROM claims WHERE account_id = $1 ORDER BY until":                                                          false,
		"SELECT number FROM claims WHERE account_id = $1 AND campaign_id = $2 AND until = $3 ORDER BY user_id":                    false,
		"SELECT number FROM claims WHERE account_id = $1 AND campaign_id = $2 AND user_id = $3 ORDER BY until, number":            true,
		"SELECT until FROM claims WHERE account_id = $1 AND campaign_id = $2 ORDER BY until":                                      true,
		"SELECT seq FROM customers WHERE account_id = $1 AND assignment_id = $2 LIMIT 1":                                          false,
		"SELECT seq FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3":                                  true,
		"SELECT seq FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number > $3":                                  false,
		"SELECT state_id, SUM(n) FROM counts WHERE account_id = $1 GROUP BY state_id":                                             false,
		"SELECT COUNT(*), state_id FROM counts WHERE account_id = $1 GROUP BY state_id":                                           false,
		"SELECT state_id, SUM(n) FROM counts WHERE account_id = $1 GROUP BY state_id ORDER BY state_id":                           true,
		"UPDATE claims SET until = $2 WHERE account_id = $1 RETURNING number":                                                     false,
		"UPDATE accounts SET seq = $2 WHERE account_id = $1 RETURNING seq":                                                        true,
		"WITH wanted (key) AS (VALUES ($3), ($4)) SELECT number, seq FROM wanted LEFT JOIN customers ON number = wanted.key":      true,
		"WITH wanted (key) AS (VALUES ($3), ($4)) SELECT seq, customer_id FROM wanted LEFT JOIN customers ON number = wanted.key": false,
		"SELECT c.seq FROM changes c LEFT JOIN customers k ON k.number = c.number WHERE c.account_id = $1 AND k.seq = $2":         false,
		"SELECT c.seq FROM changes c LEFT JOIN customers k ON k.number = c.number WHERE c.account_id = $1 ORDER BY c.at, c.seq":   true,
		"SELECT c.what FROM changes c LEFT JOIN customers k ON k.number = c.number WHERE c.account_id = $1 ORDER BY c.at, k.seq":  false,
	} {
		if got := hasOneAnswer(text, keys); got != want {
			t.Errorf("%s\nhas one answer: %v, want %v", text, got, want)
		}
	}
}
