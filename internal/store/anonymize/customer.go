// Package anonymize finds everything that an account keeps of a customer, and empties it. It stands on the store and on the rooms whose tables
// have traces of customers: importlog and remembered.
package anonymize

import (
	"callflow"
	"callflow/internal/store"
)

// Customer empties a customer for good: its values, its id, and what the log, its statuses, imports and rejected rows hold of them or say of it
// in words. instead is what is left of those rows' reasons. It gives the customer's new id, and all traces, for the caller to empty the answers
// that name it. All that was counted stays.
func Customer(w *store.Write, found *Traces, instead string) (id string, all *Traces, err error) {
	snapshot, err := w.Snapshot()
	if err != nil {
		return "", nil, err
	}
	t, err := Follow(snapshot, found, w.Now)
	if err != nil || t.customer.Anonymized {
		return found.CustomerID, nil, err
	}
	customer := *t.customer
	t.Was = append(t.Was[:len(t.Was):len(t.Was)], customer)
	if err := emptyLog(w, t.entries); err != nil {
		return "", nil, err
	}
	if err := emptyStatuses(w, snapshot.Setup(), &customer); err != nil {
		return "", nil, err
	}
	if err := emptyImported(w, t, instead); err != nil {
		return "", nil, err
	}
	if customer.CustomerID, err = emptyID(w, &customer); err != nil {
		return "", nil, err
	}
	if err := w.ForgetText(t.AssignmentID, customer.Number); err != nil {
		return "", nil, err
	}
	customer.Anonymized = true
	w.TouchSetup() // what was answered of earlier moments is not true any more
	return customer.CustomerID, t, w.ReplaceCustomer(snapshot.Setup(), &customer, callflow.AnonymizedCard())
}

func emptyLog(w *store.Write, entries []emptiedEntry) error {
	for i := range entries {
		e := &entries[i]
		err := w.Tx().Queue("UPDATE changes SET status = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, e.status)
		if err == nil && e.detail != nil {
			err = w.Tx().Queue("UPDATE changes SET detail = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, e.detail)
		}
		if err == nil && e.card {
			err = w.Tx().Queue("UPDATE changes SET card = $3 WHERE account_id = $1 AND seq = $2", w.AccountID(), e.seq, callflow.AnonymizedCard())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// emptyStatuses empties where the customer stands in each campaign.
func emptyStatuses(w *store.Write, setup *store.Setup, customer *callflow.Customer) error {
	for _, campaign := range setup.CampaignsOf(customer.AssignmentID) {
		row, err := w.Row(campaign.ID, customer.Number)
		if callflow.ErrorCode(err) == callflow.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		err = w.Tx().Queue("UPDATE callflow_customers SET status = $4 WHERE account_id = $1 AND campaign_id = $2 AND number = $3",
			w.AccountID(), campaign.ID, customer.Number, callflow.EmptyStatus(row.Status))
		if err != nil {
			return err
		}
	}
	return nil
}

// emptyID gives the customer an id that says nothing of it, by which it can still be asked for.
func emptyID(w *store.Write, customer *callflow.Customer) (string, error) {
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
	return id, w.Tx().Queue("UPDATE customers SET customer_id = $4 WHERE account_id = $1 AND assignment_id = $2 AND number = $3",
		w.AccountID(), customer.AssignmentID, customer.Number, id)
}

// toldUnknown is of imports of which it is not kept whom their files told of: dry runs, and those with rows that their mode left alone.
const toldUnknown = `(result LIKE '%"dry_run":true%' OR (result LIKE '%"skipped":%' AND result NOT LIKE '%"skipped":0,%'))`

// emptyImported empties what imports keep of a customer's earlier values and of rows that tell of it, and the names of the files that it came
// with, or may have.
func emptyImported(w *store.Write, t *Traces, instead string) error {
	files := make(map[int64]bool)
	for _, row := range t.rows.found {
		files[row.importID] = true
		err := w.Tx().Queue(`UPDATE import_rows SET card = $4 WHERE account_id = $1 AND import_id = $2 AND line = $3 AND card IS NOT NULL`,
			w.AccountID(), row.importID, row.place, callflow.AnonymizedCard())
		if err != nil {
			return err
		}
	}
	for _, row := range t.rejected.found {
		files[row.importID] = true
		err := w.Tx().Queue(`UPDATE import_rejections SET reason = $4, cells = '' WHERE account_id = $1 AND import_id = $2 AND place = $3`,
			w.AccountID(), row.importID, row.place, instead)
		if err != nil {
			return err
		}
	}
	for id := range files {
		if err := w.Tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND id = $2`, w.AccountID(), id); err != nil {
			return err
		}
	}
	return w.Tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND assignment_id = $2 AND file_name <> '' AND `+toldUnknown,
		w.AccountID(), t.AssignmentID)
}
