package postgres

import (
	"context"
	"errors"

	"callflow/internal/db"
)

// snapshot is a connection on which a reading transaction was begun.
type snapshot struct{ *held }

// Begin begins one on the primary, or where that is away on another server of the address: reading goes on.
func (d *postgresDB) Begin(ctx context.Context, first func(db.Tx) error) (db.Snapshot, error) {
	h, err := d.holdReader(ctx, func(tx *pgTx) error { return tx.beginReading(first) })
	if err != nil {
		return nil, err
	}
	return &snapshot{h}, nil
}

// beginReading begins a snapshot and runs first on it. Nothing of it stays where that fails.
func (tx *pgTx) beginReading(first func(db.Tx) error) error {
	if err := tx.Queue(beginRead); err != nil {
		return err
	}
	err := first(tx)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errBehind) && tx.active == nil && tx.queued == 0: // its end is not waited for
		tx.ending = true
		return err
	default:
		return errors.Join(err, tx.rollback())
	}
}

// End ends the transaction, which is not waited for where all was read.
func (s *snapshot) End(failed error) error {
	switch {
	case errors.Is(failed, db.ErrAbandoned): // nobody knows where its protocol stands
		s.abandon()
	case failed != nil || s.active != nil || s.queued > 0:
		failed = errors.Join(failed, s.rollback())
	default:
		s.ending = true
	}
	failed = s.giveBack(failed)
	if isLost(failed) && s.lost != nil {
		s.lost()
	}
	return failed
}

// errBehind says that a standby has not come far enough.
var errBehind = errors.New("postgres: the standby is behind")

// BeginNear is Begin on one of the standbys, in turn, when reached says that it has come far
// enough; else on the primary.
func (d *postgresDB) BeginNear(ctx context.Context, reached func(db.Tx) (bool, error), first func(db.Tx) error) (db.Snapshot, error) {
	if len(d.replicas) == 0 {
		return d.Begin(ctx, first)
	}
	replica := d.replicas[d.turn.Add(1)%uint64(len(d.replicas))]
	if replica.isDown() {
		return d.Begin(ctx, first)
	}
	near := false
	h, answered, err := holdOne(ctx, replica.pool, func(tx *pgTx) error {
		tx.standby = true
		if err := d.primary.shares(tx); err != nil {
			return err
		}
		return tx.beginReading(func(tx db.Tx) (err error) {
			if near, err = reached(tx); err == nil && !near {
				err = errBehind
			}
			if err != nil {
				return err
			}
			return first(tx)
		})
	})
	if err == nil {
		h.lost = replica.rest
		return &snapshot{h}, nil
	}
	if db.KindOf(err) == db.Unreachable {
		replica.rest()
	}
	if near && answered && db.KindOf(err) != db.Unreachable && db.KindOf(err) != db.Busy {
		return nil, err
	}
	return d.Begin(ctx, first) // it is behind or away, or had to end the query for what it was sent
}
