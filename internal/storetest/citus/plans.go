package citus

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"callflow/internal/store/schema"
	"callflow/internal/storetest/statement"
)

// CheckPlans has PostgreSQL itself say of each statement that it keeps every table to one account: in its plan, each table
// is read with account_id = the number that was given, and not with one that is found on the way. That is what Citus
// asks for before it sends a statement to one node.
func CheckPlans(t *testing.T, dsn string, statements []statement.Statement) {
	t.Helper()
	if _, _, err := schema.Migrate(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	connection := connectTo(t, dsn)
	run(t, connection, "SET plan_cache_mode = force_custom_plan")
	distributed := names(t, connection, "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST(current_schema() AS regnamespace)"+
		" AND relname <> ALL ($1)", slices.Collect(maps.Keys(statement.WithoutAccount)))
	checked := 0
	for i, s := range statements {
		reads := func(table statement.Table) bool { return slices.Contains(distributed, table.Name) }
		if !slices.ContainsFunc(statement.Parse(s.Text).Tables(), reads) {
			continue
		}
		if found := strangeScan(planOf(t, connection, fmt.Sprint("s", i), s), distributed); found != "" {
			t.Errorf("%s: %s\n%s", s.Where, found, s.Text)
		}
		checked++
	}
	if checked < 50 {
		t.Errorf("only %d statements were planned", checked)
	}
}

// theAccount is the number that stands for $1, and nowhere else.
const theAccount = "4711"

// planOf plans a statement with values in the place of its parameters, as Citus does before it chooses a node.
func planOf(t *testing.T, connection *pgx.Conn, name string, s statement.Statement) string {
	t.Helper()
	prepared, err := connection.Prepare(t.Context(), name, s.Text)
	if err != nil {
		t.Fatalf("%s: %v\n%s", s.Where, err, s.Text)
	}
	values := make([]string, len(prepared.ParamOIDs))
	for i, kind := range prepared.ParamOIDs {
		switch {
		case i == 0:
			values[i] = theAccount
		case kind == pgtype.TextOID, kind == pgtype.ByteaOID:
			values[i] = "'7'"
		default:
			values[i] = "7"
		}
	}
	sql := "EXPLAIN (COSTS OFF, FORMAT JSON) EXECUTE " + name
	if len(values) > 0 {
		sql += "(" + strings.Join(values, ", ") + ")"
	}
	results, err := connection.PgConn().Exec(t.Context(), sql).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v\n%s", s.Where, err, s.Text)
	}
	return string(results[0].Rows[0][0])
}

// planNode is what a plan says of one step.
type planNode struct {
	Kind      string     `json:"Node Type"`
	Table     string     `json:"Relation Name"`
	IndexCond string     `json:"Index Cond"`
	Filter    string     `json:"Filter"`
	Recheck   string     `json:"Recheck Cond"`
	Steps     []planNode `json:"Plans"`
}

// strangeScan names a table that is read without the account's number, "" where there is none.
func strangeScan(plan string, distributed []string) string {
	if strings.Contains(plan, "Citus") {
		if strings.Contains(plan, `"Task Count": 1,`) {
			return ""
		}
		return "Citus does not send it to one node: " + plan
	}
	var plans []struct{ Plan planNode }
	if err := json.Unmarshal([]byte(plan), &plans); err != nil || len(plans) != 1 {
		return fmt.Sprintf("the plan can't be read (%v): %s", err, plan)
	}
	scans := 0
	strange := plans[0].Plan.strange(distributed, &scans)
	if strange == "" && scans == 0 {
		return "the plan reads no table: " + plan
	}
	return strange
}

func (n *planNode) strange(distributed []string, scans *int) string {
	if n.Kind != "ModifyTable" && slices.Contains(distributed, n.Table) {
		*scans++
		conditions := n.IndexCond + n.Filter + n.Recheck
		if !strings.Contains(conditions, "account_id = '"+theAccount+"'::bigint") {
			return fmt.Sprintf("table %s is read where %s", n.Table, conditions)
		}
	}
	for i := range n.Steps {
		if found := n.Steps[i].strange(distributed, scans); found != "" {
			return found
		}
	}
	return ""
}
