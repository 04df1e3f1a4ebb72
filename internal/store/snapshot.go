package store

import (
	"context"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// Snapshot opens an account as of one moment, to read from until Close. Read does both, for what is read in one function.
func (s *Store) Snapshot(ctx context.Context, accountID int64) (*Snapshot, error) {
	var moment Moment
	held, err := s.db.Begin(ctx, func(tx db.Tx) (err error) {
		moment, err = s.readMoment(tx, accountID)
		return err
	})
	if err != nil {
		return nil, failure.Translate("read", err)
	}
	return s.showHeld(held, accountID, moment)
}

// SnapshotNear is Snapshot on a standby whose moment is far enough, where there is one.
func (s *Store) SnapshotNear(ctx context.Context, accountID int64, farEnough func(Moment) bool) (*Snapshot, error) {
	var moment Moment
	near := false
	held, err := s.db.BeginNear(ctx, func(tx db.Tx) (_ bool, err error) {
		moment, err = s.askMoment(tx, accountID)
		if callflow.ErrorCode(err) == callflow.NotFound { // not there yet
			return false, nil
		}
		near = err == nil && farEnough(moment)
		return near, err
	}, func(tx db.Tx) (err error) {
		if near {
			near = false // should it come to the primary after all
			return nil
		}
		moment, err = s.readMoment(tx, accountID)
		return err
	})
	if err != nil {
		return nil, failure.Translate("read", err)
	}
	standby := held.Standby()
	r, err := s.showHeld(held, accountID, moment)
	if standby && isAway(err) {
		return s.Snapshot(ctx, accountID)
	}
	return r, err
}

func (s *Store) showHeld(held db.Snapshot, accountID int64, moment Moment) (*Snapshot, error) {
	r := &Snapshot{Moment: moment, AccountID: accountID, tx: held, held: held, standby: held.Standby()}
	shown := false
	defer func() {
		if !shown {
			r.Abandon()
		}
	}()
	var err error
	if r.setup, err = s.setupAt(held, accountID, moment); err != nil {
		return nil, r.Close(err)
	}
	shown = true
	return s.withLists(r, false), nil
}

// Close ends a snapshot that was opened. failed is what failed while it was read, nil where nothing did: it is given back, with what failed at
// the end.
func (r *Snapshot) Close(failed error) error {
	r.closed = true
	return failure.Translate("read", r.held.End(failed))
}

// Abandon ends a snapshot that was opened and not closed, since its reader panicked. It does nothing after Close: it is deferred.
func (r *Snapshot) Abandon() {
	if !r.closed {
		_ = r.Close(db.ErrAbandoned)
	}
}

// WentAway says whether a failure of the snapshot tells that the server that was read went away, or that a standby ended the read for changes that
// it was sent: another server may answer.
func (r *Snapshot) WentAway(err error) bool {
	return isAway(err) && (r.standby || db.KindOf(err) == db.Unreachable)
}

func isAway(err error) bool {
	kind := db.KindOf(err)
	return kind == db.Unreachable || kind == db.Busy
}
