package postgres

import (
	"slices"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// pgRows are the rows of one statement, read as they arrive. When another statement
// is sent meanwhile, those that are left are taken into memory.
type pgRows struct {
	tx     *pgTx
	values [][]byte          // the row that is read now
	tag    pgconn.CommandTag // of the statement that ended last
	done   bool              // everything has arrived
	err    error

	kept [][][]byte // rows that arrived before they were asked for
}

func (r *pgRows) Next() bool {
	if len(r.kept) > 0 {
		r.values, r.kept = r.kept[0], r.kept[1:]
		return true
	}
	if r.done {
		r.values = nil
		return false
	}
	return r.arrive()
}

// arrive reads on until the next row, or the end.
func (r *pgRows) arrive() bool {
	for {
		message, err := r.tx.receive()
		if err != nil {
			r.end(err)
			return false
		}
		switch m := message.(type) {
		case *pgproto3.DataRow:
			if r.tx.queued > 1 {
				continue // of a statement whose rows nobody reads
			}
			r.values = m.Values
			return true
		case *pgproto3.CommandComplete:
			r.tx.queued--
			r.tag = pgconn.NewCommandTag(string(m.CommandTag))
		case *pgproto3.ErrorResponse:
			if r.err == nil {
				r.err = r.tx.failure(pgconn.ErrorResponseToPgError(m))
			}
		case *pgproto3.ReadyForQuery:
			r.end(nil)
			return false
		}
	}
}

func (r *pgRows) end(err error) {
	if r.err == nil {
		r.err = err
	}
	r.done, r.values = true, nil
	r.tx.queued, r.tx.active = 0, nil
}

// buffer takes the rows that are left into memory, so that the connection is free.
func (r *pgRows) buffer() {
	current := cloneValues(r.values)
	for r.arrive() {
		r.kept = append(r.kept, cloneValues(r.values))
	}
	r.values = current
}

func cloneValues(values [][]byte) [][]byte {
	if values == nil {
		return nil
	}
	size := 0
	for _, value := range values {
		size += len(value)
	}
	bytes, copied := make([]byte, 0, size), make([][]byte, len(values))
	for i, value := range values {
		if value == nil {
			continue
		}
		start := len(bytes)
		bytes = append(bytes, value...)
		copied[i] = bytes[start:len(bytes):len(bytes)]
	}
	return copied
}

// Int reads a number from its digits, 0 for NULL.
func (r *pgRows) Int(column int) int64 {
	digits := r.values[column]
	negative := len(digits) > 0 && digits[0] == '-'
	if negative {
		digits = digits[1:]
	}
	n := int64(0)
	for _, digit := range digits {
		n = n*10 + int64(digit-'0')
	}
	if negative {
		return -n
	}
	return n
}

func (r *pgRows) Text(column int) string { return string(r.values[column]) }
func (r *pgRows) Err() error             { return r.err }

func (r *pgRows) Append(dst []byte, column int) []byte {
	return append(slices.Grow(dst, len(r.values[column])), r.values[column]...)
}

// Close reads what is left past: the connection goes on behind it.
func (r *pgRows) Close() {
	for !r.done && r.arrive() {
	}
	r.kept, r.values = nil, nil
}
