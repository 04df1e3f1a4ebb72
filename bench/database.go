package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// postgres is the database that is measured, as its operator has it before him: through psql.
type postgres struct {
	dsn     string
	settled string // what was done after the import, for the facts
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// ask has psql run one statement, and gives what it prints: values alone, with | between them.
func (p *postgres) ask(ctx context.Context, statement string) (string, error) {
	dsn, err := forPsql(p.dsn)
	if err != nil {
		return "", err
	}
	program := "psql"
	if folder := os.Getenv("CALLFLOW_POSTGRES_BIN"); folder != "" {
		program = filepath.Join(folder, program)
	}
	command := exec.CommandContext(ctx, program, "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--command", statement, dsn)
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "", fmt.Errorf("psql, %.60s: %s", statement, strings.TrimSpace(string(exit.Stderr)))
	}
	return strings.TrimSpace(string(out)), err
}

// forPsql gives a DSN as psql takes it, which knows search_path as an option of the server alone.
func forPsql(dsn string) (string, error) {
	address, parameters, err := splitDSN(dsn)
	if err != nil {
		return "", err
	}
	path := parameters.Get("search_path")
	if path == "" {
		return dsn, nil
	}
	parameters.Del("search_path")
	parameters.Set("options", strings.TrimSpace(parameters.Get("options")+" -c search_path="+strings.ReplaceAll(path, " ", `\ `)))
	return joinDSN(address, parameters), nil
}

// inSchema gives the DSN of a schema in a database.
func inSchema(dsn, schema string) (string, error) {
	address, parameters, err := splitDSN(dsn)
	if err != nil {
		return "", err
	}
	parameters.Set("search_path", schema)
	return joinDSN(address, parameters), nil
}

// splitDSN leaves the part before the parameters as it is: it may name several hosts, which is no URL.
func splitDSN(dsn string) (address string, parameters url.Values, err error) {
	address, rest, _ := strings.Cut(dsn, "?")
	if parameters, err = url.ParseQuery(rest); err != nil {
		return "", nil, errors.New("the parameters of the postgres:// DSN are no query of a URL")
	}
	return address, parameters, nil
}

// joinDSN writes a blank as %20: psql takes a + for what it is.
func joinDSN(address string, parameters url.Values) string {
	return address + "?" + strings.ReplaceAll(parameters.Encode(), "+", "%20")
}

// createSchema makes a schema with a name of its own in the server.
func (p *postgres) createSchema(ctx context.Context) (string, error) {
	schema := "bench_" + strings.ToLower(rand.Text())
	_, err := p.ask(ctx, "CREATE SCHEMA "+schema)
	return schema, err
}

func (p *postgres) hasSchema(ctx context.Context, schema string) (bool, error) {
	found, err := p.ask(ctx, "SELECT count(*) FROM pg_namespace WHERE nspname = '"+schema+"'")
	return found == "1", err
}

func (p *postgres) dropSchema(ctx context.Context, schema string) error {
	_, err := p.ask(ctx, "SET client_min_messages = error; DROP SCHEMA "+schema+" CASCADE")
	return err
}

// settle does at once what autovacuum and the checkpointer would have done by the time an operator measures.
func (p *postgres) settle(ctx context.Context) error {
	tables, err := p.ask(ctx, "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()")
	if err != nil {
		return err
	}
	if _, err := p.ask(ctx, "VACUUM (ANALYZE) "+tables); err != nil {
		return err
	}
	if _, err := p.ask(ctx, "CHECKPOINT"); err != nil {
		return fmt.Errorf("%w\nthe measurements begin after a checkpoint: give a user that has the role pg_checkpoint", err)
	}
	p.settled = "Measured after VACUUM (ANALYZE) and CHECKPOINT, as autovacuum and time would have had it"
	return nil
}

// settings tells which PostgreSQL it is, and what decides how much it keeps and how fast it is.
func (p *postgres) settings(ctx context.Context) (string, error) {
	return p.ask(ctx, `SELECT 'PostgreSQL ' || current_setting('server_version') || ': ' ||
		string_agg(name || ' ' || current_setting(name), ', ' ORDER BY place)
		FROM unnest(ARRAY['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_buffers', 'max_wal_size', 'checkpoint_timeout'])
		WITH ORDINALITY AS setting (name, place)`)
}

// size tells how much disk the tables take, with their indexes.
func (p *postgres) size(ctx context.Context) (string, error) {
	return p.ask(ctx, `SELECT round(sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)) / 1e6) || ' MB'
		FROM pg_tables WHERE schemaname = current_schema()`)
}
