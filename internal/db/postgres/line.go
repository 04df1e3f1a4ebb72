package postgres

import (
	"context"
	"hash/fnv"
	"strconv"

	"github.com/jackc/pgx/v5"
)

// serverLine is asked of each new connection to the primary: which cluster it is, and which of its databases.
const serverLine = `SELECT CAST(system_identifier AS text) || ' ' || CAST((SELECT oid FROM pg_database WHERE datname = current_database()) AS text)
	FROM pg_control_system()`

// noteLine keeps with a connection what it tells of the history that it leads to. Each promotion begins a timeline, and so does a recovery to
// a point in time; a dump that is read into another database makes tables with other numbers, of which Line asks.
func noteLine(ctx context.Context, conn *pgx.Conn, timeline int64) {
	server := ""
	if err := conn.QueryRow(ctx, serverLine).Scan(&server); err != nil { // a server that does not tell its number is known by its timeline
		server = ""
	}
	txOf(conn.PgConn()).server = server + " " + strconv.FormatInt(timeline, 10)
}

// Line names the history that the database is of.
func (tx *pgTx) Line() (int64, error) {
	if tx.line != 0 {
		return tx.line, nil
	}
	rows := tx.Query("SELECT CAST(CAST(CAST('accounts' AS regclass) AS oid) AS text)")
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(tx.server + " " + rows.Text(0))) // a hash never fails
	tx.line = int64(hash.Sum64()>>1) | 1
	return tx.line, rows.Err()
}

// MarkLine does nothing: a server tells itself apart from copies of it.
func (d *postgresDB) MarkLine(context.Context) error { return nil }
