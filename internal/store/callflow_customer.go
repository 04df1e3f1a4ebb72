package store

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/counted"
	"callflow/internal/store/statuslist"
)

// Move is where a callflow customer goes and all that stands in its row after.
type Move struct {
	CampaignID     int64
	Number         int64
	StateID        int64
	Attempts       int64
	DueAt          int64
	CallbackUserID int64
	At             int64 // when, milliseconds since 1970
	What           callflow.What
	Status         callflow.Status

	Added bool // set by AddToCampaign: the customer was not there before

	// Of a registered outcome:
	Detail   callflow.Detail
	Hit      bool // it sold something or booked a meeting
	Decision bool // it is a hit, or ended in a final state

	Withdrew int64 // of a withdrawal: seq of the outcome
}

// Move moves a callflow customer and logs it; NotFound when the campaign has no such customer.
func (w *Write) Move(campaign *callflow.Campaign, products []callflow.Product, move *Move) error {
	row, err := w.Row(campaign.ID, move.Number)
	if err != nil {
		return err
	}
	return w.MoveFrom(row, campaign, products, move)
}

// MoveFrom moves the callflow customer whose row was just read, logs it, and sets the row to what it is then.
func (w *Write) MoveFrom(row *callflow.StatusRow, campaign *callflow.Campaign, products []callflow.Product, move *Move) error {
	status, seq := move.Status.Pack(products), w.nextSeq()
	before := *row
	err := w.Tx().Queue(`UPDATE callflow_customers
		SET state_id = $4, seq = $5, attempts = $6, changed_at = $7, due_at = $8, status = $9, callback_user_id = $10
		WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
		w.AccountID(), campaign.ID, move.Number, move.StateID, seq, move.Attempts, move.At, move.DueAt, status, move.CallbackUserID)
	if err != nil {
		return err
	}
	w.counts.Add(counted.Place{List: campaign.ID, State: counted.AnyState, Number: move.Number}, 0, seq)
	w.counts.Add(counted.Place{List: campaign.ID, State: before.StateID, Number: move.Number}, -1, seq)
	w.counts.Add(counted.Place{List: campaign.ID, State: move.StateID, Number: move.Number}, 1, seq)
	w.counts.Attempts(campaign.ID, before.Attempts, -1, seq)
	w.counts.Attempts(campaign.ID, move.Attempts, 1, seq)
	if before.NoNumber {
		w.counts.NoNumber(campaign.ID, before.StateID, -1, seq)
		w.counts.NoNumber(campaign.ID, move.StateID, 1, seq)
	}
	row.StateID, row.Seq, row.Attempts, row.ChangedAt, row.DueAt = move.StateID, seq, move.Attempts, move.At, move.DueAt
	row.Status, row.CallbackUserID = status, move.CallbackUserID
	if move.What == callflow.Registered {
		if err := w.tally(campaign.ID, move); err != nil {
			return err
		}
	}
	return w.logOne(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: move.Number, Assignment: campaign.AssignmentID, Previous: before.Seq, What: move.What,
		At: move.At, FromState: before.StateID, ToState: move.StateID, Attempts: move.Attempts, DueAt: move.DueAt, Status: status,
		CallbackUserID: move.CallbackUserID, Products: int64(len(move.Detail.Products)), Detail: move.Detail.Pack(products), Withdrew: move.Withdrew,
	})
}

// RemoveFromCampaign takes the callflow customer whose row was just read out of its
// campaign. The log keeps what happened, and the customer's card as it stood.
func (w *Write) RemoveFromCampaign(row *callflow.StatusRow, campaign *callflow.Campaign, by callflow.Status) error {
	card, err := w.cardOf(campaign.AssignmentID, row.Number)
	if err != nil {
		return err
	}
	err = w.Tx().Queue("DELETE FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
		w.AccountID(), campaign.ID, row.Number)
	if err != nil {
		return err
	}
	seq := w.nextSeq()
	w.batch.removed[campaign.ID] = true
	err = w.Tx().Queue("INSERT INTO removed_customers (account_id, campaign_id, number, seq) VALUES ($1, $2, $3, $4)",
		w.AccountID(), campaign.ID, row.Number, seq)
	if err != nil {
		return err
	}
	w.counts.Add(counted.Place{List: campaign.ID, State: counted.AnyState, Number: row.Number}, -1, seq)
	w.counts.Add(counted.Place{List: campaign.ID, State: row.StateID, Number: row.Number}, -1, seq)
	w.counts.Attempts(campaign.ID, row.Attempts, -1, seq)
	if row.NoNumber {
		w.counts.NoNumber(campaign.ID, row.StateID, -1, seq)
	}
	return w.logOne(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: row.Number, Assignment: campaign.AssignmentID, Previous: row.Seq, What: callflow.Removed,
		FromState: row.StateID, Attempts: row.Attempts, Status: by.Pack(nil), Card: card,
	})
}

func (w *Write) cardOf(assignmentID, number int64) ([]byte, error) {
	rows := w.Tx().Query("SELECT card FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3", w.AccountID(), assignmentID, number)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return rows.Append(nil, 0), nil
}

// Row reads where a customer stands in a campaign, to be moved; NotFound when it is not in it.
func (w *Write) Row(campaignID, number int64) (*callflow.StatusRow, error) {
	row, err := w.callflowRow(campaignID, number)
	if err == nil && row == nil {
		return nil, callflow.NotFoundError()
	}
	return row, err
}

// callflowRow reads where a customer stands in a campaign, nil when it is not in it.
func (w *Write) callflowRow(campaignID, number int64) (*callflow.StatusRow, error) {
	return readCallflowRow(w.Tx(), w.AccountID(), campaignID, number)
}

// InCampaign says whether a customer is in a campaign.
func (r *Snapshot) InCampaign(campaignID, number int64) (bool, error) {
	row, err := readCallflowRow(r.tx, r.AccountID, campaignID, number)
	return row != nil, err
}

func readCallflowRow(tx db.Tx, accountID, campaignID, number int64) (*callflow.StatusRow, error) {
	rows := tx.Query(`SELECT `+statuslist.Columns+`, callback_user_id, no_number FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
		accountID, campaignID, number)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return &callflow.StatusRow{
		CampaignID: campaignID, Number: number, StateID: rows.Int(1), Seq: rows.Int(2),
		Attempts: rows.Int(3), ChangedAt: rows.Int(4), DueAt: rows.Int(5), Status: rows.Append(nil, 6), CallbackUserID: rows.Int(7),
		NoNumber: rows.Int(8) != 0,
	}, nil
}

