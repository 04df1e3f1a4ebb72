// Package searchindex finds customers by parts of their texts: it keeps an index of texts in either database, in small steps that follow the
// account's log, and forgets who was taken out. It only proposes: it may find too many, and does not know yet what was written after the
// account's mark. It may import the root package, internal/db, how texts are taken apart (internal/lookup) and the store's failures; it knows
// nothing of the store, which tells it what customers are found by.
package searchindex

import (
	"context"
	"sync/atomic"

	"callflow/internal/db"
	"callflow/internal/store/failure"
)

// Index is the index of texts of one database. It is safe for concurrent use.
type Index struct {
	db      db.DB
	texts   texts
	turns   turns
	putting pace
	merging pace
	merges  atomic.Bool // it may have something to bring together
}

// New gives the index of a database.
func New(database db.DB) *Index {
	i := &Index{db: database, texts: sqlite{}, putting: puttingPace(), merging: mergingPace()}
	if database.Dialect() == "postgres" {
		i.texts = postgres{}
	}
	i.merges.Store(true) // an earlier run may have left something
	return i
}

// texts are the texts as a database finds them: what differs between the databases.
type texts interface {
	// put sets the texts of customers.
	put(tx db.Tx, accountID, assignmentID int64, texts []Text) error
	// remove takes a customer out for good, and notes that its text may be left in what the index is made of.
	remove(tx db.Tx, accountID, assignmentID, number int64) error
	// isUnclean says whether such a text may be left. clean takes a step towards having none, which makes so many pages of the index anew; over
	// says that none is left of those that were there when its first step was taken.
	isUnclean(tx db.Tx) (bool, error)
	clean(tx db.Tx, pages int) (over bool, err error)
	// merge brings so many pages of what was put apart together, and says whether there may be more of it.
	merge(tx db.Tx, pages int) (more bool, err error)
	few(tx db.Tx, at *Place, most int) (numbers []int64, all bool, err error)
	ordered(tx db.Tx, at *Place, s Range) ([]int64, error)
	clearPart(tx db.Tx, accountID int64) (more bool, err error)
}

// Place says where is looked for which terms.
type Place struct {
	AccountID, AssignmentID int64
	Terms                   []string
}

// Range is up to Limit numbers after one or, where it goes backward, before it.
type Range struct {
	After    int64
	Backward bool
	Limit    int
}

// Text is what a customer is found by.
type Text struct {
	Number int64
	Text   []byte
}

// clearedTogether is how many texts ClearPart takes away at a time.
const clearedTogether = 5000

// Few gives all numbers found, in order, where they are not more than most; all is false where they are, or may be.
func (i *Index) Few(tx db.Tx, at *Place, most int) (numbers []int64, all bool, err error) {
	return i.texts.few(tx, at, most)
}

// Ordered gives the numbers found of a range, in its order: it is for what many have.
func (i *Index) Ordered(tx db.Tx, at *Place, s Range) ([]int64, error) {
	return i.texts.ordered(tx, at, s)
}

// Remove takes a customer out of the index, and lets nobody put it back as it was.
func (i *Index) Remove(tx db.Tx, accountID, assignmentID, number int64) error {
	if _, err := lockMark(tx, accountID); err != nil {
		return err
	}
	return i.texts.remove(tx, accountID, assignmentID, number)
}

// ClearPart takes a part of an account's texts away, and its mark with the last; it says whether there may be more.
func (i *Index) ClearPart(tx db.Tx, accountID int64) (more bool, err error) {
	if more, err = i.texts.clearPart(tx, accountID); err != nil || more {
		return more, err
	}
	_, err = tx.Exec("DELETE FROM search_marks WHERE account_id = $1", accountID)
	return false, err
}

// Mark is how far the log of an account was read for the index.
func Mark(tx db.Tx, accountID int64) (int64, error) {
	return db.ReadNumber(tx, "SELECT seq FROM search_marks WHERE account_id = $1", accountID)
}

// lockMark keeps others from the index of an account until the transaction ends, and gives its mark. The account itself is not locked:
// nobody who writes waits for the index.
func lockMark(tx db.Tx, accountID int64) (int64, error) {
	err := tx.Queue("INSERT INTO search_marks (account_id, seq) VALUES ($1, 0) ON CONFLICT (account_id) DO UPDATE SET seq = search_marks.seq", accountID)
	if err != nil {
		return 0, err
	}
	return Mark(tx, accountID)
}

// Merge takes a step that brings together what steps have put apart, so that searches stay quick, and says whether there is more of it. An
// index that is left without it does so by itself now and then, in one long step.
func (i *Index) Merge(ctx context.Context) (more bool, err error) {
	if !i.merges.Load() {
		return false, nil
	}
	work := i.merging.start()
	work.pause()
	err = i.db.WriteSoon(ctx, func(tx db.Tx) error {
		work.goOn()
		unclean, err := i.texts.isUnclean(tx)
		if err != nil || unclean { // the forgetting brings it together
			return err
		}
		more, err = i.texts.merge(tx, work.size)
		return err
	})
	if err == nil && !more {
		i.merges.Store(false)
		return false, nil
	}
	work.end()
	return more, failure.Translate("merge", err)
}
