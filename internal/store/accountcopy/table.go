package accountcopy

import (
	"strconv"
	"strings"

	"callflow/internal/db"
)

// copyKind is how the values of a column are read and written.
type copyKind byte

const (
	copyNumber copyKind = iota
	copyText
	copyBytes
)

// copyColumn is a column of a table that is copied.
type copyColumn struct {
	name string
	kind copyKind
	null bool // it may be NULL
}

// copyTable is a table of which an account's rows are copied as they are. Its first column is the account's
// id, then come those of its key.
type copyTable struct {
	name     string
	key      []copyColumn // without the account
	columns  []copyColumn // of the table, in the order in which they are read and written
	fleeting bool         // it changes without the account's clock: an earlier run's rows are no use
	into     *db.Table

	readAll  string // rows of the account, in the order of the key
	countAll string
	anyRow   string
	clearAll string
	nextPart string // the key that the next part begins with
	clear    string // a part, between two keys
	clearEnd string // what is left from a key on
}

// copiedBody are the tables that are copied first, in parts. They have no foreign keys, and nobody looks into them for
// an account that is not there. A test holds both lists against the schema.
var copiedBody = []*copyTable{
	newCopyTable("customers", "assignment_id number", "customer_id:text seq card:bytes"),
	newCopyTable("callflow_customers", "campaign_id number", "state_id seq attempts changed_at due_at status:bytes callback_user_id no_number"),
	newCopyTable("changes", "seq", "campaign_id number assignment_id previous_seq what at from_state to_state attempts due_at "+
		"callback_user_id products withdrew withdrawn_by status:bytes card:bytes? detail:bytes?"),
	newCopyTable("clock_setbacks", "seq", "at"),
	newCopyTable("counts", "list_id state_id level block", "n seq"),
	newCopyTable("removed_customers", "campaign_id number", "seq"),
	newCopyTable("outcome_tallies", "campaign_id day:text user_name:text type:text subtype:text", "n hits decisions"),
	newCopyTable("deleted_fields", "id", ""),
	newCopyTable("import_mappings", "assignment_id column_name:text", "field:text"),
	newFleetingTable("imports", "id", "assignment_id status:text file_name:text user_name:text created_at finished_at seen_at bytes size "+
		"columns:text result:text error:text"),
	newFleetingTable("import_rows", "import_id line", "number written seq campaigns:text card:bytes?"),
	newFleetingTable("import_rejections", "import_id place", "line reason:text cells:text"),
	newFleetingTable("jobs", "kind:text subject", "user_id token_id created_at holder:text held_until done total state:text stopped:text"),
	newFleetingTable("mirrors", "url:text", "holder:text held_until started_at succeeded_at failed_at error:text result:text"),
	newFleetingTable("mirrored_campaigns", "campaign_id", "token:text seq paired names:text"),
	newFleetingTable("mirrored_customers", "assignment_id theirs", "number told asked"),
	newFleetingTable("audit_entries", "id", "at user_name:text action:text noun:text noun_id details:text user_id token_id request_id:text address:text n"),
	newFleetingTable("sessions", "hash:bytes", "user_id created_at seen_at"),
	newFleetingTable("claims", "campaign_id number user_id", "until"),
	newFleetingTable("idempotency_keys", "user_id key:text", "request:bytes at answer:bytes"),
}

