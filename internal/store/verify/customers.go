package verify

import (
	"callflow"
	"callflow/internal/store/counted"
)

// assignmentCheck is what the log tells of an assignment's customers.
type assignmentCheck struct {
	customers numbered[customerCheck]
	latest    int64 // the latest change of any of them
}

type customerCheck struct {
	logged int64 // the latest change of the customer's values
	there  bool

	hasNumber bool // that can be called
}

// assignment gives what is known of an assignment, from its first mention on.
func (v *verifier) assignment(id int64) *assignmentCheck {
	if v.assignments[id] == nil {
		v.assignments[id] = &assignmentCheck{}
	}
	return v.assignments[id]
}

func (v *verifier) checkAssignments() error {
	nextNumbers, err := v.nextNumbers()
	if err != nil {
		return err
	}
	for _, id := range sortedKeys(v.assignments) {
		next, ok := nextNumbers[id]
		if !ok {
			v.differ(assignmentName(id), "it is not set up, and has customers, counts or changes")
		}
		if err := v.checkCustomers(id, next); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) nextNumbers() (map[int64]int64, error) {
	next := make(map[int64]int64)
	rows := v.tx.Query("SELECT id, next_number FROM assignments WHERE account_id = $1 ORDER BY id", v.ID)
	for rows.Next() {
		next[rows.Int(0)] = rows.Int(1)
	}
	return next, rows.Err()
}

// checkCustomers holds the customers of an assignment against the log, and their counts against them.
func (v *verifier) checkCustomers(assignment, next int64) error {
	known, recount := v.assignments[assignment], make(counted.Changes)
	rows := v.tx.Query("SELECT number, seq, card FROM customers WHERE account_id = $1 AND assignment_id = $2 ORDER BY number", v.ID, assignment)
	defer rows.Close()
	for rows.Next() {
		number, seq := rows.Int(0), rows.Int(1)
		customer := known.customers.at(number)
		customer.there = true
		v.card = rows.Append(v.card[:0], 2)
		customer.hasNumber = callflow.HasNumber(v.card)
		if seq != customer.logged {
			v.differ(customerName(assignment, number), "the customer's latest change is %d, and %d by the log", seq, customer.logged)
		}
		if number >= next {
			v.differ(customerName(assignment, number), "the assignment's next number is %d, which lets this one be given again", next)
		}
		recount.Add(counted.Place{List: -assignment, State: counted.AnyState, Number: number}, 1, seq)
		v.sum.Customers++
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	known.customers.each(func(number int64, customer *customerCheck) {
		if customer.logged != 0 && !customer.there {
			v.differ(customerName(assignment, number), "the customer is missing: change %d wrote it", customer.logged)
		}
	})
	return v.checkCounts(assignmentName(assignment), -assignment, recount, known.latest)
}
