package store

import (
	"fmt"
	"runtime/debug"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// batch is one transaction on one account: the clock, the counts and the next
// numbers are kept in memory while it runs, and written once at its end.
type batch struct {
	store     *Store
	tx        *countingTx
	accountID int64
	begun     Moment // as committed before this transaction
	state     progress
	line      int64          // the database that the account was last written in
	epoch     int64          // that the account's tokens are of
	removed   map[int64]bool // by campaign: whether rows were ever taken out of it
}

// progress is what a step may change and its failure must take back.
type progress struct {
	Moment
	counts  counted.Changes
	tallies counted.Tallies
	latest  int64           // the time of the log's latest entry
	last    int64           // the time of the entry that was logged last
	setback []setback       // entries that are earlier than the one before
	numbers map[int64]int64 // next customer number by assignment
}

func newProgress(moment Moment) progress {
	return progress{Moment: moment, counts: make(counted.Changes), tallies: make(counted.Tallies), numbers: make(map[int64]int64)}
}

func (s *Store) beginBatch(tx db.Tx, accountID int64) (*batch, error) {
	// The update takes the row's lock: a change's number is its commit order.
	rows := tx.Query("UPDATE accounts SET seq = seq WHERE account_id = $1 RETURNING seq, setup, line, epoch", accountID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return nil, rows.Err()
		}
		return nil, callflow.NotFoundError()
	}
	begun := Moment{Seq: rows.Int(0), Setup: rows.Int(1), Lineage: s.db.Lineage()}
	b := &batch{
		store: s, tx: &countingTx{Tx: tx}, accountID: accountID, begun: begun, line: rows.Int(2), epoch: rows.Int(3), removed: make(map[int64]bool),
	}
	b.state = newProgress(b.begun)
	latest, err := b.latestTime()
	b.state.latest, b.state.last = latest, latest
	return b, err
}

// step runs one caller's part.
func (b *batch) step(fn func(*Write) error) error {
	w := &Write{batch: b, progress: newProgress(b.state.Moment)}
	w.latest, w.last = b.state.latest, b.state.last
	w.SetNow(time.Now().UnixMilli())
	run := func() (err error) {
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("a write panicked: %v\n%s", r, debug.Stack())
			}
		}()
		return fn(w)
	}
	if err := run(); err != nil {
		return err
	}
	b.state.Moment, b.state.latest, b.state.last = w.Moment, w.latest, w.last
	b.state.setback = append(b.state.setback, w.setback...)
	b.state.counts.Merge(w.counts)
	b.state.tallies.Merge(w.tallies)
	for assignment, next := range w.numbers {
		b.state.numbers[assignment] = next
	}
	return nil
}

func (b *batch) flush() error {
	for assignment, next := range b.state.numbers {
		if err := b.tx.Queue("UPDATE assignments SET next_number = $3 WHERE account_id = $1 AND id = $2", b.accountID, assignment, next); err != nil {
			return err
		}
	}
	if err := b.state.counts.Flush(b.tx, b.accountID); err != nil {
		return err
	}
	if err := b.state.tallies.Flush(b.tx, b.accountID); err != nil {
		return err
	}
	if err := b.flushSetbacks(); err != nil || b.state.Moment == b.begun {
		return err
	}
	return b.tx.Queue("UPDATE accounts SET seq = $2, setup = $3 WHERE account_id = $1", b.accountID, b.state.Seq, b.state.Setup)
}

// countingTx counts the statements that write.
type countingTx struct {
	db.Tx
	written int
}

func (tx *countingTx) Exec(sql string, args ...any) (int64, error) {
	tx.written++
	return tx.Tx.Exec(sql, args...)
}

func (tx *countingTx) Queue(sql string, args ...any) error {
	tx.written++
	return tx.Tx.Queue(sql, args...)
}

func (tx *countingTx) Load(into *db.Table, count int, row func(int, db.Row)) error {
	if count > 0 {
		tx.written++
	}
	return tx.Tx.Load(into, count, row)
}