// copiedHead are the tables of the set-up, small ones, which are copied last and in one transaction: with
// them the account is there. Each comes after those that it refers to.
var copiedHead = []*copyTable{
	newCopyTable("accounts", "", "name:text display_name:text time_zone:text generation seq setup secret:bytes created_at epoch line"),
	newCopyTable("epochs", "epoch", "ended_seq ended_at"),
	newCopyTable("account_names", "name:text", ""),
	newCopyTable("account_emails", "email:text", ""),
	newCopyTable("clients", "id", "short_name:text full_name:text"),
	newCopyTable("users", "id", "email:text name:text role:text client_id? password_hash:text active"),
	newCopyTable("tokens", "id", "user_id label:text hash:bytes created_at"),
	newCopyTable("assignments", "id", "client_id name:text description:text next_number crm_type:text"),
	newCopyTable("custom_fields", "assignment_id id", "key:text type:text max_length hint:text choices:text position retyped_from:text"),
	newCopyTable("campaigns", "id", "assignment_id name:text description:text start_date:text end_date:text archived_date:text max_attempts "+
		"service_id service_name:text withdraw_minutes max_claims max_lease hand_out_without_number"),
	newCopyTable("call_states", "campaign_id id", "name:text kind:text position"),
	newCopyTable("products", "campaign_id id", "code:text title:text price:text position"),
	newCopyTable("outcomes", "campaign_id id", "type:text subtype:text state_id counts_as_attempt retry_after max_attempts "+
		"exhausted_state_id? requires:text position"),
}

func newFleetingTable(name, key, others string) *copyTable {
	t := newCopyTable(name, key, others)
	t.fleeting = true
	return t
}

// newCopyTable names a table and its columns: those of its key, and the others. A column is a number where
// nothing is said; ":text" and ":bytes" say so, and "?" that it may be NULL.
func newCopyTable(name, key, others string) *copyTable {
	t := &copyTable{name: name, key: copyColumns(key)}
	t.columns = append([]copyColumn{{name: "account_id"}}, t.key...)
	t.columns = append(t.columns, copyColumns(others)...)
	names := make([]string, len(t.columns))
	for i := range t.columns {
		names[i] = t.columns[i].name
	}
	t.into = db.NewTable(name, names...)
	of := " FROM " + name + " WHERE account_id = $1"
	t.readAll = "SELECT " + strings.Join(names, ", ") + t.nullFlags() + of + t.inOrder()
	t.countAll = "SELECT COUNT(*)" + of
	t.anyRow = "SELECT 1" + of + " LIMIT 1"
	t.clearAll = "DELETE" + of
	if len(t.key) > 0 {
		from, to := t.keyAgainst(">=", 2), t.keyAgainst("<", 2+len(t.key))
		t.nextPart = "SELECT " + t.keyNames() + of + " AND " + from + t.inOrder() + " LIMIT 1 OFFSET " + strconv.Itoa(copyPart)
		t.clear = "DELETE" + of + " AND " + from + " AND " + to
		t.clearEnd = "DELETE" + of + " AND " + from
	}
	return t
}

func copyColumns(text string) []copyColumn {
	kinds := map[string]copyKind{"": copyNumber, "text": copyText, "bytes": copyBytes}
	words := strings.Fields(text)
	columns := make([]copyColumn, len(words))
	for i, word := range words {
		word, null := strings.CutSuffix(word, "?")
		name, kind, _ := strings.Cut(word, ":")
		columns[i] = copyColumn{name: name, kind: kinds[kind], null: null}
	}
	return columns
}

// nullFlags are columns of numbers behind the others: which of those that may be NULL are.
func (t *copyTable) nullFlags() string {
	var flags strings.Builder
	for i := range t.columns {
		if t.columns[i].null {
			flags.WriteString(", CASE WHEN " + t.columns[i].name + " IS NULL THEN 1 ELSE 0 END")
		}
	}
	return flags.String()
}

func (t *copyTable) keyNames() string {
	names := make([]string, len(t.key))
	for i := range t.key {
		names[i] = t.key[i].name
	}
	return strings.Join(names, ", ")
}

func (t *copyTable) inOrder() string {
	if len(t.key) == 0 {
		return ""
	}
	return " ORDER BY " + t.keyNames()
}

// keyAgainst compares the key with parameters, of which the first has a number.
func (t *copyTable) keyAgainst(comparison string, first int) string {
	places := make([]string, len(t.key))
	for i := range places {
		places[i] = "$" + strconv.Itoa(first+i)
	}
	return "(" + t.keyNames() + ") " + comparison + " (" + strings.Join(places, ", ") + ")"
}
