package postgres

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/jackc/pgx/v5/pgtype"

	"callflow/internal/db"
)

// pgTx is one connection, in the extended protocol: statements are prepared once, sent
// together, and waited for only when somebody needs an answer. A question of the
// network costs ten times what the statement does. It is used by one goroutine at a time.
type pgTx struct {
	ctx        context.Context //nolint:containedctx // of whoever holds the connection now; one that never ends while the transaction is ended
	conn       *pgconn.PgConn
	statements map[string]*pgStatement
	prepared   int // statements the server was told of, those among them that are not read

	queued   int     // statements sent or to be sent, whose end was not read yet
	active   *pgRows // the rows that are being read, nil for none
	expected *pgExpected
	answered bool   // the transaction has heard anything of the database
	ending   bool   // it only read, and has to be ended
	standby  bool   // it reads from a server that may be behind
	server   string // cluster, database and timeline of the connection; "" where nobody asked
	line     int64  // of Line, once it was asked for
	warned   bool   // the server warned of something since the transaction began to end
	failed   error  // what failed first in the transaction, after which the server refuses all else

	values [][]byte // of the statement that is bound now
	arena  []byte   // what values point into
}

type pgStatement struct {
	name       string
	parameters []uint32 // types, by their object ids
	results    []int16  // formats of the columns
}

// mostQueued bounds what is sent without reading: answers that nobody reads would
// fill the socket in the end.
const mostQueued = 256

// How values travel: arguments and bytes as they are stored. Numbers that are read come as
// digits, which PostgreSQL writes in less time than it takes to send their eight bytes: measured, a
// tenth of a page.
const (
	asText   int16 = 0
	asStored int16 = 1
)

var argumentFormats = []int16{asStored}

// txOf gives what is kept with a connection for as long as it lives.
func txOf(conn *pgconn.PgConn) *pgTx {
	const key = "callflow"
	if tx, ok := conn.CustomData()[key].(*pgTx); ok {
		return tx
	}
	tx := &pgTx{ctx: context.Background(), conn: conn, statements: make(map[string]*pgStatement)}
	conn.CustomData()[key] = tx
	return tx
}

// send binds a statement and lets it run with the next sync.
func (tx *pgTx) send(sql string, args []any) error {
	if err := tx.gaveUp(); err != nil {
		return err
	}
	if tx.active != nil {
		tx.active.buffer()
	}
	if tx.expected != nil && tx.expected.sent { // it was another query: this one's answer comes behind it
		tx.takeExpected().Close()
	}
	statement, err := tx.prepare(sql)
	if err != nil {
		return err
	}
	if len(args) < len(statement.parameters) {
		return fmt.Errorf("postgres: %d arguments for %d parameters", len(args), len(statement.parameters))
	}
	tx.values, tx.arena = tx.values[:0], tx.arena[:0]
	for i, kind := range statement.parameters {
		if err := tx.encode(args[i], kind); err != nil {
			return err
		}
	}
	frontend := tx.conn.Frontend()
	frontend.SendBind(&pgproto3.Bind{
		PreparedStatement: statement.name, ParameterFormatCodes: argumentFormats, Parameters: tx.values, ResultFormatCodes: statement.results,
	})
	frontend.SendExecute(&pgproto3.Execute{})
	tx.queued++
	return nil
}

// prepare gives a statement that the connection knows, and makes it known where it does not.
func (tx *pgTx) prepare(sql string) (*pgStatement, error) {
	if known := tx.statements[sql]; known != nil {
		return known, nil
	}
	if err := tx.settle(); err != nil {
		return nil, err
	}
	tx.prepared++
	statement := &pgStatement{name: "s" + strconv.Itoa(tx.prepared)}
	frontend := tx.conn.Frontend()
	frontend.SendParse(&pgproto3.Parse{Name: statement.name, Query: sql})
	frontend.SendDescribe(&pgproto3.Describe{ObjectType: 'S', Name: statement.name})
	if err := tx.sync(); err != nil {
		return nil, err
	}
	var failed error
	for {
		message, err := tx.receive()
		if err != nil {
			return nil, err
		}
		switch m := message.(type) {
		case *pgproto3.ParameterDescription:
			statement.parameters = append(statement.parameters, m.ParameterOIDs...)
		case *pgproto3.RowDescription:
			statement.results, failed = formatsOf(m)
		case *pgproto3.ErrorResponse:
			failed = tx.failure(pgconn.ErrorResponseToPgError(m))
		case *pgproto3.ReadyForQuery:
			if failed == nil {
				tx.statements[sql] = statement
			}
			return statement, failed
		}
	}
}

// formatsOf chooses how each column travels. Results of a type that Rows does not read are a
// mistake in the statement: SUM of numbers is one, until it is cast.
func formatsOf(description *pgproto3.RowDescription) ([]int16, error) {
	formats := make([]int16, len(description.Fields))
	for i := range description.Fields {
		switch description.Fields[i].DataTypeOID {
		case pgtype.Int8OID, pgtype.Int4OID, pgtype.Int2OID, pgtype.TextOID, pgtype.VarcharOID, pgtype.NameOID:
			formats[i] = asText
		case pgtype.ByteaOID:
			formats[i] = asStored
		default:
			return nil, fmt.Errorf("postgres: column %s is of a type that is not read (%d)", description.Fields[i].Name, description.Fields[i].DataTypeOID)
		}
	}
	return formats, nil
}

