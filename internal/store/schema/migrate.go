// Package schema makes an account's tables and brings them up to date, in steps of SQL that lie beside it, and has Citus spread them. It knows
// which tables there are, and may import the root package, internal/db and the store's rooms for counts and for failures, but not the store.
package schema

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/store/failure"
)

//go:embed migrations
var migrations embed.FS

// Migrate brings the schema of a database up to date, and says from which version to
// which: the same one twice where it was.
func Migrate(ctx context.Context, dsn string) (from, to int, err error) {
	database, err := connect.Open(ctx, dsn)
	if err != nil {
		return 0, 0, failure.Translate("open", err)
	}
	from, to, err = Update(ctx, database)
	return from, to, errors.Join(failure.Translate("migrate", err), database.Close())
}

// Update is Migrate on a database that is open. It takes the lock that lets one process migrate at a time only where there is something to do.
func Update(ctx context.Context, database db.DB) (from, to int, err error) {
	steps, err := readSteps(database.Dialect())
	if err != nil {
		return 0, 0, err
	}
	from, err = versionBefore(ctx, database)
	if err == nil && from < len(steps) {
		from, err = takeSteps(ctx, database, steps)
	}
	if err == nil && from > len(steps) {
		err = &callflow.Error{
			Code:    callflow.Unavailable,
			Message: fmt.Sprintf("The database has schema %d, and this callflow knows %d at most.", from, len(steps)),
			Fix:     "Use the newer callflow that wrote it.",
		}
	}
	return from, len(steps), err
}

// versionBefore reads the version without a lock: 0 where no version can be read, which is so in an empty database.
func versionBefore(ctx context.Context, database db.DB) (version int, err error) {
	err = database.ReadOne(ctx, func(tx db.Tx) error {
		version, err = schemaVersion(tx)
		return err
	})
	if err != nil && db.KindOf(err) == db.Other { // there is no such table: whatever else it is, the first step meets it again
		return 0, nil
	}
	return version, err
}

// takeSteps takes each step in the same transaction as the number that records it: a kill in between repeats
// all of them. It gives the version that it found.
func takeSteps(ctx context.Context, database db.DB, steps []migration) (from int, err error) {
	err = database.Exclusive(ctx, func(tx db.Tx) error {
		if err := tx.Script("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"); err != nil {
			return err
		}
		if from, err = schemaVersion(tx); err != nil {
			return err
		}
		for number := from; number < len(steps); number++ {
			if err := takeStep(tx, number+1, steps[number]); err != nil {
				return err
			}
		}
		return nil
	})
	return from, err
}

// fills complete what SQL can't tell of the rows that are there, by the name of the step.
var fills = map[string]func(db.Tx) error{"numbers": fillNoNumber}

func takeStep(tx db.Tx, number int, step migration) error {
	err := tx.Script(step.script)
	if kind := db.KindOf(err); err != nil && strings.Contains(step.script, "pg_trgm") && (kind == db.Refused || kind == db.Other) {
		return errNoExtensions(err)
	}
	if fill := fills[step.name]; fill != nil && err == nil {
		err = fill(tx)
	}
	if err != nil {
		return fmt.Errorf("migration %d: %w", number, err)
	}
	if _, err := tx.Exec("DELETE FROM schema_version"); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO schema_version (version) VALUES ($1)", number)
	return err
}

// errNoExtensions says what whoever runs the database has to do before callflow can make its search index.
func errNoExtensions(err error) error {
	return &callflow.Error{
		Code:    callflow.Unavailable,
		Message: "The database does not have the extensions pg_trgm and btree_gin, which the search needs, and callflow could not add them.",
		Fix: "Install PostgreSQL's contrib package where they are not there, and run CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin; in this " +
			"database as its owner or a superuser. Then try again.",
		Err: err,
	}
}

func schemaVersion(tx db.Tx) (int, error) {
	rows := tx.Query("SELECT version FROM schema_version")
	defer rows.Close()
	version := 0
	if rows.Next() {
		version = int(rows.Int(0))
	}
	return version, rows.Err()
}

// migration is a step of the schema.
type migration struct{ name, script string }

// readSteps gives the steps by number; their scripts are named 0001_name.sql, without a gap.
func readSteps(dialect string) ([]migration, error) {
	folder := path.Join("migrations", dialect)
	files, err := fs.ReadDir(migrations, folder)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	steps := make([]migration, 0, len(files))
	for i, file := range files {
		number, name, _ := strings.Cut(file.Name(), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", file.Name())
		}
		text, err := fs.ReadFile(migrations, path.Join(folder, file.Name()))
		if err != nil {
			return nil, err
		}
		steps = append(steps, migration{strings.TrimSuffix(name, ".sql"), string(text)})
	}
	return steps, nil
}
