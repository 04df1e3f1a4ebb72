package store

import (
	"time"

	"callflow/internal/db"
	"callflow/internal/store/among"
	"callflow/internal/store/failure"
	"callflow/internal/store/statuslist"
)

// Told are the statements, and the parts of them, that are put together in ways that can't be followed in the
// source, as they are when they run.
func Told() map[string][]string {
	return map[string][]string{"among.Numbers": {among.Numbers}, "among.Texts": {among.Texts}}
}

// Tighten has a store's searches take the ways of large campaigns in small ones.
func Tighten(s *Store) {
	s.lists.Bounds = statuslist.Bounds{Narrow: 20, Sorted: 40, Few: 40, Fresh: 25, Entries: 90, Known: 60, Prefixed: 10, Block: 16, Budget: 70}
}

// CommitTogether commits writes as the queue does that they have met in, each commit within a time.
func CommitTogether(s *Store, within time.Duration, accountID int64, fns ...func(*Write) error) []error {
	s.commitTimeout = within
	batch := make([]*pendingWrite, len(fns))
	for i, fn := range fns {
		batch[i] = &pendingWrite{fn: fn}
	}
	if s.commitTogether(accountID, batch) {
		for i := range batch {
			s.commitTogether(accountID, batch[i:i+1])
		}
	}
	errs := make([]error, len(batch))
	for i, w := range batch {
		errs[i] = failure.Translate("write", w.err)
	}
	return errs
}

// CountLong runs a statement that takes many seconds.
func CountLong(w *Write) error {
	_, err := db.FirstColumn(w.Tx().Query(
		"WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < 30000000) SELECT COUNT(*) FROM n"))
	return err
}

// Questions counts what a snapshot asks the database from now on.
func Questions(s *Store, r *Snapshot) *int {
	asked := &askingTx{Tx: r.tx}
	r.tx = asked
	s.withLists(r, false)
	return &asked.questions
}

type askingTx struct {
	db.Tx
	questions int
}

func (tx *askingTx) Query(sql string, args ...any) db.Rows {
	tx.questions++
	return tx.Tx.Query(sql, args...)
}
