package store

import (
	"callflow"
	"callflow/internal/db"
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

	// Of a registered outcome:
	Detail   callflow.Detail
	Hit      bool // it sold something or booked a meeting
	Decision bool // it is a hit, or ended in a final state
}

// AddToCampaign puts a customer into a campaign; false, and nothing changed,
// when it is there already.
func (w *Write) AddToCampaign(campaign *callflow.Campaign, products []callflow.Product, move *Move) (bool, error) {
	status := move.Status.Pack(products)
	inserted, err := w.tx().Exec(`INSERT INTO callflow_customers
		(account_id, campaign_id, number, state_id, seq, attempts, changed_at, due_at, status, callback_user_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0) ON CONFLICT (account_id, campaign_id, number) DO NOTHING`,
		w.AccountID(), campaign.ID, move.Number, move.StateID, w.progress.Seq+1, move.Attempts, move.At, move.DueAt, status)
	if err != nil || inserted == 0 {
		return false, err
	}
	previous, err := w.takeRemoved(campaign.ID, move.Number)
	if err != nil {
		return false, err
	}
	seq := w.nextSeq()
	w.counts.add(place{campaign.ID, anyState, move.Number}, 1, seq)
	w.counts.add(place{campaign.ID, move.StateID, move.Number}, 1, seq)
	w.counts.attempts(campaign.ID, move.Attempts, 1, seq)
	return true, w.log(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: move.Number, Assignment: campaign.AssignmentID, Previous: previous, What: callflow.Added,
		At: move.At, ToState: move.StateID, Attempts: move.Attempts, DueAt: move.DueAt, Status: status,
	})
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
	_, err := w.tx().Exec(`UPDATE callflow_customers
		SET state_id = $4, seq = $5, attempts = $6, changed_at = $7, due_at = $8, status = $9, callback_user_id = $10
		WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
		w.AccountID(), campaign.ID, move.Number, move.StateID, seq, move.Attempts, move.At, move.DueAt, status, move.CallbackUserID)
	if err != nil {
		return err
	}
	w.counts.add(place{campaign.ID, anyState, move.Number}, 0, seq)
	w.counts.add(place{campaign.ID, before.StateID, move.Number}, -1, seq)
	w.counts.add(place{campaign.ID, move.StateID, move.Number}, 1, seq)
	w.counts.attempts(campaign.ID, before.Attempts, -1, seq)
	w.counts.attempts(campaign.ID, move.Attempts, 1, seq)
	row.StateID, row.Seq, row.Attempts, row.ChangedAt, row.DueAt = move.StateID, seq, move.Attempts, move.At, move.DueAt
	row.Status, row.CallbackUserID = status, move.CallbackUserID
	if move.What == callflow.Registered {
		if err := w.tally(campaign.ID, move); err != nil {
			return err
		}
	}
	return w.log(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: move.Number, Assignment: campaign.AssignmentID, Previous: before.Seq, What: move.What,
		At: move.At, FromState: before.StateID, ToState: move.StateID, Attempts: move.Attempts, DueAt: move.DueAt, Status: status,
		CallbackUserID: move.CallbackUserID, Products: int64(len(move.Detail.Products)), Detail: move.Detail.Pack(products),
	})
}

// RemoveFromCampaign takes the callflow customer whose row was just read out of its
// campaign. The log keeps what happened, and the customer's card as it stood.
func (w *Write) RemoveFromCampaign(row *callflow.StatusRow, campaign *callflow.Campaign, by callflow.Status) error {
	card, err := w.cardOf(campaign.AssignmentID, row.Number)
	if err != nil {
		return err
	}
	_, err = w.tx().Exec("DELETE FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
		w.AccountID(), campaign.ID, row.Number)
	if err != nil {
		return err
	}
	seq := w.nextSeq()
	w.batch.removed[campaign.ID] = true
	_, err = w.tx().Exec("INSERT INTO removed_customers (account_id, campaign_id, number, seq) VALUES ($1, $2, $3, $4)",
		w.AccountID(), campaign.ID, row.Number, seq)
	if err != nil {
		return err
	}
	w.counts.add(place{campaign.ID, anyState, row.Number}, -1, seq)
	w.counts.add(place{campaign.ID, row.StateID, row.Number}, -1, seq)
	w.counts.attempts(campaign.ID, row.Attempts, -1, seq)
	return w.log(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: row.Number, Assignment: campaign.AssignmentID, Previous: row.Seq, What: callflow.Removed,
		FromState: row.StateID, Attempts: row.Attempts, Status: by.Pack(nil), Card: card,
	})
}

// takeRemoved forgets that a row was taken out before, and gives its latest change; 0 when it never was.
func (w *Write) takeRemoved(campaignID, number int64) (int64, error) {
	any, known := w.batch.removed[campaignID]
	if !known {
		rows := w.tx().Query("SELECT 1 FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 LIMIT 1", w.AccountID(), campaignID)
		any = rows.Next()
		rows.Close()
		if rows.Err() != nil {
			return 0, rows.Err()
		}
		w.batch.removed[campaignID] = any
	}
	if !any {
		return 0, nil
	}
	rows := w.tx().Query("DELETE FROM removed_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3 RETURNING seq",
		w.AccountID(), campaignID, number)
	defer rows.Close()
	var seq int64
	for rows.Next() {
		seq = rows.Int(0)
	}
	return seq, rows.Err()
}

func (w *Write) cardOf(assignmentID, number int64) ([]byte, error) {
	rows := w.tx().Query("SELECT card FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3", w.AccountID(), assignmentID, number)
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
	return readCallflowRow(w.tx(), w.AccountID(), campaignID, number)
}

// InCampaign says whether a customer is in a campaign.
func (r *Snapshot) InCampaign(campaignID, number int64) (bool, error) {
	row, err := readCallflowRow(r.tx, r.AccountID, campaignID, number)
	return row != nil, err
}

func readCallflowRow(tx db.Tx, accountID, campaignID, number int64) (*callflow.StatusRow, error) {
	rows := tx.Query(`SELECT `+statusColumns+`, callback_user_id FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
		accountID, campaignID, number)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return &callflow.StatusRow{
		CampaignID: campaignID, Number: number, StateID: rows.Int(1), Seq: rows.Int(2),
		Attempts: rows.Int(3), ChangedAt: rows.Int(4), DueAt: rows.Int(5), Status: rows.Append(nil, 6), CallbackUserID: rows.Int(7),
	}, nil
}

