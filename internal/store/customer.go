package store

import (
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
	rows := r.tx.Query("SELECT number, customer_id, card FROM customers WHERE account_id = $1 AND assignment_id = $2 ORDER BY number",
		r.AccountID, assignmentID)
	var row callflow.StatusRow
	for rows.Next() {
		row.Number = rows.Int(0)
		row.CustomerID = rows.Append(row.CustomerID[:0], 1)
		row.Card = rows.Append(row.Card[:0], 2)
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
	rows := tx.Query(`SELECT number, customer_id, seq, card FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3`,
		accountID, assignmentID, customerID)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return nil, nil, rows.Err()
		}
		return nil, nil, callflow.NotFoundError()
	}
	held := readHeld(rows, assignmentID)
	return held.customer, held.card, nil
}

// readHeld reads a row of number, customer_id, seq and card.
func readHeld(rows db.Rows, assignmentID int64) heldCustomer {
	card := rows.Append(nil, 3)
	customer := &callflow.Customer{AssignmentID: assignmentID, CustomerID: rows.Text(1), Number: rows.Int(0), Seq: rows.Int(2)}
	customer.SetCard(card)
	return heldCustomer{customer, card}
}

// EachCustomerOf shows those of an assignment's customers who have the numbers, as EachCustomer does, in no order.
func (r *Snapshot) EachCustomerOf(assignmentID int64, numbers []int64, each func(*callflow.StatusRow)) error {
	var row callflow.StatusRow
	return eachGroup(numbers, [2]any{r.AccountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(wantedNumbers+`SELECT number, customer_id, card FROM wanted LEFT JOIN customers
			ON account_id = $1 AND assignment_id = $2 AND number = wanted.key`, args...)
		for rows.Next() {
			if row.Number = rows.Int(0); row.Number == 0 {
				continue
			}
			row.CustomerID = rows.Append(row.CustomerID[:0], 1)
			row.Card = rows.Append(row.Card[:0], 2)
			each(&row)
		}
		return rows.Err()
	})
}

// IDsOf finds customers' ids by their numbers. Whom the assignment lacks is left out.
func (r *Snapshot) IDsOf(assignmentID int64, numbers []int64) (map[int64]string, error) {
	ids := make(map[int64]string, len(numbers))
	err := eachGroup(numbers, [2]any{r.AccountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(wantedNumbers+`SELECT number, customer_id FROM wanted LEFT JOIN customers
			ON account_id = $1 AND assignment_id = $2 AND number = wanted.key`, args...)
		for rows.Next() {
			if number := rows.Int(0); number != 0 {
				ids[number] = rows.Text(1)
			}
		}
		return rows.Err()
	})
	return ids, err
}

// CustomersChanged gives the numbers of an assignment's customers whose values were written after a seq, in the order of the log: one that
// was written twice comes twice.
func (r *Snapshot) CustomersChanged(assignmentID, after int64) ([]int64, error) {
	var numbers []int64
	rows := r.tx.Query("SELECT number FROM changes WHERE account_id = $1 AND seq > $2 AND assignment_id = $3 AND what = $4 ORDER BY seq",
		r.AccountID, after, assignmentID, int64(callflow.CustomerSet))
	for rows.Next() {
		numbers = append(numbers, rows.Int(0))
	}
	return numbers, rows.Err()
}
