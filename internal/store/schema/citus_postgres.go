package schema

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store/failure"
)

// The tables that Citus spreads over its nodes, all by account_id and side by side: whatever one account has is on
// one node. Each comes after those that its keys lead to. A test holds both lists against the
var distributed = []string{
	"accounts", "clients", "users", "tokens", "assignments", "custom_fields", "campaigns", "call_states", "products", "outcomes",
	"customers", "callflow_customers", "changes", "counts", "removed_customers", "claims", "idempotency_keys", "outcome_tallies",
	"import_mappings", "imports", "import_rows", "import_rejections", "jobs", "mirrors", "mirrored_campaigns", "mirrored_customers",
	"deleted_fields", "epochs", "clock_setbacks", "sessions", "audit_entries", "search_marks", "search_texts",
}

// The directories tell which accounts there are, so every node has all of them. They are written together with the
// account's own tables: Citus commits a reference table in two phases, and a plain table of the coordinator would be
// committed by itself, after the node's. schema_version stays a plain table.
var references = []string{"account_names", "account_emails", "copies"}

// oldestCitus is the first version that callflow is written for. Before 11.2, a reading transaction was no snapshot on
// the nodes.
const oldestCitus = 13

// Distribution is what Distribute did.
type Distribution struct {
	From, To int      // versions of the schema
	Tables   []string // those that were not distributed yet
}

// Distribute brings the schema of a PostgreSQL database with Citus up to date and spreads its tables over the nodes.
// What is distributed already is left as it is. Nobody can write a table while its rows move.
func Distribute(ctx context.Context, dsn string) (Distribution, error) {
	database, err := connect.Open(ctx, dsn)
	if err != nil {
		return Distribution{}, failure.Translate("open", err)
	}
	done, err := distribute(ctx, database)
	return done, errors.Join(failure.Translate("distribute", err), database.Close())
}

func distribute(ctx context.Context, database db.DB) (done Distribution, err error) {
	if database.Dialect() != "postgres" {
		return done, errNotPostgres()
	}
	if err := database.ReadOne(ctx, checkCitus); err != nil {
		return done, err
	}
	if done.From, done.To, err = Update(ctx, database); err != nil {
		return done, err
	}
	for _, table := range distributed {
		script := "SELECT create_distributed_table('" + table + "', 'account_id', colocate_with => 'accounts')"
		if table == "accounts" {
			script = "SELECT create_distributed_table('accounts', 'account_id', colocate_with => 'none')"
		}
		if err := done.spread(ctx, database, table, script); err != nil {
			return done, err
		}
	}
	for _, table := range references {
		if err := done.spread(ctx, database, table, "SELECT create_reference_table('"+table+"')"); err != nil {
			return done, err
		}
	}
	return done, database.Exclusive(ctx, dropLeftovers)
}

// spread lets Citus take a table over, unless it has it already. Each table has a transaction of its own: all of them
// in one would need more locks than a server has by default.
func (d *Distribution) spread(ctx context.Context, database db.DB, table, script string) error {
	return database.Exclusive(ctx, func(tx db.Tx) error {
		there, err := isSpread(tx, table)
		if there || err != nil {
			return err
		}
		if err := tx.Script(script); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
		d.Tables = append(d.Tables, table)
		return nil
	})
}

// isSpread says whether a table is distributed ('h', by a hash) or a reference table ('n', on every node, 't').
func isSpread(tx db.Tx, table string) (bool, error) {
	rows := tx.Query(`SELECT 1 FROM pg_dist_partition WHERE logicalrelid = CAST(CAST($1 AS TEXT) AS regclass)
		AND (partmethod = 'h' OR partmethod = 'n' AND repmodel = 't')`, table)
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// dropLeftovers empties what the coordinator itself still holds of tables whose rows have moved. Tables that refer to
// others come before them.
func dropLeftovers(tx db.Tx) error {
	for _, table := range slices.Backward(slices.Concat(references, distributed)) {
		if err := tx.Script("SELECT truncate_local_data_after_distributing_table('" + table + "')"); err != nil {
			return fmt.Errorf("table %s: %w", table, err)
		}
	}
	return nil
}

// checkCitus refuses databases that have no Citus, or one that is too old.
func checkCitus(tx db.Tx) error {
	rows := tx.Query("SELECT CAST(extversion AS TEXT) FROM pg_extension WHERE extname = 'citus'")
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return rows.Err()
		}
		return errNoCitus()
	}
	version := rows.Text(0)
	major, _, _ := strings.Cut(version, ".")
	if number, err := strconv.Atoi(major); err != nil || number < oldestCitus {
		return &callflow.Error{
			Code:    callflow.Unavailable,
			Message: fmt.Sprintf("The database has Citus %s, and callflow needs Citus %d or later.", version, oldestCitus),
			Fix:     "Install it on every node, and run ALTER EXTENSION citus UPDATE on each.",
		}
	}
	return nil
}

func errNotPostgres() error {
	return &callflow.Error{
		Code:    callflow.Invalid,
		Message: "Citus is an extension of PostgreSQL, and this database is an SQLite file.",
		Fix:     "Name the coordinator of a cluster: --db postgres://user@host/database.",
	}
}

func errNoCitus() error {
	return &callflow.Error{
		Code:    callflow.Unavailable,
		Message: "The extension Citus is not installed in this database.",
		Fix: fmt.Sprintf("Install Citus %d for PostgreSQL 15 or later on the coordinator and on every worker, put citus first into "+
			"shared_preload_libraries and restart them, run CREATE EXTENSION citus in this database on each, add the workers with "+
			"citus_add_node, and try again.", oldestCitus),
	}
}
