package store

import (
	"time"

	"callflow"
	"callflow/internal/db"
)

// Write is one caller's part of a transaction on one account.
type Write struct {
	progress
	Now int64 // milliseconds since 1970

	batch *batch

	noNumbers map[customerRef]bool // of the customers that this write has written: whether they have no number to be called at
}

// clockStep is how far a clock may step back without the log's times doing so as well.
const clockStep = time.Hour

// SetNow sets the time at which things happen, in milliseconds since 1970. The log's
// times ascend: where the clock was put back a little, the latest one goes on.
func (w *Write) SetNow(now int64) {
	w.Now = now
	if w.latest > now && w.latest-now < clockStep.Milliseconds() {
		w.Now = w.latest
	}
}

// AccountID is the account that is written.
func (w *Write) AccountID() int64 { return w.batch.accountID }

// Token is a seq as callers are told it once the write is on disk: the commit may begin another epoch, so that it holds after Store.Write has
// returned, and not within the write.
func (w *Write) Token(seq int64) int64 { return callflow.SyncToken(w.batch.epoch, seq) }

// Tx is the transaction, for the rooms that stand on the store.
func (w *Write) Tx() db.Tx { return w.batch.tx }

// nextSeq takes the clock's next number.
func (w *Write) nextSeq() int64 {
	w.progress.Seq++
	return w.progress.Seq
}

// TouchSetup numbers a change of the set-up, so that nobody goes on with the old one.
func (w *Write) TouchSetup() { w.progress.Setup++ }

// Setup is the account's set-up as this transaction sees it. What is not yet
// committed is never remembered for others.
func (w *Write) Setup() (*Setup, error) {
	if w.progress.Setup == w.batch.begun.Setup {
		return w.batch.store.setupAt(w.Tx(), w.AccountID(), w.batch.begun)
	}
	setup, err := loadSetup(w.Tx(), w.AccountID())
	if err != nil {
		return nil, err
	}
	setup.Version, setup.lineage, setup.uncommitted = w.progress.Setup, w.batch.begun.Lineage, true
	return setup, nil
}

// Snapshot reads the account as this transaction sees it.
func (w *Write) Snapshot() (*Snapshot, error) {
	setup, err := w.Setup()
	if err != nil {
		return nil, err
	}
	return w.batch.store.withLists(&Snapshot{Moment: w.Moment, AccountID: w.AccountID(), tx: w.Tx(), setup: setup}, true), nil
}

// Exists says whether a query finds a row.
func (w *Write) Exists(sql string, args ...any) (bool, error) {
	rows := w.Tx().Query(sql, args...)
	defer rows.Close()
	return rows.Next(), rows.Err()
}
