// Package connect opens the database that an address names.
package connect

import (
	"context"
	"fmt"
	"strings"

	"callflow/internal/db"
	"callflow/internal/db/postgres"
	"callflow/internal/db/sqlite"
)

// Open opens the database that dsn names: the path of an SQLite file, which is
// made when it is not there (see sqlite.Existing), or a PostgreSQL database, postgres://user@host/database, which
// may have standbys to read from.
func Open(ctx context.Context, dsn string, standbys ...string) (db.DB, error) {
	if dsn == "" {
		return nil, fmt.Errorf("no database was named")
	}
	if scheme, _, ok := strings.Cut(dsn, "://"); ok {
		if scheme != "postgres" && scheme != "postgresql" {
			return nil, &db.Error{Kind: db.Address, Err: fmt.Errorf("no database is known by %s://", scheme)}
		}
		return postgres.Open(ctx, dsn, standbys)
	}
	if len(standbys) > 0 {
		return nil, &db.Error{Kind: db.Unsuitable, Err: fmt.Errorf("an SQLite file has no standbys, --db-replica is for PostgreSQL")}
	}
	return sqlite.Open(ctx, dsn)
}