func (tx *pgTx) encode(arg any, kind uint32) error {
	start := len(tx.arena)
	switch v := arg.(type) {
	case nil:
		tx.values = append(tx.values, nil)
		return nil
	case int64:
		return tx.encodeInt(v, kind)
	case int:
		return tx.encodeInt(int64(v), kind)
	case bool:
		n := int64(0)
		if v {
			n = 1
		}
		return tx.encodeInt(n, kind)
	case string:
		tx.arena = append(tx.arena, v...)
	case []byte:
		if v == nil {
			v = []byte{} // as in SQLite: what is NULL is said so
		}
		tx.arena = append(tx.arena, v...)
	default:
		return fmt.Errorf("postgres: an argument of type %T", arg)
	}
	if kind != pgtype.TextOID && kind != pgtype.ByteaOID && kind != pgtype.VarcharOID && kind != pgtype.NameOID {
		return fmt.Errorf("postgres: bytes for a parameter of type %d", kind)
	}
	tx.values = append(tx.values, tx.arena[start:len(tx.arena):len(tx.arena)])
	return nil
}

func (tx *pgTx) encodeInt(v int64, kind uint32) error {
	start := len(tx.arena)
	switch kind {
	case pgtype.Int8OID:
		tx.arena = binary.BigEndian.AppendUint64(tx.arena, uint64(v))
	case pgtype.Int4OID:
		if int64(int32(v)) != v {
			return fmt.Errorf("postgres: %d for a parameter of 32 bits", v)
		}
		tx.arena = binary.BigEndian.AppendUint32(tx.arena, uint32(int32(v)))
	case pgtype.BoolOID:
		tx.arena = append(tx.arena, byte(v&1))
	default:
		return fmt.Errorf("postgres: a number for a parameter of type %d", kind)
	}
	tx.values = append(tx.values, tx.arena[start:len(tx.arena):len(tx.arena)])
	return nil
}

// sync lets everything run that was sent, and asks for its answers.
func (tx *pgTx) sync() error {
	frontend := tx.conn.Frontend()
	frontend.SendSync(&pgproto3.Sync{})
	if err := frontend.Flush(); err != nil {
		tx.abandon()
		return &db.Error{Kind: db.Unreachable, Err: fmt.Errorf("postgres: %w", err)}
	}
	return nil
}

func (tx *pgTx) receive() (pgproto3.BackendMessage, error) {
	message, err := tx.conn.ReceiveMessage(context.Background())
	if err != nil {
		tx.abandon()
		return nil, &db.Error{Kind: db.Unreachable, Err: fmt.Errorf("postgres: %w", err)}
	}
	switch m := message.(type) {
	case *pgproto3.ReadyForQuery, *pgproto3.DataRow:
		tx.answered = true
	case *pgproto3.NoticeResponse:
		tx.warned = tx.warned || m.SeverityUnlocalized == "WARNING"
	}
	return message, nil
}

// abandon closes a connection of which nobody knows how it stands.
func (tx *pgTx) abandon() {
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	_ = tx.conn.Close(gone)
}

// settle waits for what was queued, and gives its first failure.
func (tx *pgTx) settle() error {
	if tx.active != nil {
		tx.active.buffer()
	}
	if tx.expected != nil && tx.expected.sent { // nobody took it: it is in the way of what comes
		tx.takeExpected().Close()
	}
	if tx.queued == 0 {
		return nil
	}
	_, err := tx.finish()
	return err
}

// finish runs what was queued, and says what the last of it did.
func (tx *pgTx) finish() (pgconn.CommandTag, error) {
	rows := tx.rows()
	for rows.Next() {
	}
	return rows.tag, rows.Err()
}

// rows gives the rows of the statement that was sent last, as they come.
func (tx *pgTx) rows() *pgRows {
	rows := &pgRows{tx: tx}
	if rows.err = tx.sync(); rows.err != nil {
		tx.queued = 0
		rows.done = true
		return rows
	}
	tx.active = rows
	return rows
}

func (tx *pgTx) Exec(sql string, args ...any) (int64, error) {
	if err := tx.send(sql, args); err != nil {
		return 0, err
	}
	tag, err := tx.finish()
	return tag.RowsAffected(), err
}

func (tx *pgTx) Queue(sql string, args ...any) error {
	if err := tx.send(sql, args); err != nil {
		return err
	}
	if tx.queued >= mostQueued {
		return tx.settle()
	}
	return nil
}

func (tx *pgTx) Query(sql string, args ...any) db.Rows {
	if tx.expected.is(sql, args) {
		if tx.active != nil {
			tx.active.buffer()
		}
		return tx.takeExpected()
	}
	expected := tx.expected
	if expected != nil && !expected.sent { // it is sent behind this one, in the same go
		tx.expected = nil
		if err := tx.prepareExpected(expected, sql); err != nil {
			return &pgRows{tx: tx, err: err, done: true}
		}
	}
	if err := tx.send(sql, args); err != nil {
		return &pgRows{tx: tx, err: err, done: true}
	}
	if expected == nil || expected.sent {
		return tx.rows()
	}
	return tx.rowsAndExpected(expected)
}

// Standby says whether it reads from a server that may be behind the one that is written.
func (tx *pgTx) Standby() bool { return tx.standby }

// Script runs in the simple protocol, the one that takes several statements at once.
func (tx *pgTx) Script(sql string) error {
	if err := cmp.Or(tx.settle(), tx.gaveUp()); err != nil {
		return err
	}
	_, err := tx.conn.Exec(context.Background(), sql).ReadAll()
	tx.answered = true
	return tx.failure(err)
}

// settleWith runs a statement behind everything that was queued.
func (tx *pgTx) settleWith(sql string) error {
	if err := tx.send(sql, nil); err != nil {
		return err
	}
	_, err := tx.finish()
	return err
}
