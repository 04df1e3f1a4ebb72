// Package store holds all SQL: one file per noun, the same text for every
// database. It keeps the account's clock, the log and the counts true in the
// transaction that moves a row. It may import the root package and internal/db.
package store

import (
	"context"
	"errors"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"callflow"
	"callflow/internal/db"
)

// setupsKept bounds how many accounts' set-ups stay in memory.
const setupsKept = 256

// Store is the database of any number of accounts. It is safe for concurrent use.
type Store struct {
	db     db.DB
	setups *lru.Cache[int64, *Setup]
	blocks *lru.Cache[blocksKey, keptBlocks]
	sinces *lru.Cache[sinceKey, *since]
	wholes *lru.Cache[wholeKey, wholeCount]

	mu      sync.Mutex
	lanes   map[int64]*lane
	waiting map[int64]chan struct{} // by account: closed at its next commit
}

// Open opens a database and brings its schema up to date.
func Open(ctx context.Context, dsn string) (*Store, error) {
	database, err := db.Open(ctx, dsn)
	if err != nil {
		return nil, translate("open", err)
	}
	if err := migrate(ctx, database); err != nil {
		return nil, errors.Join(translate("migrate", err), database.Close())
	}
	setups, err := lru.New[int64, *Setup](setupsKept)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	blocks, err := lru.New[blocksKey, keptBlocks](blocksKept)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	sinces, err := lru.New[sinceKey, *since](sincesKept)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	wholes, err := lru.New[wholeKey, wholeCount](wholesKept)
	if err != nil {
		return nil, errors.Join(err, database.Close())
	}
	return &Store{db: database, setups: setups, blocks: blocks, sinces: sinces, wholes: wholes, lanes: make(map[int64]*lane), waiting: make(map[int64]chan struct{})}, nil
}

// Close closes the database. Every call must have returned.
func (s *Store) Close() error { return s.db.Close() }

// Moment is how far an account has come: its clock and its set-up. Two equal
// moments of one account show exactly the same.
type Moment struct {
	Seq   int64
	Setup int64
}

// Moment reads how far an account has come: one statement, the cheapest question there is.
func (s *Store) Moment(ctx context.Context, accountID int64) (Moment, error) {
	var moment Moment
	err := s.db.ReadOne(ctx, func(tx db.Tx) (err error) {
		moment, err = readMoment(tx, accountID)
		return err
	})
	return moment, translate("moment", err)
}

func readMoment(tx db.Tx, accountID int64) (Moment, error) {
	rows := tx.Query("SELECT seq, setup FROM accounts WHERE account_id = $1", accountID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return Moment{}, rows.Err()
		}
		return Moment{}, callflow.NotFoundError()
	}
	return Moment{Seq: rows.Int(0), Setup: rows.Int(1)}, nil
}

// Snapshot is one account at one moment.
type Snapshot struct {
	Moment
	AccountID int64

	store   *Store
	tx      db.Tx
	setup   *Setup
	writing bool // it is a transaction's own view
}

// Read runs fn on one account as of one moment.
func (s *Store) Read(ctx context.Context, accountID int64, fn func(*Snapshot) error) error {
	err := s.db.Read(ctx, func(tx db.Tx) error {
		moment, err := readMoment(tx, accountID)
		if err != nil {
			return err
		}
		setup, err := s.setupAt(tx, accountID, moment.Setup)
		if err != nil {
			return err
		}
		return fn(&Snapshot{Moment: moment, AccountID: accountID, store: s, tx: tx, setup: setup})
	})
	return translate("read", err)
}

// Setup is the account's set-up as of the snapshot. It is shared: read it only.
func (r *Snapshot) Setup() *Setup { return r.setup }

// SetupAt gives an account's set-up as of a moment just read, or a later one
// when it has changed since.
func (s *Store) SetupAt(ctx context.Context, accountID int64, moment Moment) (*Setup, error) {
	if setup, ok := s.setups.Get(accountID); ok && setup.Version == moment.Setup {
		return setup, nil
	}
	var setup *Setup
	err := s.Read(ctx, accountID, func(r *Snapshot) error {
		setup = r.Setup()
		return nil
	})
	return setup, err
}

func (s *Store) setupAt(tx db.Tx, accountID, version int64) (*Setup, error) {
	if setup, ok := s.setups.Get(accountID); ok && setup.Version == version {
		return setup, nil
	}
	setup, err := loadSetup(tx, accountID)
	if err != nil {
		return nil, err
	}
	s.setups.Add(accountID, setup)
	return setup, nil
}

// translate turns the database's refusals into errors that a caller may see.
func translate(op string, err error) error {
	var known *callflow.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	e := &callflow.Error{Code: callflow.Internal, Message: "Something went wrong inside callflow.", Fix: "The server's log says more.", Op: op, Err: err}
	switch db.KindOf(err) {
	case db.Unique:
		e.Code, e.Message, e.Fix = callflow.Conflict, "That name or id is taken.", "Choose another one."
	case db.ForeignKey:
		e.Code, e.Message, e.Fix = callflow.Conflict, "It is still in use, or what it refers to is not there.", ""
	case db.Busy:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The database is busy.", "Try again in a moment."
	case db.Full:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The database can't be written: its disk is full or failing.", "Make room, then try again."
	case db.ReadOnly:
		e.Code, e.Message = callflow.Unavailable, "The database can't be opened or written."
		e.Fix = "Check that its folder exists and that its file may be written."
	case db.Corrupt:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The file is not a callflow database, or it is damaged.", "Name another file, or restore a backup."
	case db.Cancelled:
		e.Code, e.Message, e.Fix = callflow.Unavailable, "The request took too long or was given up.", "Try again."
	case db.Check, db.Other:
	}
	return e
}
