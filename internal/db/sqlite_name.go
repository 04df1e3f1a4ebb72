package db

import (
	"math"
	"strconv"

	"zombiezen.com/go/sqlite/sqlitex"
)

// The commits of a file are numbered, so that a log is known by the number of its first commit: it follows the one that the file holds.
// The number stands in the file's first page, as SQLite's application_id (https://sqlite.org/fileformat2.html, offset 68), which it leaves to
// whoever uses the file. A file begins at a number of its own, so that those of two files are not mistaken for each other.

// numberCommit numbers the transaction that is about to be committed, where it has changed a row.
func (tx *sqliteTx) numberCommit() error {
	changed, err := tx.readNumber("SELECT total_changes()")
	if err != nil || changed == tx.counted {
		return err
	}
	tx.counted = changed
	return tx.number()
}

// number gives the transaction the number after that of the commit before.
func (tx *sqliteTx) number() error {
	latest, err := tx.readNumber("PRAGMA application_id")
	if err != nil {
		return err
	}
	next := commitAfter(uint32(latest))
	if latest == 0 {
		mark, err := randomMark()
		if err != nil {
			return err
		}
		next = uint32(mark)
	}
	return tx.setPragma("application_id", int64(next))
}

// commitAfter is the number of the commit after one: from 1 to 2^31 - 1, round and round.
func commitAfter(number uint32) uint32 {
	return number%math.MaxInt32 + 1
}

// readNumber runs a statement that has one number for an answer.
func (tx *sqliteTx) readNumber(statement string) (int64, error) {
	rows := tx.Query(statement)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), rows.Err()
}

func (tx *sqliteTx) setPragma(name string, number int64) error {
	return classify(sqlitex.ExecuteTransient(tx.conn, "PRAGMA "+name+" = "+strconv.FormatInt(number, 10), nil))
}
