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
	err = w.Tx().Queue("UPDATE changes SET withdrawn_by = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), outcome.Seq, row.Seq)
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
