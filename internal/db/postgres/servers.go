package postgres

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"callflow/internal/db"
)

// primary is what is known of the server that is written.
type primary struct {
	lineage atomic.Int64

	mu       sync.Mutex
	server   string    // which one, and its timeline
	timeline int64     // the latest that was seen: each promotion begins one
	downTo   time.Time // it was not to be reached; until then it is not asked for reading
}

// restBeforeAsking is how long a primary that is away is not asked for what a standby can read.
const restBeforeAsking = time.Second

// lost notes that the primary did not answer: whoever does so next may be another server.
func (p *primary) lost() {
	p.lineage.Add(1)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.downTo = time.Now().Add(restBeforeAsking)
}

func (p *primary) isDown() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return time.Now().Before(p.downTo)
}

// connected is told of each new connection to the primary. A standby that was promoted has
// another timeline, and may lack what the one before it had.
func (p *primary) connected(ctx context.Context, conn *pgx.Conn) error {
	if err := suitPlans(ctx, conn); err != nil {
		return err
	}
	var digits string
	const ask = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
	if err := conn.QueryRow(ctx, ask).Scan(&digits); err != nil {
		return err
	}
	timeline, err := strconv.ParseInt(digits, 16, 64)
	if err != nil {
		return err
	}
	config := conn.Config()
	noteLine(ctx, conn, timeline)
	server := fmt.Sprintf("%s:%d %d", conn.PgConn().Conn().RemoteAddr(), config.Port, timeline)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timeline = max(p.timeline, timeline)
	if p.server != server {
		p.server = server
		p.lineage.Add(1)
	}
	p.downTo = time.Time{}
	return nil
}

// suitPlans lets Citus plan joins for the account at hand, which it can't do ahead: elsewhere plans are made once.
func suitPlans(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SELECT set_config('plan_cache_mode', 'auto', false) FROM pg_extension WHERE extname = 'citus'")
	return err
}

// Lineage changes whenever the database may have become another one, that lacks changes
// which this process has seen: what is kept in memory is of one lineage.
func (d *postgresDB) Lineage() int64 { return d.primary.lineage.Load() }

// Mark gives none: a server tells nothing that is not asked for.
func (d *postgresDB) Mark() (db.Mark, bool) { return db.Mark{}, false }

// read runs fn on a connection to read on.
func (d *postgresDB) read(ctx context.Context, fn func(*pgTx) error) error {
	h, err := d.holdReader(ctx, fn)
	if err != nil {
		return err
	}
	return h.giveBack(nil)
}

// holdReader takes a connection to the primary on which first has run, or where that is away to another server of the address: reading goes on.
func (d *postgresDB) holdReader(ctx context.Context, first func(*pgTx) error) (*held, error) {
	if d.fallback == nil {
		return d.hold(ctx, d.readers, first)
	}
	if !d.primary.isDown() {
		h, err := d.hold(ctx, d.readers, first)
		if err == nil || db.KindOf(err) != db.Unreachable || ctx.Err() != nil {
			return h, err
		}
	}
	h, _, err := holdOne(ctx, d.fallback, func(tx *pgTx) error {
		tx.standby = true
		if err := d.primary.shares(tx); err != nil {
			return err
		}
		return first(tx)
	})
	return h, err
}

// ownTimeline is told by a standby from its last checkpoint: it may be late to say that it follows another
// primary, and never early.
const ownTimeline = `SELECT CASE WHEN pg_is_in_recovery() THEN (SELECT timeline_id FROM pg_control_checkpoint())
	ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END`

// shares refuses a server that stayed behind on an earlier timeline: it may have changes
// that were lost with its primary, under numbers that were given again since.
func (p *primary) shares(tx *pgTx) error {
	rows := tx.Query(ownTimeline)
	timeline := int64(0)
	if rows.Next() {
		timeline = rows.Int(0)
	}
	rows.Close()
	if rows.Err() != nil {
		return rows.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if timeline < p.timeline {
		return &db.Error{Kind: db.Unreachable, Err: errors.New("postgres: the standby does not follow the primary of now")}
	}
	if timeline > p.timeline {
		p.timeline = timeline
		p.lineage.Add(1)
	}
	return nil
}

// openReplicas connects to the standbys. One that is away is asked again each time.
func (d *postgresDB) openReplicas(ctx context.Context, addresses []string) error {
	for _, address := range addresses {
		config, err := parsePostgres(address)
		if err != nil {
			return err
		}
		config.ConnConfig.ConnectTimeout = replicaTimeout
		config.AfterConnect = suitPlans
		pool, err := openPool(ctx, config, mostReaders)
		if err != nil {
			return err
		}
		d.replicas = append(d.replicas, &replica{pool: pool})
	}
	return nil
}

// replica is a standby that may be read at any time.
type replica struct {
	pool   *pgxpool.Pool
	downTo atomic.Int64 // nanoseconds since 1970: it was not to be reached, and is not asked before
}

func (r *replica) isDown() bool { return time.Now().UnixNano() < r.downTo.Load() }
func (r *replica) rest()        { r.downTo.Store(time.Now().Add(restBeforeAsking).UnixNano()) }

// replicaTimeout is short: the primary can answer as well.
const replicaTimeout = time.Second

// openFallback connects to whichever of several servers answers, where the address names several.
func (d *postgresDB) openFallback(ctx context.Context, config *pgxpool.Config) (err error) {
	if len(config.ConnConfig.Fallbacks) == 0 {
		return nil
	}
	config = config.Copy()
	config.ConnConfig.ValidateConnect = nil
	config.AfterConnect = suitPlans
	d.fallback, err = openPool(ctx, config, mostReaders)
	return err
}