// noteCustomer logs in one campaign that a customer's values changed, and whether it has a number to be called at now.
func (w *Write) noteCustomer(campaign *callflow.Campaign, row *callflow.StatusRow, before []byte, noNumber bool) error {
	seq := w.nextSeq()
	err := w.Tx().Queue("UPDATE callflow_customers SET seq = $4, no_number = $5 WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
		w.AccountID(), campaign.ID, row.Number, seq, noNumber)
	if err != nil {
		return err
	}
	switch {
	case noNumber && !row.NoNumber:
		w.counts.NoNumber(campaign.ID, row.StateID, 1, seq)
	case !noNumber && row.NoNumber:
		w.counts.NoNumber(campaign.ID, row.StateID, -1, seq)
	}
	w.counts.Add(counted.Place{List: campaign.ID, State: counted.AnyState, Number: row.Number}, 0, seq)
	w.counts.Add(counted.Place{List: campaign.ID, State: row.StateID, Number: row.Number}, 0, seq)
	return w.logOne(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: row.Number, Assignment: campaign.AssignmentID, Previous: row.Seq, What: callflow.CustomerSet,
		FromState: row.StateID, ToState: row.StateID, Attempts: row.Attempts, DueAt: row.DueAt, Status: row.Status, Card: before,
		CallbackUserID: row.CallbackUserID,
	})
}
