package store

import (
	"time"

	"callflow"
	"callflow/internal/db"
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
	key := tallyKey{campaign.ID, dayIn(setup.Location, outcome.At), status.User, status.Cause, status.Alternative}
	w.tallies.merge(tallyChanges{key: {-1, -db.Flag(withdrawn.Hit), -db.Flag(withdrawn.Decision)}})
	return nil
}

// dayIn is the day of a moment, as tallies are kept by it.
func dayIn(location *time.Location, at int64) string {
	return time.UnixMilli(at).In(location).Format(callflow.DateLayout)
}

// ofTally is a row of the tallies.
const ofTally = " WHERE account_id = $1 AND campaign_id = $2 AND day = $3 AND user_name = $4 AND type = $5 AND subtype = $6"

// fitTally keeps a tally possible. Of outcomes that are older than schema 10, the log does not say all that they were counted as.
const fitTally = `UPDATE outcome_tallies SET
	hits = CASE WHEN hits < 0 THEN 0 WHEN hits > n THEN n ELSE hits END,
	decisions = CASE WHEN decisions > n THEN n WHEN hits > n THEN n
		WHEN decisions < 0 AND hits < 0 THEN 0 WHEN decisions < hits THEN hits ELSE decisions END` + ofTally

// afterWithdrawal are the statements that follow where outcomes were taken out of a tally: of none, there is no row.
var afterWithdrawal = []string{fitTally, "DELETE FROM outcome_tallies" + ofTally + " AND n = 0"}

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
