package store

import (
	"callflow"
	"callflow/internal/db"
)

// Customer reads one customer, and its card as stored; NotFound when there is none.
func (w *Write) Customer(assignmentID int64, customerID string) (*callflow.Customer, []byte, error) {
	return readCustomer(w.Tx(), w.AccountID(), assignmentID, customerID)
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
