package store

import (
	"context"
	"errors"
	"time"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// pendingWrite is one caller's part of a commit, and what came of it.
type pendingWrite struct {
	fn    func(*Write) error
	err   error
	until time.Time // it is tried no more then; zero before its first commit
}

// Write runs fn in a transaction on one account. When it returns nil, what fn
// wrote is on disk. fn may share its commit with others; its error undoes only its own part.
// fn may be run again, when what it shared a commit with failed: its last run counts.
func (s *Store) Write(ctx context.Context, accountID int64, fn func(*Write) error) error {
	if ctx.Err() != nil {
		return failure.Translate("write", ctx.Err())
	}
	w := &pendingWrite{fn: fn}
	s.writes.Commit(accountID, w)
	return failure.Translate("write", w.err)
}

// committed tells everybody who listens that an account was committed.
func (s *Store) committed(accountID int64) {
	s.tell(accountID)
	s.db.Announce(accountID)
}

// commitTimeout bounds a commit: a database that does not answer holds nobody up for ever.
const commitTimeout = 2 * time.Minute

// commitsOfOne is how many such times a write has altogether: in one that it shares with others, and behind some of them where that took too
// long and each is committed by itself.
const commitsOfOne = 3

// commitEnd is when a commit of some writes ends, whether it is done or not.
func (s *Store) commitEnd(batch []*pendingWrite) time.Time {
	now := time.Now()
	end := now.Add(s.commitTimeout)
	for _, w := range batch {
		if w.until.IsZero() {
			w.until = now.Add(commitsOfOne * s.commitTimeout)
		}
		if w.until.Before(end) {
			end = w.until
		}
	}
	return end
}

// errApart says that a write failed which others shared the transaction with, and left
// something behind in it: each is committed by itself then.
var errApart = errors.New("the writes have to be committed one by one")

// commitTogether commits several writes in one transaction, and keeps in each what came of it. One that fails before it wrote
// anything spoils nothing; another one takes the whole transaction back: apart then. So does one that takes so long that the commit's time is over.
func (s *Store) commitTogether(accountID int64, batch []*pendingWrite) (apart bool) {
	ctx, cancel := context.WithDeadline(context.Background(), s.commitEnd(batch))
	defer cancel()
	var written Moment
	err := s.db.Write(ctx, func(tx db.Tx) error {
		b, err := s.beginBatch(tx, accountID)
		if err != nil {
			return err
		}
		for _, w := range batch {
			written := b.tx.written
			w.err = b.step(w.fn)
			switch {
			case w.err == nil:
			case len(batch) == 1 || endsAll(w.err):
				return w.err
			case spoils(w.err) || b.tx.written != written:
				return errApart
			}
		}
		if err := b.followLine(); err != nil {
			return err
		}
		written = b.state.Moment
		return b.flush()
	})
	if err == nil {
		s.noteShown(accountID, written, false)
		return false
	}
	if len(batch) > 1 && (db.KindOf(err) == db.Cancelled || !endsAll(err)) {
		return true
	}
	for _, w := range batch { // a refusal too: what it was decided on may have been taken back
		w.err = err
	}
	return false
}

// spoils says whether after a failure the transaction can't go on: all that the database itself refuses.
func spoils(err error) bool {
	var known *callflow.Error
	return !errors.As(err, &known) || known.Err != nil
}

// endsAll says whether a failure is the database's own, which meets every write alike.
func endsAll(err error) bool {
	switch db.KindOf(err) {
	case db.Unreachable, db.Lost, db.Full, db.ReadOnly, db.Cancelled, db.Busy, db.Corrupt, db.Gone, db.LogGone:
		return true
	default:
		return false
	}
}
