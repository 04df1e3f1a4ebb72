package postgres

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"callflow/internal/db"
)

// copyHeader begins the binary format of COPY: the signature, no flags, no extension.
const copyHeader = "PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"

// copyWorth is from how many rows on COPY is worth the wait for what was sent before it.
const copyWorth = 10

// Load sends many rows by COPY in its binary format, which nothing has to parse, and few as statements.
func (tx *pgTx) Load(into *db.Table, count int, row func(i int, put db.Row)) error {
	if count < copyWorth {
		return tx.loadFew(into, count, row)
	}
	if err := cmp.Or(tx.settle(), tx.gaveUp()); err != nil {
		return err
	}
	rows := &pgCopy{columns: len(into.Columns), count: count, row: row, buffer: []byte(copyHeader)}
	sql := "COPY " + into.Name + " (" + strings.Join(into.Columns, ", ") + ") FROM STDIN (FORMAT binary)"
	_, err := tx.conn.CopyFrom(context.Background(), rows, sql)
	if tx.conn.IsClosed() {
		return &db.Error{Kind: db.Unreachable, Err: errors.Join(errors.New("postgres: the connection broke"), err)}
	}
	return tx.failure(err)
}

func (tx *pgTx) loadFew(into *db.Table, count int, row func(i int, put db.Row)) error {
	for i := range count {
		var args pgArguments
		row(i, &args)
		if err := tx.Queue(into.Insert, args...); err != nil {
			return err
		}
	}
	return nil
}

// pgArguments takes a row as the arguments of a statement.
type pgArguments []any

func (a *pgArguments) Int(value int64)   { *a = append(*a, value) }
func (a *pgArguments) Text(value string) { *a = append(*a, value) }

func (a *pgArguments) Bytes(value []byte) {
	if value == nil {
		*a = append(*a, nil)
		return
	}
	*a = append(*a, value)
}

// pgCopy writes rows in COPY's binary format, as much at a time as is asked for.
type pgCopy struct {
	columns, count int
	row            func(i int, put db.Row)
	done           int
	ended          bool
	buffer         []byte // written and not yet read
}

// Read gives the next bytes.
func (c *pgCopy) Read(p []byte) (int, error) {
	for len(c.buffer) < len(p) && !c.ended {
		if c.done == c.count {
			c.buffer = binary.BigEndian.AppendUint16(c.buffer, 0xffff)
			c.ended = true
			break
		}
		c.buffer = binary.BigEndian.AppendUint16(c.buffer, uint16(c.columns))
		c.row(c.done, (*pgCopyRow)(c))
		c.done++
	}
	n := copy(p, c.buffer)
	c.buffer = c.buffer[:copy(c.buffer, c.buffer[n:])]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

type pgCopyRow pgCopy

func (r *pgCopyRow) Int(value int64) {
	r.buffer = binary.BigEndian.AppendUint32(r.buffer, 8)
	r.buffer = binary.BigEndian.AppendUint64(r.buffer, uint64(value))
}

func (r *pgCopyRow) Text(value string) {
	r.buffer = binary.BigEndian.AppendUint32(r.buffer, uint32(len(value)))
	r.buffer = append(r.buffer, value...)
}

func (r *pgCopyRow) Bytes(value []byte) {
	if value == nil {
		r.buffer = binary.BigEndian.AppendUint32(r.buffer, 0xffffffff)
		return
	}
	r.buffer = binary.BigEndian.AppendUint32(r.buffer, uint32(len(value)))
	r.buffer = append(r.buffer, value...)
}
