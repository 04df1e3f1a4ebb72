package store

import (
	"callflow/internal/db"
)

// The counts of a list are kept in levels, so that the row at any position is
// found by reading a few dozen of them (see 0001_foundation.sql).
const (
	wholeList  = 0 // level: one count for all
	coarse     = 1 // level: a count per 16,384 numbers
	fine       = 2 // level: a count per 256 numbers
	coarseBits = 14
	fineBits   = 8
	anyState   = 0 // the counts of all states together
)

type countKey struct {
	list, state int64
	level       int64
	block       int64
}

type countChange struct {
	delta int64
	seq   int64
}

// countChanges collects what a transaction does to the counts, to be written once.
type countChanges map[countKey]countChange

// place is where a row counts: a list, a state (or all of them), and the row's number.
type place struct{ list, state, number int64 }

// add notes that a place gained (1), lost (-1) or altered (0) its row.
func (c countChanges) add(at place, delta, seq int64) {
	for _, key := range [...]countKey{
		{at.list, at.state, wholeList, 0},
		{at.list, at.state, coarse, at.number >> coarseBits},
		{at.list, at.state, fine, at.number >> fineBits},
	} {
		change := c[key]
		c[key] = countChange{delta: change.delta + delta, seq: max(change.seq, seq)}
	}
}

// attempts notes that a list gained (1) or lost (-1) a customer with so many attempts.
func (c countChanges) attempts(list, attempts, delta, seq int64) {
	key := countKey{list, -1 - attempts, wholeList, 0}
	change := c[key]
	c[key] = countChange{delta: change.delta + delta, seq: max(change.seq, seq)}
}

// withoutNumberBase is below every count of attempts: the state withoutNumberBase - id has the customers in the state of that id who have no
// number that can be called.
const withoutNumberBase = -1 << 40

func withoutNumberIn(state int64) int64 { return withoutNumberBase - state }

// noNumber notes that a state of a list gained (1) or lost (-1) a customer without a number.
func (c countChanges) noNumber(list, state, delta, seq int64) {
	key := countKey{list, withoutNumberIn(state), wholeList, 0}
	change := c[key]
	c[key] = countChange{delta: change.delta + delta, seq: max(change.seq, seq)}
}

func (c countChanges) merge(others countChanges) {
	for key, other := range others {
		change := c[key]
		c[key] = countChange{delta: change.delta + other.delta, seq: max(change.seq, other.seq)}
	}
}

func (c countChanges) flush(tx db.Tx, accountID int64) error {
	for key, change := range c {
		if change.delta == 0 && (key.level != wholeList || key.state < anyState) {
			continue // only a whole list's seq is asked for
		}
		err := tx.Queue(`INSERT INTO counts (account_id, list_id, state_id, level, block, n, seq)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (account_id, list_id, state_id, level, block)
			DO UPDATE SET n = counts.n + excluded.n, seq = excluded.seq`,
			accountID, key.list, key.state, key.level, key.block, change.delta, change.seq)
		if err != nil {
			return err
		}
	}
	return nil
}

// Count is how many rows the list has, exactly.
func (r *Snapshot) Count(list List) (int64, error) {
	var count int64
	for i := range list {
		n, err := r.countPart(&list[i])
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

func (r *Snapshot) countPart(part *Part) (int64, error) {
	var count int64
	for _, state := range part.countedStates() {
		if part.NoNumber {
			state = withoutNumberIn(state)
		}
		n, _, err := r.whole(part, state)
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, nil
}

// wholesKept bounds how many whole lists' counts stay in memory, about 100 bytes each.
const wholesKept = 4096

// wholeKey names a state of a list.
type wholeKey struct{ lineage, account, list, state int64 }

// wholeCount is what a whole list has when the account's clock is at a moment.
type wholeCount struct{ moment, n, seq int64 }

// whole is how many rows a part has in a state, and the seq of the latest change among
// them: from memory where the account's clock has not gone on since.
func (r *Snapshot) whole(part *Part, state int64) (n, seq int64, err error) {
	if r.writing { // what the transaction has done is not counted yet
		return r.readWhole(part, state)
	}
	key := wholeKey{r.Lineage, r.AccountID, part.listID(), state}
	if kept, ok := r.store.wholes.Get(key); ok && kept.moment == r.Seq {
		return kept.n, kept.seq, nil
	}
	n, seq, err = r.readWhole(part, state)
	if err == nil && r.store.isCurrent(r.Moment) {
		r.store.wholes.Add(key, wholeCount{r.Seq, n, seq})
	}
	return n, seq, err
}

func (r *Snapshot) readWhole(part *Part, state int64) (n, seq int64, err error) {
	rows := r.tx.Query(`SELECT n, seq FROM counts
		WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = 0 AND block = 0`,
		r.AccountID, part.listID(), state)
	defer rows.Close()
	if rows.Next() {
		n, seq = rows.Int(0), rows.Int(1)
	}
	return n, seq, rows.Err()
}

// LatestChange is the seq of the latest change in any part of the list, in whatever state.
func (r *Snapshot) LatestChange(list List) (int64, error) {
	var latest int64
	for i := range list {
		_, seq, err := r.whole(&list[i], anyState)
		if err != nil {
			return 0, err
		}
		latest = max(latest, seq)
	}
	return latest, nil
}