// noteCustomer logs in one campaign that a customer's values changed.
func (w *Write) noteCustomer(campaign *callflow.Campaign, row *callflow.StatusRow, before []byte) error {
	seq := w.nextSeq()
	_, err := w.tx().Exec("UPDATE callflow_customers SET seq = $4 WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
		w.AccountID(), campaign.ID, row.Number, seq)
	if err != nil {
		return err
	}
	w.counts.add(place{campaign.ID, anyState, row.Number}, 0, seq)
	w.counts.add(place{campaign.ID, row.StateID, row.Number}, 0, seq)
	return w.log(&callflow.Change{
		Seq: seq, CampaignID: campaign.ID, Number: row.Number, Assignment: campaign.AssignmentID, Previous: row.Seq, What: callflow.CustomerSet,
		FromState: row.StateID, ToState: row.StateID, Attempts: row.Attempts, DueAt: row.DueAt, Status: row.Status, Card: before,
		CallbackUserID: row.CallbackUserID,
	})
}

// log writes one entry of the log. An entry without a time happened now.
func (w *Write) log(c *callflow.Change) error {
	if c.At == 0 {
		c.At = w.Now
	}
	w.latest = max(w.latest, c.At)
	status := c.Status
	if status == nil {
		status = []byte{}
	}
	_, err := w.tx().Exec(`INSERT INTO changes
		(account_id, seq, campaign_id, number, assignment_id, previous_seq, what, at, from_state, to_state, attempts, due_at, status, card,
			callback_user_id, products, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		w.AccountID(), c.Seq, c.CampaignID, c.Number, c.Assignment, c.Previous, int64(c.What), c.At,
		c.FromState, c.ToState, c.Attempts, c.DueAt, status, orNull(c.Card), c.CallbackUserID, c.Products, orNull(c.Detail))
	return err
}

// orNull stores nothing where there are no bytes.
func orNull(bytes []byte) any {
	if bytes == nil {
		return nil
	}
	return bytes
}
