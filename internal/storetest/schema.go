package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"callflow/internal/db"
	"callflow/internal/db/connect"
)

// Column is a column as a database itself knows it.
type Column struct {
	Number, Text, Bytes, Null, Key bool
}

var schemaQueries = map[string]string{
	"sqlite": `SELECT t.name, c.name, lower(c.type), CASE WHEN c."notnull" = 0 THEN 1 ELSE 0 END, CASE WHEN c.pk > 0 THEN 1 ELSE 0 END
		FROM sqlite_schema t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'`,
	"postgres": `SELECT CAST(t.relname AS text), CAST(c.attname AS text), CAST(c.atttypid::regtype AS text), CASE WHEN c.attnotnull THEN 0 ELSE 1 END,
			CASE WHEN c.attnum = ANY (p.conkey) THEN 1 ELSE 0 END
		FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid LEFT JOIN pg_constraint p ON p.conrelid = t.oid AND p.contype = 'p'
		WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND c.attnum > 0 AND NOT c.attisdropped`,
}

// Schema gives the columns of a database by table and name, but for the search index: each database has its own, made from the rest.
func Schema(t testing.TB, dsn string) map[string]map[string]Column {
	t.Helper()
	tables := make(map[string]map[string]Column)
	raw(t, dsn, func(tx db.Tx, dialect string) error {
		rows := tx.Query(schemaQueries[dialect])
		for rows.Next() {
			table, kind := rows.Text(0), rows.Text(2)
			if strings.HasPrefix(table, "search_") {
				continue
			}
			if tables[table] == nil {
				tables[table] = make(map[string]Column)
			}
			tables[table][rows.Text(1)] = Column{
				Number: kind == "bigint" || kind == "integer", Text: kind == "text", Bytes: kind == "bytea" || kind == "blob",
				Null: rows.Int(3) != 0, Key: rows.Int(4) != 0,
			}
		}
		return rows.Err()
	})
	return tables
}

// raw runs statements that no verb of the store does.
func raw(t testing.TB, dsn string, fn func(tx db.Tx, dialect string) error) {
	t.Helper()
	database, err := connect.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	err = database.Write(t.Context(), func(tx db.Tx) error { return fn(tx, database.Dialect()) })
	if err = errors.Join(err, database.Close()); err != nil {
		t.Fatal(err)
	}
}

// dump gives all that an account has, table by table, each row as a text in the form of SQLite.
func dump(t testing.TB, dsn string, account int64) map[string][]string {
	t.Helper()
	found := make(map[string][]string)
	schema := Schema(t, dsn)
	delete(schema, "schema_version")
	delete(schema, "copies")
	raw(t, dsn, func(tx db.Tx, dialect string) error {
		for table, columns := range schema {
			rows := tx.Query("SELECT "+asText(columns, dialect)+" FROM "+table+" WHERE account_id = $1", account)
			found[table] = []string{}
			for rows.Next() {
				found[table] = append(found[table], rows.Text(0))
			}
			if rows.Err() != nil {
				return rows.Err()
			}
			slices.Sort(found[table])
		}
		return nil
	})
	return found
}

func asText(columns map[string]Column, dialect string) string {
	var texts []string
	for name, column := range columns {
		text := "CAST(" + name + " AS TEXT)"
		switch {
		case column.Bytes && dialect == "postgres":
			text = "upper(encode(" + name + ", 'hex'))"
		case column.Bytes:
			text = "hex(" + name + ")"
		}
		if column.Bytes || column.Null { // hex() of NULL is a text without anything
			text = "CASE WHEN " + name + " IS NULL THEN 'NULL' ELSE " + text + " END"
		}
		texts = append(texts, "'"+name+"=' || "+text)
	}
	slices.Sort(texts)
	return strings.Join(texts, " || ' ' || ")
}
