// Package store is the accounts of a database: it opens it, shows an account at one moment, and writes in transactions that others share. It keeps the
// account's clock, the log and the counts true in the transaction that moves a row; what it has of customers, accounts and users is one text of SQL
// for every database, as in its rooms. It may import the root package, internal/db and the rooms that it stands on: among, commit, counted, failure,
// schema, searchindex, statuslist, verify. The rooms that stand on it are not known here.
package store

import (
	"context"
	"errors"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/db/connect"
	"callflow/internal/db/sqlite"
	"callflow/internal/store/commit"
	"callflow/internal/store/failure"
	"callflow/internal/store/schema"
	"callflow/internal/store/searchindex"
	"callflow/internal/store/statuslist"
)

// setupsKept bounds how many accounts' set-ups stay in memory.
const setupsKept = 256

// Store is the database of any number of accounts. It is safe for concurrent use.
type Store struct {
	db     db.DB
	search *searchindex.Index
	lists  *statuslist.Memory
	setups *lru.Cache[int64, *Setup]

	showing sync.Mutex                // of what is compared and then noted
	shown   *lru.Cache[int64, Moment] // how far each account was shown
	marked  *lru.Cache[int64, markedMoment]

	writes        *commit.Queues[*pendingWrite] // by account
	commitTimeout time.Duration
	mu            sync.Mutex
	waiting       map[int64]chan struct{} // by account: closed at its next commit

	listen        sync.Once // to what other servers announce, once anybody waits
	listener      sync.WaitGroup
	listening     context.Context //nolint:containedctx // ends with the store
	stopListening context.CancelFunc
}

// Open opens a database, which may have standbys to read from, and brings its schema up to date.
func Open(ctx context.Context, dsn string, standbys ...string) (*Store, error) {
	database, err := connect.Open(ctx, dsn, standbys...)
	if err != nil {
		return nil, failure.Translate("open", err)
	}
	return OpenOn(ctx, database)
}

// OpenOn is Open on a database that is open already; the store closes it.
func OpenOn(ctx context.Context, database db.DB) (*Store, error) {
	if _, _, err := schema.Update(ctx, database); err != nil {
		return nil, errors.Join(failure.Translate("migrate", err), database.Close())
	}
	search := searchindex.New(database)
	s := &Store{
		db: database, search: search, lists: statuslist.NewMemory(search, database.Lineage),
		waiting: make(map[int64]chan struct{}),
		setups:  kept[int64, *Setup](setupsKept),
		shown:   kept[int64, Moment](momentsKept),
		marked:  kept[int64, markedMoment](momentsKept),
	}
	s.commitTimeout = commitTimeout
	s.writes = commit.NewQueues(s.commitTogether, s.committed)
	s.listening, s.stopListening = context.WithCancel(context.Background())
	return s, nil
}

// Existing has Open refuse an SQLite file that is not there, which it makes otherwise.
func Existing(ctx context.Context) context.Context { return sqlite.Existing(ctx) }

// kept makes a cache of so many entries.
func kept[K comparable, V any](most int) *lru.Cache[K, V] {
	cache, err := lru.New[K, V](most)
	if err != nil {
		panic(err) // most is none of the sizes above
	}
	return cache
}

// Database is the database itself, for rooms of the store that read and write whole tables. Whoever may not import internal/db reads and
// writes nothing with it.
func (s *Store) Database() db.DB { return s.db }

// Close closes the database. Every call must have returned.
func (s *Store) Close() error {
	s.stopListening()
	s.listener.Wait()
	return s.db.Close()
}

// Health says what is wrong with the database's storage, in words for the operator; nil where it can be read and written.
func (s *Store) Health(ctx context.Context) error {
	return failure.Translate("health", s.db.Health(ctx))
}

// Scrub makes values that were overwritten or deleted leave the database's log; done is false where it has to be tried again later.
func (s *Store) Scrub(ctx context.Context) (done bool, err error) {
	done, err = s.db.Scrub(ctx)
	return done, failure.Translate("scrub", err)
}

// Moment is how far an account has come: its clock and its set-up. Two equal
// moments of one account show exactly the same.
type Moment struct {
	Seq     int64
	Setup   int64
	Lineage int64 // of the database: after a fail-over that lost changes, the clock may come to a number again
}

// markedMoment is the moment of an account that was read at a mark of the database, or after it.
type markedMoment struct {
	mark   db.Mark
	moment Moment
}

// Moment reads how far an account has come: with one statement, the cheapest question there is, or without one where nothing was committed
// since it was read the last time.
func (s *Store) Moment(ctx context.Context, accountID int64) (Moment, error) {
	mark, ok := s.db.Mark() // before the statement: a commit between the two makes it be asked once more
	if ok {
		if known, found := s.marked.Get(accountID); found && known.mark == mark {
			return known.moment, nil
		}
	}
	var moment Moment
	err := s.db.ReadOne(ctx, func(tx db.Tx) (err error) {
		moment, err = s.readMoment(tx, accountID)
		return err
	})
	if ok && err == nil {
		s.marked.Add(accountID, markedMoment{mark, moment})
	}
	return moment, failure.Translate("moment", err)
}

