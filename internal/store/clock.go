package store

import "callflow/internal/db"

// setback is an entry of the log that is earlier than the one before it: the machine's clock was put back by more than clockStep, or the
// entry came with a time of its own.
type setback struct{ seq, at int64 }

// flushSetbacks notes where the log's times do not ascend.
func (b *batch) flushSetbacks() error {
	for _, s := range b.state.setback {
		if err := b.tx.Queue("INSERT INTO clock_setbacks (account_id, seq, at) VALUES ($1, $2, $3)", b.accountID, s.seq, s.at); err != nil {
			return err
		}
	}
	return nil
}

// SeqAt finds the seq of the last change whose time is not after a time, in milliseconds since 1970; 0 when there is none. Where the clock
// was put back, times came twice: the later change counts. Between two setbacks times ascend, so it is looked for after the last one that
// is not after the time.
func (r *Snapshot) SeqAt(at int64) (int64, error) {
	low, err := db.ReadNumber(r.tx, "SELECT seq FROM clock_setbacks WHERE account_id = $1 AND at <= $2 ORDER BY seq DESC LIMIT 1", r.AccountID, at)
	if err != nil {
		return 0, err
	}
	high, err := db.ReadNumber(r.tx, "SELECT seq FROM clock_setbacks WHERE account_id = $1 AND seq > $2 ORDER BY seq LIMIT 1", r.AccountID, low)
	if err != nil {
		return 0, err
	}
	if high--; high < 0 {
		high = r.Seq
	}
	for low < high { // the seq is between them, both included
		middle := (low + high + 1) / 2
		when, err := r.timeOf(middle)
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
func (r *Snapshot) timeOf(seq int64) (int64, error) {
	rows := r.tx.Query("SELECT at FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, lostChange(rows.Err())
	}
	return rows.Int(0), rows.Err()
}

// latestTime is the time of the log's latest entry, 0 where it has none.
func (b *batch) latestTime() (int64, error) {
	rows := b.tx.Query("SELECT at FROM changes WHERE account_id = $1 AND seq = $2", b.accountID, b.begun.Seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), nil
}
