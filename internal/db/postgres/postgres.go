// Package postgres wears the face of package db over PostgreSQL: a primary, and standbys to read from.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"callflow/internal/db"
)

// sessionParameters are set on every connection. Each statement is written for an index;
// the planner is kept from scanning and sorting whole tables when it has no statistics yet, from starting
// other processes to read a page, and from planning the same text again. What a server that died still holds is let go of soon.
var sessionParameters = map[string]string{
	"application_name":                    "callflow",
	"enable_seqscan":                      "off",
	"enable_bitmapscan":                   "off",
	"enable_hashjoin":                     "off",
	"enable_mergejoin":                    "off",
	"enable_material":                     "off",
	"jit":                                 "off",
	"max_parallel_workers_per_gather":     "0",
	"plan_cache_mode":                     "force_generic_plan",
	"lock_timeout":                        "15s",
	"idle_in_transaction_session_timeout": "5min",
	"tcp_keepalives_idle":                 "10",
	"tcp_keepalives_interval":             "5",
	"tcp_keepalives_count":                "3",
}

// oldestPostgres is the first version that callflow is tested with.
const oldestPostgres = 15

// Connections, where the address does not say pool_max_conns.
const (
	mostReaders    = 16
	mostWriters    = 8 // each carries the commits of one account at a time
	connectTimeout = 5 * time.Second
)

// The statements that begin and end transactions.
const (
	beginRead  = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	beginWrite = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
)

type postgresDB struct {
	readers  *pgxpool.Pool
	writers  *pgxpool.Pool
	fallback *pgxpool.Pool // whoever answers, to read while no server can be written; nil for one server
	replicas []*replica    // the standbys that may be read at any time
	turn     atomic.Uint64 // whose turn it is of them

	primary primary
	hints   *hints
	lock    int64 // of Exclusive: a database may hold several schemas
}

// Open connects to a database of a server that is recent enough, and to its standbys.
func Open(ctx context.Context, dsn string, replicas []string) (_ db.DB, err error) {
	config, err := parsePostgres(dsn)
	if err != nil {
		return nil, err
	}
	schema := config.ConnConfig.RuntimeParams["search_path"]
	d := &postgresDB{lock: lockOf(schema), hints: newHints(schema)}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	config.AfterConnect = d.primary.connected
	if len(config.ConnConfig.Fallbacks) > 0 && config.ConnConfig.ValidateConnect == nil {
		config.ConnConfig.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
	}
	if d.writers, err = openPool(ctx, config, mostWriters); err != nil {
		return nil, err
	}
	if d.readers, err = openPool(ctx, config, mostReaders); err != nil {
		return nil, err
	}
	if err := d.openFallback(ctx, config); err != nil {
		return nil, err
	}
	if err := d.openReplicas(ctx, replicas); err != nil {
		return nil, err
	}
	return d, d.check(ctx)
}

// parsePostgres reads an address. What it does not say is set as callflow wants it.
func parsePostgres(dsn string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, &db.Error{Kind: db.Address, Err: fmt.Errorf("postgres: %w", err)}
	}
	params := maps.Clone(sessionParameters)
	maps.Copy(params, config.ConnConfig.RuntimeParams) // the address wins
	config.ConnConfig.RuntimeParams = params
	if !strings.Contains(dsn, "connect_timeout") {
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	config.PingTimeout = connectTimeout
	config.ConnConfig.DialFunc = dial
	if !strings.Contains(dsn, "pool_max_conns") {
		config.MaxConns = math.MaxInt32
	}
	return config, nil
}

func openPool(ctx context.Context, config *pgxpool.Config, most int32) (*pgxpool.Pool, error) {
	config = config.Copy()
	config.MaxConns = min(config.MaxConns, most)
	pool, err := pgxpool.NewWithConfig(ctx, config)
	return pool, classifyPostgres(err)
}

// lockOf is the key of Exclusive's lock in a schema.
func lockOf(schema string) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte("callflow " + schema))
	return int64(hash.Sum64())
}

