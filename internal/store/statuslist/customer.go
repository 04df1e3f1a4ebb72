package statuslist

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
)

// CustomerByID reads one customer of an assignment as a row without a campaign;
// NotFound when the assignment has no such customer.
func (r *Lists) CustomerByID(assignmentID int64, customerID string, batch *Batch) error {
	rows := r.tx.Query(`SELECT `+cardColumns+` FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3`,
		r.accountID, assignmentID, customerID)
	return readOneCustomer(rows, batch)
}

// CustomerByNumber reads one customer by its place in the assignment, as CustomerByID does.
func (r *Lists) CustomerByNumber(assignmentID, number int64, batch *Batch) error {
	rows := r.tx.Query(`SELECT `+cardColumns+` FROM customers WHERE account_id = $1 AND assignment_id = $2 AND number = $3`,
		r.accountID, assignmentID, number)
	return readOneCustomer(rows, batch)
}

// NumberOf finds a customer's number by its id; ok is false where the assignment has no such customer.
func (r *Lists) NumberOf(assignmentID int64, customerID string) (number int64, ok bool, err error) {
	rows := r.tx.Query("SELECT number FROM customers WHERE account_id = $1 AND assignment_id = $2 AND customer_id = $3", r.accountID, assignmentID, customerID)
	defer rows.Close()
	if !rows.Next() {
		return 0, false, rows.Err()
	}
	return rows.Int(0), true, nil
}

// EachCustomer shows every customer of an assignment, in order. The row is good until each returns.
func (r *Lists) EachCustomer(assignmentID int64, each func(*callflow.StatusRow)) error {
	rows := r.tx.Query("SELECT number, customer_id, card FROM customers WHERE account_id = $1 AND assignment_id = $2 ORDER BY number",
		r.accountID, assignmentID)
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
	batch.Reset()
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
func (r *Lists) StatusesOf(list List, assignmentID int64, customerID string, batch *Batch) error {
	if err := r.CustomerByID(assignmentID, customerID, batch); err != nil {
		return err
	}
	customer := batch.Rows[0]
	batch.Rows = batch.Rows[:0]
	for i := range list {
		rows := r.tx.Query(`SELECT `+Columns+` FROM callflow_customers WHERE account_id = $1 AND campaign_id = $2 AND number = $3`,
			r.accountID, list[i].CampaignID, customer.Number)
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

// EachCustomerOf shows those of an assignment's customers who have the numbers, as EachCustomer does, in no order.
func (r *Lists) EachCustomerOf(assignmentID int64, numbers []int64, each func(*callflow.StatusRow)) error {
	var row callflow.StatusRow
	return among.Each(numbers, [2]any{r.accountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(among.Numbers+`SELECT number, customer_id, card FROM wanted LEFT JOIN customers
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
func (r *Lists) IDsOf(assignmentID int64, numbers []int64) (map[int64]string, error) {
	ids := make(map[int64]string, len(numbers))
	err := among.Each(numbers, [2]any{r.accountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(among.Numbers+`SELECT number, customer_id FROM wanted LEFT JOIN customers
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
func (r *Lists) CustomersChanged(assignmentID, after int64) ([]int64, error) {
	var numbers []int64
	rows := r.tx.Query("SELECT number FROM changes WHERE account_id = $1 AND seq > $2 AND assignment_id = $3 AND what = $4 ORDER BY seq",
		r.accountID, after, assignmentID, int64(callflow.CustomerSet))
	for rows.Next() {
		numbers = append(numbers, rows.Int(0))
	}
	return numbers, rows.Err()
}

// NumbersOf finds customers' numbers by their ids. Whom the assignment lacks is left out.
func (r *Lists) NumbersOf(assignmentID int64, ids []string) (map[string]int64, error) {
	numbers := make(map[string]int64, len(ids))
	err := among.Each(ids, [2]any{r.accountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(among.Texts+`SELECT number, customer_id FROM wanted LEFT JOIN customers
			ON account_id = $1 AND assignment_id = $2 AND customer_id = wanted.key`, args...)
		for rows.Next() {
			if number := rows.Int(0); number != 0 {
				numbers[rows.Text(1)] = number
			}
		}
		return rows.Err()
	})
	return numbers, err
}
