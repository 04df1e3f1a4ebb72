package store

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// Withdraw moves the callflow customer whose row was just read to where it stands without an outcome of its own, links the log's entries of
// both, and takes the outcome out of the tallies.
func (w *Write) Withdraw(row *callflow.StatusRow, campaign *callflow.Campaign, products []callflow.Product, withdrawn *callflow.Withdrawn) error {
	to, outcome := &withdrawn.Standing, withdrawn.Outcome
	err := w.MoveFrom(row, campaign, products, &Move{
		CampaignID: campaign.ID, Number: row.Number, StateID: to.StateID, Attempts: to.Attempts, DueAt: to.DueAt, CallbackUserID: to.CallbackUserID,
		At: to.ChangedAt, What: callflow.Withdrew, Status: to.Status, Withdrew: outcome.Seq,
	})
	if err != nil {
		return err
	}
	err = w.tx().Queue("UPDATE changes SET withdrawn_by = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), outcome.Seq, row.Seq)
	if err != nil {
		return err
	}
	var status callflow.Status
	status.SetPacked(outcome.Status)
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	key := counted.TallyKeyOf(campaign.ID, counted.Day(setup.Location, outcome.At), &status)
	w.tallies.Merge(counted.Tallies{key: {N: -1, Hits: -db.Flag(withdrawn.Hit), Decisions: -db.Flag(withdrawn.Decision)}})
	return nil
}

// OutcomeOf reads one outcome of a callflow customer by its seq, withdrawn or not; the batch is empty where there is none.
func (r *Snapshot) OutcomeOf(of callflow.Position, seq int64, batch *OutcomeBatch) error {
	batch.Rows = batch.Rows[:0]
	batch.bytes.reset()
	rows := r.tx.Query("SELECT "+outcomeColumns+outcomeTables+" AND c.seq = $3 AND c.number = $4 AND c.what = 3",
		r.AccountID, of.CampaignID, seq, of.Number)
	for rows.Next() {
		batch.Rows = append(batch.Rows, batch.row(rows, of.CampaignID))
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	return r.Withdrawals(batch)
}

// Withdrawals tells of outcomes that were withdrawn when, and by whom, by the seq of the withdrawal.
func (r *Snapshot) Withdrawals(batch *OutcomeBatch) error {
	for i := range batch.Rows {
		row := &batch.Rows[i]
		if row.WithdrawnBy == 0 {
			continue
		}
		if err := r.withdrawal(row, batch); err != nil {
			return err
		}
	}
	return nil
}

func (r *Snapshot) withdrawal(row *callflow.OutcomeRow, batch *OutcomeBatch) error {
	rows := r.tx.Query("SELECT at, status FROM changes WHERE account_id = $1 AND seq = $2", r.AccountID, row.WithdrawnBy)
	defer rows.Close()
	if !rows.Next() {
		return lostChange(rows.Err())
	}
	row.WithdrawnAt, row.Withdrawal = rows.Int(0), batch.bytes.keep(rows, 1)
	return rows.Err()
}
