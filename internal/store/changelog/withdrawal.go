package changelog

import (
	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/failure"
)

// OutcomeOf reads one outcome of a callflow customer by its seq, withdrawn or not; the batch is empty where there is none.
func OutcomeOf(r *store.Snapshot, of callflow.Position, seq int64, batch *OutcomeBatch) error {
	batch.Rows = batch.Rows[:0]
	batch.bytes.Reset()
	rows := r.Tx().Query("SELECT "+outcomeColumns+outcomeTables+" AND c.seq = $3 AND c.number = $4 AND c.what = 3",
		r.AccountID, of.CampaignID, seq, of.Number)
	for rows.Next() {
		batch.Rows = append(batch.Rows, batch.row(rows, of.CampaignID))
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return Withdrawals(r, batch)
}

// Withdrawals tells of outcomes that were withdrawn when, and by whom, by the seq of the withdrawal.
func Withdrawals(r *store.Snapshot, batch *OutcomeBatch) error {
	for i := range batch.Rows {
		row := &batch.Rows[i]
		if row.WithdrawnBy == 0 {
			continue
		}
		if err := withdrawal(r, row, batch); err != nil {
			return err
		}
	}
	return nil
}

func withdrawal(r *store.Snapshot, row *callflow.OutcomeRow, batch *OutcomeBatch) error {
	rows := r.Tx().Query("SELECT at, status FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, row.WithdrawnBy)
	defer rows.Close()
	if !rows.Next() {
		return failure.LostChange(rows.Err())
	}
	row.WithdrawnAt, row.Withdrawal = rows.Int(0), batch.bytes.Keep(rows, 1)
	return rows.Err()
}
