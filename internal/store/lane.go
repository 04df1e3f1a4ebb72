package store

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"callflow"
	"callflow/internal/db"
)

// mostTogether bounds how many writes one commit carries.
const mostTogether = 256

// lane collects the writes of one account that arrive while a commit is under
// way, and commits them together: one wait for the disk serves all of them.
type lane struct {
	mu      sync.Mutex
	waiting []*job
	running bool
	wanted  int           // how many writes full waits for
	full    chan struct{} // closed when they wait; nil when nobody looks
}

type job struct {
	fn   func(*Write) error
	err  error
	done chan struct{}
}

// Write runs fn in a transaction on one account. When it returns nil, what fn
// wrote is on disk. fn may share its commit with others; its error undoes only its own part.
// fn may be run again, when what it shared a commit with failed: its last run counts.
func (s *Store) Write(ctx context.Context, accountID int64, fn func(*Write) error) error {
	if ctx.Err() != nil {
		return translate("write", ctx.Err())
	}
	j := &job{fn: fn, done: make(chan struct{})}
	if l := s.laneOf(accountID); l.add(j) {
		go s.run(l, accountID)
	}
	<-j.done // not given up: the caller must hear whether it is on disk
	return translate("write", j.err)
}

func (s *Store) laneOf(accountID int64) *lane {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lanes[accountID]
	if l == nil {
		l = &lane{}
		s.lanes[accountID] = l
	}
	return l
}

// Under load a lane waits a moment before it commits again: those who were just answered
// come back, and fewer, larger commits leave more of the machine to the readers.
const (
	gatherFrom  = 8 // writes in the commit before
	leastGather = 2 * time.Millisecond
	mostGather  = 4 * time.Millisecond
)

// run commits batch after batch until nobody waits.
func (s *Store) run(l *lane, accountID int64) {
	for {
		batch := l.next()
		if batch == nil {
			return
		}
		s.commit(accountID, batch)
		if len(batch) >= gatherFrom {
			l.gather(len(batch))
		}
	}
}

// gather waits a moment, and then until as many writes wait as were committed, but not for long.
func (l *lane) gather(count int) {
	<-time.After(leastGather)
	full := make(chan struct{})
	l.mu.Lock()
	if len(l.waiting) >= count {
		l.mu.Unlock()
		return
	}
	l.wanted, l.full = count, full
	l.mu.Unlock()
	timer := time.NewTimer(mostGather - leastGather)
	defer timer.Stop()
	select {
	case <-full:
	case <-timer.C:
		l.mu.Lock()
		l.full = nil
		l.mu.Unlock()
	}
}

// add lets a write wait, and says whether somebody has to run the lane.
func (l *lane) add(j *job) (start bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting = append(l.waiting, j)
	if l.full != nil && len(l.waiting) >= l.wanted {
		close(l.full)
		l.full = nil
	}
	start = !l.running
	l.running = true
	return start
}

func (l *lane) next() []*job {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.waiting) == 0 {
		l.running = false
		return nil
	}
	n := min(len(l.waiting), mostTogether)
	batch := l.waiting[:n:n]
	l.waiting = l.waiting[n:]
	return batch
}

// commitTimeout bounds a commit: a database that does not answer holds nobody up for ever.
const commitTimeout = 2 * time.Minute

func (s *Store) commit(accountID int64, batch []*job) {
	if err := s.commitTogether(accountID, batch); errors.Is(err, errApart) {
		for i := range batch {
			_ = s.commitTogether(accountID, batch[i:i+1]) // the job itself holds the error
		}
	}
	for _, j := range batch {
		close(j.done)
	}
	s.tell(accountID)
	s.db.Announce(accountID)
}

// errApart says that a write failed which others shared the transaction with, and left
// something behind in it: each is committed by itself then.
var errApart = errors.New("the writes have to be committed one by one")

// commitTogether commits several writes in one transaction. One that fails before it wrote
// anything spoils nothing; another one takes the whole transaction back.
func (s *Store) commitTogether(accountID int64, batch []*job) error {
	ctx, cancel := context.WithTimeout(context.Background(), commitTimeout)
	defer cancel()
	var written Moment
	err := s.db.Write(ctx, func(tx db.Tx) error {
		b, err := s.beginBatch(tx, accountID)
		if err != nil {
			return err
		}
		for _, j := range batch {
			written := b.tx.written
			j.err = b.step(j.fn)
			switch {
			case j.err == nil:
			case len(batch) == 1 || endsAll(j.err):
				return j.err
			case spoils(j.err) || b.tx.written != written:
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
		return nil
	}
	if len(batch) > 1 && !endsAll(err) {
		return errApart
	}
	for _, j := range batch { // a refusal too: what it was decided on may have been taken back
		j.err = err
	}
	return err
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

// Changed gives a channel that is closed when somebody commits on the account next. It is a
// hint: what another process does may come unannounced.
func (s *Store) Changed(accountID int64) <-chan struct{} {
	s.listen.Do(func() {
		s.listener.Go(func() { s.db.Listen(s.listening, s.tell) })
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting[accountID] == nil {
		s.waiting[accountID] = make(chan struct{})
	}
	return s.waiting[accountID]
}

func (s *Store) tell(accountID int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if waiting := s.waiting[accountID]; waiting != nil {
		close(waiting)
		delete(s.waiting, accountID)
	}
}

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
	counts  countChanges
	tallies tallyChanges
	latest  int64           // the time of the log's latest entry
	last    int64           // the time of the entry that was logged last
	setback []setback       // entries that are earlier than the one before
	numbers map[int64]int64 // next customer number by assignment
}

func newProgress(moment Moment) progress {
	return progress{Moment: moment, counts: make(countChanges), tallies: make(tallyChanges), numbers: make(map[int64]int64)}
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
	b.state.counts.merge(w.counts)
	b.state.tallies.merge(w.tallies)
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
	if err := b.state.counts.flush(b.tx, b.accountID); err != nil {
		return err
	}
	if err := b.state.tallies.flush(b.tx, b.accountID); err != nil {
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
