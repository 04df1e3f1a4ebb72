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

func (c countChanges) merge(others countChanges) {
	for key, other := range others {
		change := c[key]
		c[key] = countChange{delta: change.delta + other.delta, seq: max(change.seq, other.seq)}
	}
}

func (c countChanges) flush(tx db.Tx, accountID int64) error {
	for key, change := range c {
		if key.level != wholeList && change.delta == 0 {
			continue // only a whole list's seq is asked for
		}
		_, err := tx.Exec(`INSERT INTO counts (account_id, list_id, state_id, level, block, n, seq)
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
		rows := r.tx.Query(`SELECT n FROM counts
			WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = 0 AND block = 0`,
			r.AccountID, part.listID(), state)
		if rows.Next() {
			count += rows.Int(0)
		}
		rows.Close()
		if rows.Err() != nil {
			return 0, rows.Err()
		}
	}
	return count, nil
}

// LatestChange is the seq of the latest change in any part of the list, in whatever state.
func (r *Snapshot) LatestChange(list List) (int64, error) {
	var latest int64
	for i := range list {
		rows := r.tx.Query(`SELECT seq FROM counts
			WHERE account_id = $1 AND list_id = $2 AND state_id = 0 AND level = 0 AND block = 0`,
			r.AccountID, list[i].listID())
		if rows.Next() {
			latest = max(latest, rows.Int(0))
		}
		rows.Close()
		if rows.Err() != nil {
			return 0, rows.Err()
		}
	}
	return latest, nil
}

// Locate finds the row that has offset rows of the list before it: its part and
// number. ok is false past the end.
func (r *Snapshot) Locate(list List, offset int64) (part int, number int64, ok bool, err error) {
	for i := range list {
		count, err := r.countPart(&list[i])
		if err != nil {
			return 0, 0, false, err
		}
		if offset < count {
			number, err := r.locateInPart(&list[i], offset)
			return i, number, err == nil, err
		}
		offset -= count
	}
	return 0, 0, false, nil
}

func (r *Snapshot) locateInPart(part *Part, offset int64) (int64, error) {
	const finePerCoarse = 1 << (coarseBits - fineBits)
	block, offset, _, err := r.descend(part, blocks{coarse, 0, 1 << 62}, offset)
	if err != nil {
		return 0, err
	}
	first := block * finePerCoarse
	block, offset, n, err := r.descend(part, blocks{fine, first, first + finePerCoarse - 1}, offset)
	if err != nil {
		return 0, err
	}
	if n == 1<<fineBits { // every number is there
		return block<<fineBits + offset, nil
	}
	numbers, err := r.numbers(part, span{after: block<<fineBits - 1, limit: int(offset) + 1})
	if err != nil {
		return 0, err
	}
	if int64(len(numbers)) <= offset {
		return 0, errCountsDiffer
	}
	return numbers[offset], nil
}

// blocks are those of a level from first to last.
type blocks struct{ level, first, last int64 }

// descend finds the block of a level that holds the row at offset, what remains
// of the offset within it, and how many rows it has.
func (r *Snapshot) descend(part *Part, among blocks, offset int64) (block, rest, n int64, err error) {
	counts := make(map[int64]int64)
	var order []int64
	for _, state := range part.countedStates() {
		rows := r.tx.Query(`SELECT block, n FROM counts
			WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = $4 AND block BETWEEN $5 AND $6
			ORDER BY block`, r.AccountID, part.listID(), state, among.level, among.first, among.last)
		for rows.Next() {
			if _, seen := counts[rows.Int(0)]; !seen {
				order = append(order, rows.Int(0))
			}
			counts[rows.Int(0)] += rows.Int(1)
		}
		if rows.Err() != nil {
			return 0, 0, 0, rows.Err()
		}
	}
	sortNumbers(order)
	for _, block := range order {
		if offset < counts[block] {
			return block, offset, counts[block], nil
		}
		offset -= counts[block]
	}
	return 0, 0, 0, errCountsDiffer
}
