package sqlite

import (
	"crypto/rand"
	"encoding/binary"
	"strconv"

	"zombiezen.com/go/sqlite/sqlitex"
)

// The commits of a file are named, so that a log is known by the name of its first commit, which tells the commit that it follows: the one
// that the file holds. A name is SQLite's application_id (https://sqlite.org/fileformat2.html, offset 68), which SQLite leaves to whoever uses
// the file: its upper half is random, and its lower half is the upper half of the commit before. A backup that was put back, and was written
// since, has other names than the file in whose place it is, however many commits both have.

// nameCommit names the transaction that is about to be committed, where it has changed a row.
func (tx *sqliteTx) nameCommit() error {
	changed, err := tx.readNumber("SELECT total_changes()")
	if err != nil || changed == tx.counted {
		return err
	}
	tx.counted = changed
	return tx.name()
}

// name names the transaction after the commit before.
func (tx *sqliteTx) name() error {
	latest, err := tx.readNumber("PRAGMA application_id")
	if err != nil {
		return err
	}
	var random [2]byte
	if _, err := rand.Read(random[:]); err != nil {
		return err
	}
	own := binary.LittleEndian.Uint16(random[:]) | 1 // 0 is the name of no commit
	return tx.setPragma("application_id", int64(int32(commitAfter(uint32(latest), own))))
}

// commitAfter is the name of a commit with a random half that follows another one.
func commitAfter(latest uint32, random uint16) uint32 {
	return uint32(random)<<16 | latest>>16
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
