package store

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

// latestTime is the time of the log's latest entry, 0 where it has none.
func (b *batch) latestTime() (int64, error) {
	rows := b.tx.Query("SELECT at FROM changes WHERE account_id = $1 AND seq = $2", b.accountID, b.begun.Seq)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), nil
}