// check refuses servers that would fail later, and less clearly.
func (d *postgresDB) check(ctx context.Context) error {
	return d.ReadOne(ctx, func(tx db.Tx) error {
		rows := tx.Query("SELECT current_setting('server_version_num'), current_setting('server_encoding')")
		defer rows.Close()
		if !rows.Next() {
			return rows.Err()
		}
		version, err := strconv.Atoi(rows.Text(0))
		if err != nil || version/10000 < oldestPostgres {
			old := fmt.Errorf("PostgreSQL %d or later is needed, and this server is version %d", oldestPostgres, version/10000)
			return &db.Error{Kind: db.Unsuitable, Err: old}
		}
		if encoding := rows.Text(1); encoding != "UTF8" {
			return &db.Error{Kind: db.Unsuitable, Err: fmt.Errorf("the database's encoding is %s, and has to be UTF8", encoding)}
		}
		return nil
	})
}

func (d *postgresDB) Dialect() string { return "postgres" }

func (d *postgresDB) Close() error {
	d.hints.stop()
	for _, pool := range []*pgxpool.Pool{d.readers, d.writers, d.fallback} {
		if pool != nil {
			pool.Close()
		}
	}
	for _, replica := range d.replicas {
		replica.pool.Close()
	}
	return nil
}

// ReadOne needs no transaction: a statement is one.
func (d *postgresDB) ReadOne(ctx context.Context, fn func(db.Tx) error) error {
	return d.read(ctx, func(tx *pgTx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return tx.settle()
	})
}

// Read is Begin and End.
func (d *postgresDB) Read(ctx context.Context, fn func(db.Tx) error) error {
	snapshot, err := d.Begin(ctx, fn)
	if err != nil {
		return err
	}
	return snapshot.End(nil)
}

func (d *postgresDB) Write(ctx context.Context, fn func(db.Tx) error) error {
	return d.with(ctx, d.writers, func(tx *pgTx) error {
		if err := tx.Queue(beginWrite); err != nil {
			return err
		}
		err := fn(tx)
		if err == nil {
			err = tx.settle()
		}
		if err == nil {
			err = tx.gaveUp()
		}
		if err != nil {
			return errors.Join(err, tx.rollback())
		}
		return tx.commit()
	})
}

func (d *postgresDB) WriteSoon(ctx context.Context, fn func(db.Tx) error) error {
	return d.Write(ctx, func(tx db.Tx) error {
		if err := tx.Queue("SET LOCAL synchronous_commit = off"); err != nil {
			return err
		}
		return fn(tx)
	})
}

func (d *postgresDB) Exclusive(ctx context.Context, fn func(db.Tx) error) error {
	return d.Write(ctx, func(tx db.Tx) error {
		// The lock may be held for as long as a migration takes.
		if _, err := tx.Exec("SET LOCAL lock_timeout = 0"); err != nil {
			return err
		}
		rows := tx.Query("SELECT 1 FROM pg_advisory_xact_lock($1)", d.lock)
		rows.Close()
		if rows.Err() != nil {
			return rows.Err()
		}
		return fn(tx)
	})
}

// commit ends the transaction; Lost where the connection broke before the answer came, or the server
// warns that it did not wait for its standbys as it should have.
//
// Once it has begun, it is asked to stop all the same when the caller's time is over: the server heeds that where it waits for its standbys, and
// a server that does not answer at all must hold nobody up for ever.
func (tx *pgTx) commit() error {
	tx.ctx = context.Background()
	tx.warned = false
	if err := tx.send("COMMIT", nil); err != nil {
		return err
	}
	tag, err := tx.finish()
	if db.KindOf(err) == db.Unreachable {
		return &db.Error{Kind: db.Lost, Err: err}
	}
	if err == nil && tx.warned {
		return &db.Error{Kind: db.Lost, Err: errors.New("postgres: the commit is not known to have reached the standbys")}
	}
	if err == nil && tag.String() != "COMMIT" { // as PostgreSQL ends a transaction in which something failed
		if tx.failed != nil {
			return tx.failed
		}
		return &db.Error{Kind: db.Other, Err: errors.New("postgres: the transaction had failed before its commit")}
	}
	return err
}

// rollback ends a transaction of which nothing stays.
func (tx *pgTx) rollback() error {
	if tx.conn.IsClosed() {
		return nil
	}
	tx.ctx = context.Background()
	if tx.active != nil {
		tx.active.Close()
	}
	_ = tx.settle() // what failed was told, or nobody asked
	return tx.settleWith("ROLLBACK")
}
