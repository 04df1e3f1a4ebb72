package changelog

import (
	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/failure"
)

// SeqAt finds the seq of the last change whose time is not after a time, in milliseconds since 1970; 0 when there is none. Where the clock
// was put back, times came twice: the later change counts. Between two setbacks times ascend, so it is looked for after the last one that
// is not after the time.
func SeqAt(r *store.Snapshot, at int64) (int64, error) {
	low, err := db.ReadNumber(r.Tx(), "SELECT seq FROM clock_setbacks WHERE account_id = $1 AND at <= $2 ORDER BY seq DESC LIMIT 1", r.AccountID, at)
	if err != nil {
		return 0, err
	}
	high, err := db.ReadNumber(r.Tx(), "SELECT seq FROM clock_setbacks WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT 1", r.AccountID, low)
	if err != nil {
		return 0, err
	}
	if high--; high < 0 {
		high = r.Seq
	}
	for low < high { // the seq is between them, both included
		middle := (low + high + 1) / 2
		when, err := timeOf(r, middle)
		if err != nil {
			return 0, err
		}
		if when <= at {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low, nil
}

// timeOf is when a change happened.
func timeOf(r *store.Snapshot, seq int64) (int64, error) {
	rows := r.Tx().Query("SELECT at FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, failure.LostChange(rows.Err())
	}
	return rows.Int(0), rows.Err()
}
