package store

import (
	"maps"

	"callflow"
	"callflow/internal/db"
)

// CustomerByID reads one customer of an assignment as a row without a campaign;
// NotFound when the assignment has no such customer.
func (r *Snapshot) CustomerByID(assignmentID int64, customerID string, batch *Batch) error {
	rows := r.tx.Query(`SELECT `+cardColumns+` FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3`,
		r.AccountID, assignmentID, customerID)
	return readOneCustomer(rows, batch)
}

// CustomerByNumber reads one customer by its place in the assignment, as CustomerByID does.
func (r *Snapshot) CustomerByNumber(assignmentID, number int64, batch *Batch) error {
	rows := r.tx.Query(`SELECT `+cardColumns+` FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3`,
		r.AccountID, assignmentID, number)
	return readOneCustomer(rows, batch)
}

// NumberOf finds a customer's number by its id; ok is false where the assignment has no such customer.
func (r *Snapshot) NumberOf(assignmentID int64, customerID string) (number int64, ok bool, err error) {
	rows := r.tx.Query("SELECT number FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3", r.AccountID, assignmentID, customerID)
	defer rows.Close()
	if !rows.Next() {
		return 0, false, rows.Err()
	}
	return rows.Int(0), true, nil
}

// EachCustomer shows every customer of an assignment, in order. The row is good until each returns.
func (r *Snapshot) EachCustomer(assignmentID int64, each func(*callflow.StatusRow)) error {
	rows := r.tx.Query("SELECT number, customer_id, seq, card FROM customers WHERE account_id = $1 AND assignment_id = $2 ORDER BY number",
		r.AccountID, assignmentID)
	var row callflow.StatusRow
	for rows.Next() {
		row.Number, row.CustomerSeq = rows.Int(0), rows.Int(2)
		row.CustomerID = rows.Append(row.CustomerID[:0], 1)
		row.Card = rows.Append(row.Card[:0], 3)
		each(&row)
	}
	return rows.Err()
}

func readOneCustomer(rows db.Rows, batch *Batch) error {
	batch.reset()
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return rows.Err()
		}
		return callflow.NotFoundError()
	}
	row := callflow.StatusRow{Number: rows.Int(0)}
	batch.setCard(&row, rows)
	batch.Rows = append(batch.Rows, row)
	return nil
}

