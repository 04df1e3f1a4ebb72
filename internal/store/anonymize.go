package store

import "callflow"

// Anonymize empties a customer for good: its values, its id, and what the log, its statuses, imports and rejected rows hold of them or say of it
// in words. instead is what is left of those rows' reasons. It gives the customer's new id, and all traces, for the caller to empty the answers
// that name it. All that was counted stays.
func (w *Write) Anonymize(found *Traces, instead string) (id string, all *Traces, err error) {
	snapshot, err := w.Snapshot()
	if err != nil {
		return "", nil, err
	}
	t, err := snapshot.Follow(found, w.Now)
	if err != nil || t.customer.Anonymized {
		return found.CustomerID, nil, err
	}
	customer := *t.customer
	t.Was = append(t.Was[:len(t.Was):len(t.Was)], customer)
	if err := w.emptyLog(t.entries); err != nil {
		return "", nil, err
	}
	if err := w.emptyStatuses(snapshot.Setup(), &customer); err != nil {
		return "", nil, err
	}
	if err := w.emptyImported(t, instead); err != nil {
		return "", nil, err
	}
	if customer.CustomerID, err = w.emptyID(&customer); err != nil {
		return "", nil, err
	}
	if err := w.batch.store.search.Remove(w.tx(), w.AccountID(), t.AssignmentID, customer.Number); err != nil {
		return "", nil, err
	}
	customer.Anonymized = true
	w.touchSetup() // what was answered of earlier moments is not true any more
	return customer.CustomerID, t, w.updateCustomer(snapshot.Setup(), &customer, callflow.AnonymizedCard())
}

func (w *Write) emptyLog(entries []emptiedEntry) error {
	for i := range entries {
		e := &entries[i]
		err := w.tx().Queue("UPDATE changes SET status = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, e.status)
		if err == nil && e.detail != nil {
			err = w.tx().Queue("UPDATE changes SET detail = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, e.detail)
		}
		if err == nil && e.card {
			err = w.tx().Queue("UPDATE changes SET card = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, callflow.AnonymizedCard())
		}
		if err != nil {
			return err
		}
	}
	return nil
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
