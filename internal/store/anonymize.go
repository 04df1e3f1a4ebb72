package store

import (
	"callflow"
)

// Emptied is a customer that was anonymised.
type Emptied struct {
	CustomerID string              // its new id
	Was        []callflow.Customer // as it stood before, and before each change of its values; none where it was anonymised already
}

// Anonymize empties a customer for good: its values, its id, and what the log, its statuses and the answers kept for
// repeated requests hold of them or say of it in words. All that was counted stays.
func (w *Write) Anonymize(assignmentID int64, customerID string) (Emptied, error) {
	held, _, err := w.Customer(assignmentID, customerID)
	if err != nil || held.Anonymized {
		return Emptied{CustomerID: customerID}, err
	}
	setup, err := w.Setup()
	if err != nil {
		return Emptied{}, err
	}
	earlier, err := w.emptyLog(held)
	if err != nil {
		return Emptied{}, err
	}
	if err := w.emptyStatuses(setup, held); err != nil {
		return Emptied{}, err
	}
	if err := w.emptyImportRows(held); err != nil {
		return Emptied{}, err
	}
	emptied := Emptied{Was: append(earlier, *held)}
	if held.CustomerID, err = w.emptyID(held); err != nil {
		return Emptied{}, err
	}
	if err := w.unindex(assignmentID, held.Number); err != nil {
		return Emptied{}, err
	}
	emptied.CustomerID, held.Anonymized = held.CustomerID, true
	w.touchSetup() // what was answered of earlier moments is not true any more
	return emptied, w.updateCustomer(setup, held, callflow.AnonymizedCard())
}

// emptyLog empties the customer's entries of the log, and gives the customer as it stood before each change of its values. Nothing leads
// from a customer to all of its entries: it reads the whole log.
func (w *Write) emptyLog(customer *callflow.Customer) (earlier []callflow.Customer, err error) {
	type entry struct {
		seq            int64
		status, detail []byte
		card           bool
	}
	var entries []entry
	rows := w.tx().Query(`SELECT seq, status, detail, card, CASE WHEN card IS NULL THEN 0 ELSE 1 END FROM changes
		WHERE account_id = $1 AND assignment_id = $2 AND number = $3 ORDER BY seq`, w.AccountID(), customer.AssignmentID, customer.Number)
	for rows.Next() {
		e := entry{rows.Int(0), rows.Append(nil, 1), rows.Append(nil, 2), rows.Int(4) != 0}
		if entries = append(entries, e); e.card {
			earlier = append(earlier, withCard(customer, rows.Append(nil, 3)))
		}
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	for i := range entries {
		e := &entries[i]
		err := w.tx().Queue("UPDATE changes SET status = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, callflow.EmptyStatus(e.status))
		if err == nil && len(e.detail) > 0 {
			err = w.tx().Queue("UPDATE changes SET detail = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, callflow.EmptyDetail(e.detail))
		}
		if err == nil && e.card {
			err = w.tx().Queue("UPDATE changes SET card = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, callflow.AnonymizedCard())
		}
		if err != nil {
			return nil, err
		}
	}
	return earlier, nil
}

// withCard is a customer as a card of it has its values.
func withCard(customer *callflow.Customer, card []byte) callflow.Customer {
	was := callflow.Customer{AssignmentID: customer.AssignmentID, CustomerID: customer.CustomerID, Number: customer.Number}
	was.SetCard(card)
	return was
}

// emptyStatuses empties where the customer stands in each campaign.
func (w *Write) emptyStatuses(setup *Setup, customer *callflow.Customer) error {
	for _, campaign := range setup.CampaignsOf(customer.AssignmentID) {
		row, err := w.callflowRow(campaign.ID, customer.Number)
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		err = w.tx().Queue("UPDATE callflow_customers SET status = $4 WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
			w.AccountID(), campaign.ID, customer.Number, callflow.EmptyStatus(row.Status))
		if err != nil {
			return err
		}
	}
	return nil
}

// emptyID gives the customer an id that says nothing of it, by which it can still be asked for.
func (w *Write) emptyID(customer *callflow.Customer) (string, error) {
	id := customer.AnonymizedID()
	for {
		_, _, err := w.Customer(customer.AssignmentID, id)
		if callflow.ErrorCode(err) == callflow.NotFound {
			break
		}
		if err != nil {
			return "", err
		}
		id += "-" // it is somebody's own
	}
	return id, w.tx().Queue("UPDATE customers SET customer_id = $4 WHERE account_id = $1 AND assignment_id = $2 AND number = $3",
		w.AccountID(), customer.AssignmentID, customer.Number, id)
}

// EachAnswer shows every answer that is kept for a repeated request.
func (w *Write) EachAnswer(each func(KeptRequest)) error {
	rows := w.tx().Query("SELECT user_id, key, answer FROM idempotency_keys WHERE account_id = $1 ORDER BY user_id, key", w.AccountID())
	for rows.Next() {
		each(KeptRequest{UserID: rows.Int(0), Key: rows.Text(1), Answer: rows.Append(nil, 2)})
	}
	return rows.Err()
}

// ChangeAnswer replaces an answer that is kept.
func (w *Write) ChangeAnswer(kept *KeptRequest) error {
	return w.tx().Queue("UPDATE idempotency_keys SET answer = $4 WHERE account_id = $1 AND user_id = $2 AND key = $3",
		w.AccountID(), kept.UserID, kept.Key, kept.Answer)
}