// StatusesOf reads where one customer stands in each of the list's campaigns,
// in their order: no rows when it is in none, NotFound when the assignment lacks it.
func (r *Snapshot) StatusesOf(list List, assignmentID int64, customerID string, batch *Batch) error {
	if err := r.CustomerByID(assignmentID, customerID, batch); err != nil {
		return err
	}
	customer := batch.Rows[0]
	batch.Rows = batch.Rows[:0]
	for i := range list {
		rows := r.tx.Query(`SELECT `+statusColumns+` FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
			r.AccountID, list[i].CampaignID, customer.Number)
		if rows.Next() {
			row := customer
			row.CampaignID = list[i].CampaignID
			batch.setStatus(&row, rows)
			batch.Rows = append(batch.Rows, row)
		}
		rows.Close()
		if rows.Err() != nil {
			return rows.Err()
		}
	}
	return nil
}

// Written says what writing a customer did.
type Written int

// What writing a customer can do.
const (
	Unchanged Written = iota // it held the same values already
	Created
	Updated
)

// PutCustomer writes all values of a customer: it adds the customer, or replaces
// what the customer of that id holds. The change log values are the caller's to set.
func (w *Write) PutCustomer(customer *callflow.Customer) (Written, error) {
	setup, err := w.Setup()
	if err != nil {
		return Unchanged, err
	}
	card := customer.Card(setup.Fields[customer.AssignmentID])
	return w.UpsertCustomer(customer, card, func(held *callflow.Customer) {
		number := held.Number
		*held = *customer
		held.Number = number
	})
}

// UpsertCustomer adds a customer with its card, or lets merge alter the one that
// the assignment has under that id. It fills in the customer's Number.
func (w *Write) UpsertCustomer(customer *callflow.Customer, card []byte, merge func(held *callflow.Customer)) (Written, error) {
	created, err := w.insertCustomer(customer, card)
	if err != nil || created {
		return Created, err
	}
	held, before, err := w.Customer(customer.AssignmentID, customer.CustomerID)
	if err != nil {
		return Unchanged, err
	}
	customer.Number = held.Number
	merged := *held
	merged.Custom = maps.Clone(held.Custom)
	merge(&merged)
	if held.SameValues(&merged) {
		return Unchanged, nil
	}
	setup, err := w.Setup()
	if err != nil {
		return Unchanged, err
	}
	return Updated, w.updateCustomer(setup, &merged, before)
}

// Customer reads one customer, and its card as stored; NotFound when there is none.
func (w *Write) Customer(assignmentID int64, customerID string) (*callflow.Customer, []byte, error) {
	return readCustomer(w.tx(), w.AccountID(), assignmentID, customerID)
}

// Customer reads one customer; NotFound when there is none.
func (r *Snapshot) Customer(assignmentID int64, customerID string) (*callflow.Customer, error) {
	customer, _, err := readCustomer(r.tx, r.AccountID, assignmentID, customerID)
	return customer, err
}

func readCustomer(tx db.Tx, accountID, assignmentID int64, customerID string) (*callflow.Customer, []byte, error) {
	rows := tx.Query(`SELECT number, seq, card FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3`,
		accountID, assignmentID, customerID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return nil, nil, rows.Err()
		}
		return nil, nil, callflow.NotFoundError()
	}
	card := rows.Append(nil, 2)
	customer := &callflow.Customer{AssignmentID: assignmentID, CustomerID: customerID, Number: rows.Int(0), Seq: rows.Int(1)}
	customer.SetCard(card)
	return customer, card, nil
}

// insertCustomer adds a customer with the assignment's next number; false when the id is taken.
func (w *Write) insertCustomer(customer *callflow.Customer, card []byte) (bool, error) {
	number, err := w.nextNumber(customer.AssignmentID)
	if err != nil {
		return false, err
	}
	seq := w.progress.Seq + 1
	inserted, err := w.tx().Exec(`INSERT INTO customers (account_id, assignment_id, number, customer_id, seq, card)
		VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id, assignment_id, customer_id) DO NOTHING`,
		w.AccountID(), customer.AssignmentID, number, customer.CustomerID, seq, card)
	if err != nil || inserted == 0 {
		return false, err
	}
	customer.Number, customer.Seq = number, w.nextSeq()
	w.numbers[customer.AssignmentID] = number + 1
	w.counts.add(place{-customer.AssignmentID, anyState, number}, 1, seq)
	return true, w.log(&callflow.Change{Seq: seq, Number: number, Assignment: customer.AssignmentID, What: callflow.CustomerSet})
}

// nextNumber is the number that the assignment's next customer gets.
func (w *Write) nextNumber(assignmentID int64) (int64, error) {
	if next, ok := w.numbers[assignmentID]; ok {
		return next, nil
	}
	if next, ok := w.batch.state.numbers[assignmentID]; ok {
		return next, nil
	}
	rows := w.tx().Query("SELECT next_number FROM assignments WHERE account_id = $1 AND id = $2", w.AccountID(), assignmentID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return 0, rows.Err()
		}
		return 0, callflow.NotFoundError()
	}
	w.numbers[assignmentID] = rows.Int(0)
	return rows.Int(0), nil
}

// updateCustomer replaces a customer's values, and notes it in every campaign
// that the customer is in, so that each shows it as changed.
func (w *Write) updateCustomer(setup *Setup, customer *callflow.Customer, before []byte) error {
	noted := false
	for _, campaign := range setup.CampaignsOf(customer.AssignmentID) {
		row, err := w.callflowRow(campaign.ID, customer.Number)
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		noted = true
		if err := w.noteCustomer(campaign, row, before); err != nil {
			return err
		}
	}
	if !noted {
		change := &callflow.Change{Seq: w.nextSeq(), Number: customer.Number, Assignment: customer.AssignmentID, What: callflow.CustomerSet, Card: before}
		if err := w.log(change); err != nil {
			return err
		}
	}
	customer.Seq = w.progress.Seq
	w.counts.add(place{-customer.AssignmentID, anyState, customer.Number}, 0, customer.Seq)
	_, err := w.tx().Exec("UPDATE customers SET seq = $4, card = $5 WHERE account_id = $1 AND assignment_id = $2 AND number = $3",
		w.AccountID(), customer.AssignmentID, customer.Number, customer.Seq, customer.Card(setup.Fields[customer.AssignmentID]))
	return err
}
