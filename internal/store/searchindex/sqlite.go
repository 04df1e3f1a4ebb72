package searchindex

import (
	"strings"

	"callflow/internal/db"
	"callflow/internal/lookup"
)

// sqlite is the index of texts in SQLite: FTS5 without the texts. Its one key is a row's number, of which the
// upper half is the slot of an account's assignment: every statement keeps to one slot.
type sqlite struct{}

const slotBits = 32

// mostGrams bounds how many parts of a text the index is asked for; what it finds is looked at in any case.
const mostGrams = 16

// slotOf gives the slot of an assignment, 0 where it has none.
func slotOf(tx db.Tx, accountID, assignmentID int64) (int64, error) {
	return db.ReadNumber(tx, "SELECT slot FROM search_slots WHERE account_id = $1 AND assignment_id = $2", accountID, assignmentID)
}

// newSlot gives an assignment the next slot. A file has one writer at a time.
func newSlot(tx db.Tx, accountID, assignmentID int64) (int64, error) {
	slot, err := db.ReadNumber(tx, "SELECT COALESCE(MAX(slot), 0) + 1 FROM search_slots")
	if err != nil {
		return 0, err
	}
	return slot, tx.Queue("INSERT INTO search_slots (account_id, assignment_id, slot) VALUES ($1, $2, $3)", accountID, assignmentID, slot)
}

func (sqlite) put(tx db.Tx, accountID, assignmentID int64, texts []Text) error {
	slot, err := slotOf(tx, accountID, assignmentID)
	if err == nil && slot == 0 {
		slot, err = newSlot(tx, accountID, assignmentID)
	}
	if err != nil {
		return err
	}
	for i := range texts {
		row := slot<<slotBits | texts[i].Number
		if err := tx.Queue("DELETE FROM search_index WHERE rowid = $1", row); err != nil {
			return err
		}
		if err := tx.Queue("INSERT INTO search_index (rowid, text) VALUES ($1, $2)", row, string(texts[i].Text)); err != nil {
			return err
		}
	}
	return nil
}

func (sqlite) remove(tx db.Tx, accountID, assignmentID, number int64) error {
	slot, err := slotOf(tx, accountID, assignmentID)
	if err != nil || slot == 0 {
		return err
	}
	if err := noteEmptied(tx, slot); err != nil {
		return err
	}
	return tx.Queue("DELETE FROM search_index WHERE rowid = $1", slot<<slotBits|number)
}

func noteEmptied(tx db.Tx, slot int64) error {
	return tx.Queue("INSERT INTO search_emptied (slot) VALUES ($1) ON CONFLICT (slot) DO NOTHING", slot)
}

func (sqlite) isUnclean(tx db.Tx) (bool, error) {
	count, err := db.ReadNumber(tx, "SELECT COUNT(*) FROM search_emptied")
	return count > 0, err
}

// clean makes a part of the index anew, without what is marked as gone; with 200,000 customers all of it takes 2 s. It is over when the index
// is of one piece again. Whoever was taken out meanwhile may be in that one still: then it has something left to do.
func (i sqlite) clean(tx db.Tx, pages int) (over bool, err error) {
	merged, err := i.makeAnew(tx, -pages)
	if merged && err == nil {
		apart, err := db.ReadNumber(tx, "SELECT (SELECT MAX(segid) FROM search_index_idx) - (SELECT MIN(segid) FROM search_index_idx)")
		if err != nil || apart > 0 {
			return false, err
		}
		merged, err = i.makeAnew(tx, -pages)
		if err != nil {
			return false, err
		}
	}
	if merged || err != nil {
		return true, err
	}
	return true, tx.Queue("DELETE FROM search_emptied")
}

func (i sqlite) merge(tx db.Tx, pages int) (more bool, err error) { return i.makeAnew(tx, pages) }

// makeAnew brings pages of the index's pieces together; false where there is nothing left to do, which FTS5 tells by changing less than two
// rows. A negative number of pages lets the whole index be made one.
func (sqlite) makeAnew(tx db.Tx, pages int) (done bool, err error) {
	before, err := db.ReadNumber(tx, "SELECT total_changes()")
	if err != nil {
		return false, err
	}
	if _, err := tx.Exec("INSERT INTO search_index (search_index, rank) VALUES ('merge', $1)", pages); err != nil {
		return false, err
	}
	after, err := db.ReadNumber(tx, "SELECT total_changes()")
	return after-before >= 2, err
}

// few reads on until they are many: FTS5 gives what it finds in order, and goes no further than it is read.
func (i sqlite) few(tx db.Tx, at *Place, most int) (numbers []int64, all bool, err error) {
	numbers, err = i.ordered(tx, at, Range{After: -1, Limit: most + 1})
	return numbers, len(numbers) <= most, err
}

func (sqlite) ordered(tx db.Tx, at *Place, s Range) ([]int64, error) {
	slot, err := slotOf(tx, at.AccountID, at.AssignmentID)
	if err != nil || slot == 0 {
		return nil, err
	}
	sql := `SELECT rowid FROM search_index WHERE search_index MATCH $1 AND rowid > $2 AND rowid < $3 ORDER BY rowid LIMIT $4`
	if s.Backward {
		sql = `SELECT rowid FROM search_index WHERE search_index MATCH $1 AND rowid > $2 AND rowid < $3 ORDER BY rowid DESC LIMIT $4`
	}
	low, high := slot<<slotBits, (slot+1)<<slotBits
	switch {
	case s.Backward:
		high = min(high, low+min(s.After, 1<<slotBits))
		low--
	case s.After >= 0:
		low += s.After
	default:
		low--
	}
	rows := tx.Query(sql, matching(at.Terms), low, high, s.Limit)
	var numbers []int64
	for rows.Next() {
		numbers = append(numbers, rows.Int(0)&(1<<slotBits-1))
	}
	return numbers, rows.Err()
}

// matching asks for texts that hold all parts of the terms, wherever they stand.
func matching(terms []string) string {
	var wanted []string
	for _, term := range terms {
		for _, gram := range lookup.GramsOf(term) {
			if len(wanted) < mostGrams {
				wanted = append(wanted, `"`+strings.ReplaceAll(gram, `"`, `""`)+`"`)
			}
		}
	}
	return strings.Join(wanted, " ")
}

func (sqlite) clearPart(tx db.Tx, accountID int64) (more bool, err error) {
	rows := tx.Query("SELECT assignment_id, slot FROM search_slots WHERE account_id = $1 ORDER BY slot LIMIT 1", accountID)
	if !rows.Next() {
		return false, rows.Err()
	}
	assignmentID, slot := rows.Int(0), rows.Int(1)
	rows.Close()
	var found []int64
	rows = tx.Query("SELECT rowid FROM search_index WHERE rowid >= $1 AND rowid < $2 ORDER BY rowid LIMIT $3",
		slot<<slotBits, (slot+1)<<slotBits, clearedTogether)
	for rows.Next() {
		found = append(found, rows.Int(0))
	}
	if rows.Err() != nil {
		return false, rows.Err()
	}
	for _, row := range found {
		if err := tx.Queue("DELETE FROM search_index WHERE rowid = $1", row); err != nil {
			return false, err
		}
	}
	if len(found) > 0 {
		return true, noteEmptied(tx, slot)
	}
	return true, tx.Queue("DELETE FROM search_slots WHERE account_id = $1 AND assignment_id = $2", accountID, assignmentID)
}
