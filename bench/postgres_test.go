package main

import (
	"os"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

func TestASmallRunOnPostgreSQLFillsItsTable(t *testing.T) {
	t.Parallel()
	dsn, folder := testkit.Postgres(t), t.TempDir()
	table, _ := runOn(t, &bench{dir: folder, database: dsn})
	for _, measure := range []string{
		"PostgreSQL", "SQLite", "full walk", "position at 1 %", "position at 50 %", "position at 99 %", "64 connections", "one connection",
		"two servers", "import", "2,000 customers", "synchronous_commit", "shared_buffers", "CHECKPOINT",
	} {
		if !strings.Contains(table, measure) {
			t.Errorf("the table says nothing of %q:\n%s", measure, table)
		}
	}
	if strings.Contains(table, "NaN") || strings.Contains(table, "Inf") {
		t.Errorf("the table has figures that are none:\n%s", table)
	}

	again, progress := runOn(t, &bench{dir: folder, database: dsn, only: "full walk"})
	if !strings.Contains(again, "full walk") || strings.Contains(again, "two servers") {
		t.Errorf("measured again, the folder gives\n%s", again)
	}
	if strings.Contains(progress, "importing") {
		t.Errorf("what the folder names was imported again:\n%s", progress)
	}
}

// runOn gives the table of a small run, and what it said meanwhile.
func runOn(t *testing.T, b *bench) (table, said string) {
	t.Helper()
	var out, progress strings.Builder
	b.n, b.rounds, b.outcomeTime, b.progress = fewestCustomers, 1, briefly, &progress
	if err := b.run(t.Context(), &out); err != nil {
		t.Fatalf("%v\n%s", err, progress.String())
	}
	return out.String(), progress.String()
}

func TestTheSchemaOfARunGoesAtItsEnd(t *testing.T) {
	t.Parallel()
	testkit.Postgres(t) // or the test is skipped
	b, held := &bench{database: ownPostgres, dir: t.TempDir()}, &onPostgres{}
	if err := b.choosePostgres(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	if schema, err := b.postgres.ask(t.Context(), "SELECT current_schema()"); err != nil || schema != held.Schema {
		t.Errorf("the database's schema is %q, %v; want %q", schema, err, held.Schema)
	}
	if err := b.tidyPostgres(t.Context(), held); err != nil {
		t.Fatal(err)
	}
	if found, err := b.postgres.hasSchema(t.Context(), held.Schema); err != nil || found {
		t.Errorf("the schema is still there (%v)", err)
	}
}

func TestAKeptFolderFindsItsSchemaAgain(t *testing.T) {
	t.Parallel()
	testkit.Postgres(t) // or the test is skipped
	folder := t.TempDir()
	keeping := func() (*bench, *onPostgres) {
		b, held := &bench{database: ownPostgres, dir: folder, kept: true}, &onPostgres{}
		if err := b.choosePostgres(t.Context(), held); err != nil {
			t.Fatal(err)
		}
		return b, held
	}
	b, first := keeping()
	first.Campaign, first.Second = &campaign{ID: 7}, &campaign{ID: 8}
	if err := b.save(postgresState, first); err != nil {
		t.Fatal(err)
	}
	if err := b.tidyPostgres(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	if _, again := keeping(); again.Schema != first.Schema || again.Campaign == nil {
		t.Errorf("the folder's schema was %s, and is %s", first.Schema, again.Schema)
	}

	server := &postgres{dsn: os.Getenv(serverVariable)}
	if err := server.dropSchema(t.Context(), first.Schema); err != nil {
		t.Fatal(err)
	}
	b, other := keeping()
	if other.Schema == first.Schema || other.Campaign != nil {
		t.Errorf("the schema is gone, and the folder still names %+v", other)
	}
	if err := b.tidyPostgres(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	if found, err := server.hasSchema(t.Context(), other.Schema); err != nil || found {
		t.Errorf("a schema that nothing names is still there (%v)", err)
	}
}

func TestPsqlGetsTheSearchPathAsAnOption(t *testing.T) {
	t.Parallel()
	for dsn, want := range map[string]string{
		"postgres://u@h/d":                         "postgres://u@h/d",
		"postgres://u@h/d?sslmode=disable":         "postgres://u@h/d?sslmode=disable",
		"postgres://u@a:1,b:2/d?search_path=s":     "postgres://u@a:1,b:2/d?options=-c%20search_path%3Ds",
		"postgres://u@h/d?host=/x&search_path=s":   "postgres://u@h/d?host=%2Fx&options=-c%20search_path%3Ds",
		"postgres://u@h/d?search_path=s%2C%20t":    `postgres://u@h/d?options=-c%20search_path%3Ds%2C%5C%20t`,
		"postgres://h/d?options=-cx&search_path=s": "postgres://h/d?options=-cx%20-c%20search_path%3Ds",
	} {
		if got, err := forPsql(dsn); err != nil || got != want {
			t.Errorf("%s became %s, %v; want %s", dsn, got, err, want)
		}
	}
	if _, err := forPsql("postgres://u:secret@h/d?a=%zz"); err == nil || strings.Contains(err.Error(), "secret") {
		t.Errorf("got %v", err)
	}
}

func TestADatabaseThatCannotBeMeasuredIsRefused(t *testing.T) {
	t.Parallel()
	b := &bench{n: fewestCustomers, rounds: 1, database: "callflow.db"}
	if err := b.run(t.Context(), &strings.Builder{}); err == nil || !strings.Contains(err.Error(), "-db is") {
		t.Errorf("got %v", err)
	}
	for _, database := range []string{"", ownPostgres, "postgres://h/d", "postgresql://h/d"} {
		b.database = database
		if err := b.check(); err != nil {
			t.Errorf("%q: %v", database, err)
		}
	}
}
