// Package counted knows how what is counted of an account is kept beside its rows: the counts of its lists and the tallies of its registered
// outcomes. It collects what a transaction does to either and writes it; reading them is the store's. It may import the root package and internal/db.
package counted

import "callflow/internal/db"

// The counts of a list are kept in levels, so that the row at any position is
// found by reading a few dozen of them (see 0001_foundation.sql).
const (
	WholeList  = 0 // level: one count for all
	Coarse     = 1 // level: a count per 16,384 numbers
	Fine       = 2 // level: a count per 256 numbers
	CoarseBits = 14
	FineBits   = 8
	AnyState   = 0 // the counts of all states together
)

// Key is what rows are counted by: a list (a campaign, or minus an assignment), a state, and a block of a level.
type Key struct {
	List, State int64
	Level       int64
	Block       int64
}

// Change is what is to be done to one count.
type Change struct {
	Delta int64
	seq   int64
}

// Changes collects what a transaction does to the counts, to be written once.
type Changes map[Key]Change

// Place is where a row counts: a list, a state (or all of them), and the row's number.
type Place struct{ List, State, Number int64 }

// Add notes that a place gained (1), lost (-1) or altered (0) its row.
func (c Changes) Add(at Place, delta, seq int64) {
	for _, key := range [...]Key{
		{at.List, at.State, WholeList, 0},
		{at.List, at.State, Coarse, at.Number >> CoarseBits},
		{at.List, at.State, Fine, at.Number >> FineBits},
	} {
		change := c[key]
		c[key] = Change{Delta: change.Delta + delta, seq: max(change.seq, seq)}
	}
}

// Attempts notes that a list gained (1) or lost (-1) a customer with so many attempts.
func (c Changes) Attempts(list, attempts, delta, seq int64) {
	key := Key{list, -1 - attempts, WholeList, 0}
	change := c[key]
	c[key] = Change{Delta: change.Delta + delta, seq: max(change.seq, seq)}
}

// WithoutNumberBase is below every count of attempts: the state WithoutNumberBase - id has the customers in the state of that id who have no
// number that can be called.
const WithoutNumberBase = -1 << 40

// WithoutNumberIn is the state that has those of a state who have no number.
func WithoutNumberIn(state int64) int64 { return WithoutNumberBase - state }

// NoNumber notes that a state of a list gained (1) or lost (-1) a customer without a number.
func (c Changes) NoNumber(list, state, delta, seq int64) {
	key := Key{list, WithoutNumberIn(state), WholeList, 0}
	change := c[key]
	c[key] = Change{Delta: change.Delta + delta, seq: max(change.seq, seq)}
}

// Merge takes in what others have collected.
func (c Changes) Merge(others Changes) {
	for key, other := range others {
		change := c[key]
		c[key] = Change{Delta: change.Delta + other.Delta, seq: max(change.seq, other.seq)}
	}
}

// Flush writes what was collected.
func (c Changes) Flush(tx db.Tx, accountID int64) error {
	for key, change := range c {
		if change.Delta == 0 && (key.Level != WholeList || key.State < AnyState) {
			continue // only a whole list's seq is asked for
		}
		err := tx.Queue(`INSERT INTO counts (account_id, list_id, state_id, level, block, n, seq)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (account_id, list_id, state_id, level, block)
			DO UPDATE SET n = counts.n + excluded.n, seq = excluded.seq`,
			accountID, key.List, key.State, key.Level, key.Block, change.Delta, change.seq)
		if err != nil {
			return err
		}
	}
	return nil
}
