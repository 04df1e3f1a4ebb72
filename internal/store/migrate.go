package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/db"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the schema up to date, each step in the same transaction as
// the number that records it: a kill in between repeats the step as a whole.
func migrate(ctx context.Context, database db.DB) error {
	steps, err := readSteps(database.Dialect())
	if err != nil {
		return err
	}
	return database.Exclusive(ctx, func(tx db.Tx) error {
		if err := tx.Script("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"); err != nil {
			return err
		}
		version, err := schemaVersion(tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return &callflow.Error{
				Code:    callflow.Unavailable,
				Message: fmt.Sprintf("The database has schema %d, and this callflow knows %d at most.", version, len(steps)),
				Fix:     "Use the newer callflow that wrote it.",
			}
		}
		for number := version; number < len(steps); number++ {
			if err := tx.Script(steps[number]); err != nil {
				return fmt.Errorf("migration %d: %w", number+1, err)
			}
			if _, err := tx.Exec("DELETE FROM schema_version"); err != nil {
				return err
			}
			if _, err := tx.Exec("INSERT INTO schema_version (version) VALUES ($1)", number+1); err != nil {
				return err
			}
		}
		return nil
	})
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

// readSteps gives the scripts by number; they are named 0001_what.sql, without a gap.
func readSteps(dialect string) ([]string, error) {
	folder := path.Join("migrations", dialect)
	files, err := fs.ReadDir(migrations, folder)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(files, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	steps := make([]string, 0, len(files))
	for i, file := range files {
		number, _, _ := strings.Cut(file.Name(), "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s is out of order", file.Name())
		}
		text, err := fs.ReadFile(migrations, path.Join(folder, file.Name()))
		if err != nil {
			return nil, err
		}
		steps = append(steps, string(text))
	}
	return steps, nil
}