func (s *Store) readMoment(tx db.Tx, accountID int64) (Moment, error) {
	moment, err := s.askMoment(tx, accountID)
	if err != nil {
		return Moment{}, err
	}
	if !s.noteShown(accountID, moment, tx.Standby()) {
		return Moment{}, &callflow.Error{
			Code: callflow.Unavailable, Message: "The database that is written is away, and the one that answers has not caught up with it.",
			Fix: "Try again in a moment.",
		}
	}
	return moment, nil
}

func (s *Store) askMoment(tx db.Tx, accountID int64) (Moment, error) {
	lineage := s.db.Lineage()
	rows := tx.Query("SELECT seq, setup FROM accounts WHERE account_id = $1", accountID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return Moment{}, rows.Err()
		}
		return Moment{}, callflow.NotFoundError()
	}
	return Moment{Seq: rows.Int(0), Setup: rows.Int(1), Lineage: lineage}, nil
}

// momentsKept bounds of how many accounts it is known how far they were shown.
const momentsKept = 4096

// noteShown notes how far an account is shown, or was written; false where a standby is behind
// what was shown before: nobody sees time run backwards.
func (s *Store) noteShown(accountID int64, moment Moment, standby bool) bool {
	s.showing.Lock()
	defer s.showing.Unlock()
	shown, _ := s.shown.Get(accountID)
	if standby && (moment.Seq < shown.Seq || moment.Setup < shown.Setup) {
		return false
	}
	if moment.Lineage != shown.Lineage && !standby || moment.Seq > shown.Seq || moment.Setup > shown.Setup {
		s.shown.Add(accountID, moment)
	}
	return true
}

// Snapshot is one account at one moment, with its status lists.
type Snapshot struct {
	Moment
	AccountID int64

	statuslist.Lists

	tx    db.Tx
	setup *Setup

	held    db.Snapshot // that Close ends; nil where the transaction is another's
	standby bool        // held is of a server that may be behind the one that is written
	closed  bool
}

// Read runs fn on one account as of one moment.
func (s *Store) Read(ctx context.Context, accountID int64, fn func(*Snapshot) error) error {
	err := s.db.Read(ctx, func(tx db.Tx) error {
		moment, err := s.readMoment(tx, accountID)
		if err != nil {
			return err
		}
		return s.show(tx, accountID, moment, fn)
	})
	return failure.Translate("read", err)
}

// Lasting marks a read that may last for as long as somebody takes to receive what it gives, so that others need not wait for it.
func Lasting(ctx context.Context) context.Context { return db.Lasting(ctx) }

// IsLasting says whether a read is marked so.
func IsLasting(ctx context.Context) bool { return db.IsLasting(ctx) }

func (s *Store) show(tx db.Tx, accountID int64, moment Moment, fn func(*Snapshot) error) error {
	setup, err := s.setupAt(tx, accountID, moment)
	if err != nil {
		return err
	}
	return fn(s.withLists(&Snapshot{Moment: moment, AccountID: accountID, tx: tx, setup: setup}, false))
}

// withLists gives a snapshot its lists. writing says that it is the view of a transaction that writes.
func (s *Store) withLists(r *Snapshot, writing bool) *Snapshot {
	r.Lists = s.lists.Of(&statuslist.Account{
		ID: r.AccountID, Seq: r.Seq, Lineage: r.Lineage, Tx: r.tx, States: r.setup.States, Fields: r.setup.Fields, Writing: writing,
	})
	return r
}

// OnStandby says whether the snapshot is of a server that may be behind the one that is written.
func (r *Snapshot) OnStandby() bool { return r.tx.Standby() }

// Tx is what the snapshot is read in, for the rooms that stand on the store.
func (r *Snapshot) Tx() db.Tx { return r.tx }

// Setup is the account's set-up as of the snapshot. It is shared: read it only.
func (r *Snapshot) Setup() *Setup { return r.setup }

// SetupAt gives an account's set-up as of a moment just read, or a later one
// when it has changed since.
func (s *Store) SetupAt(ctx context.Context, accountID int64, moment Moment) (*Setup, error) {
	if setup, ok := s.setups.Get(accountID); ok && setup.isOf(moment) {
		return setup, nil
	}
	var setup *Setup
	err := s.Read(ctx, accountID, func(r *Snapshot) error {
		setup = r.Setup()
		return nil
	})
	return setup, err
}

func (s *Store) setupAt(tx db.Tx, accountID int64, moment Moment) (*Setup, error) {
	if setup, ok := s.setups.Get(accountID); ok && setup.isOf(moment) {
		return setup, nil
	}
	setup, err := loadSetup(tx, accountID)
	if err != nil {
		return nil, err
	}
	setup.lineage = moment.Lineage
	if s.isCurrent(moment) {
		s.setups.Add(accountID, setup)
	}
	return setup, nil
}

// isCurrent says whether the database is still the one that a moment was read from: what was read
// while it went away is not kept.
func (s *Store) isCurrent(moment Moment) bool { return s.db.Lineage() == moment.Lineage }
