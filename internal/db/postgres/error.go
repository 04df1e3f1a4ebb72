package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"callflow/internal/db"
)

// classifyPostgres turns the driver's failures into kinds: the one place that knows
// PostgreSQL's codes (its manual, appendix A).
func classifyPostgres(err error) error {
	var known *db.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &db.Error{Kind: postgresKind(err), Err: fmt.Errorf("postgres: %w", err)}
}

// failure classifies what failed in a transaction. Once something has, the server refuses each further statement: that is told as what
// failed first, a cancellation for one, whose error may have been read past.
func (tx *pgTx) failure(err error) error {
	if err == nil {
		return nil
	}
	err = classifyPostgres(err)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == inFailedTransaction && tx.failed != nil {
		return tx.failed
	}
	if tx.failed == nil {
		tx.failed = err
	}
	return err
}

// inFailedTransaction is how the server refuses what comes behind a failure.
const inFailedTransaction = "25P02"

func postgresKind(err error) db.Kind {
	var refused *pgconn.PgError
	var connect *pgconn.ConnectError
	if errors.As(err, &refused) {
		if errors.As(err, &connect) && (refused.Code == "42704" || refused.Code == "22023") { // an option of the address, or its value
			return db.Address
		}
		return kindOfCode(refused.Code)
	}
	var network net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return db.Cancelled
	case errors.As(err, &connect), errors.As(err, &network), pgconn.Timeout(err), errors.Is(err, net.ErrClosed),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return db.Unreachable
	case errors.Is(err, context.DeadlineExceeded):
		return db.Cancelled
	}
	return db.Other
}

func kindOfCode(code string) db.Kind {
	switch code {
	case "23505": // unique_violation
		return db.Unique
	case "23503": // foreign_key_violation
		return db.ForeignKey
	case "23502", "23514", "22001": // not null, check, too long
		return db.Check
	case "22021", "22P05": // not a character of the encoding
		return db.Character
	case "40001", "40P01", "55P03", "53300", "25P03": // serialization, deadlock, lock not available, connections, idle in transaction
		return db.Busy
	case "57014": // query_canceled
		return db.Cancelled
	case "25006", "55000": // read_only_sql_transaction, recovery is in progress: a standby
		return db.Unreachable
	case "28000", "28P01", "42501": // authorization, password, privilege
		return db.Refused
	case "3D000", "3F000": // no such database, or schema
		return db.Address
	case "XX001", "XX002": // data or index corrupted
		return db.Corrupt
	}
	switch code[:2] {
	case "53", "58": // out of disk, memory or files; errors of the system below
		return db.Full
	case "08", "57": // connection; shutdown, crash, starting up
		return db.Unreachable
	}
	return db.Other
}
