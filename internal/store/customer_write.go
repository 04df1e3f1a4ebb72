package store

import (
	"maps"

	"callflow"
	"callflow/internal/db"
	"callflow/internal/store/among"
	"callflow/internal/store/counted"
)

// Written says what writing a customer did.
type Written int

// What writing a customer can do.
const (
	Unchanged Written = iota // it held the same values already
	Created
	Updated
)

// CustomerRow is a customer to be written: it is added with its card, or Merge alters
// the one that the assignment has under that id.
type CustomerRow struct {
	Customer *callflow.Customer
	Card     []byte
	Merge    func(held *callflow.Customer)
	Exact    bool // another change log alone is a change as well
	Anew     bool // it is written, and told in the log, also where nothing changes: it is found by other words now

	Before []byte // set by PutCustomers: the card that it changed
}

// PutCustomer writes all values of a customer: it adds the customer, or replaces
// what the customer of that id holds. The change log values are the caller's to set.
func (w *Write) PutCustomer(customer *callflow.Customer) (Written, error) {
	setup, err := w.Setup()
	if err != nil {
		return Unchanged, err
	}
	written, err := w.PutCustomers(customer.AssignmentID, []CustomerRow{{
		Customer: customer,
		Card:     customer.Card(setup.Fields[customer.AssignmentID]),
		Merge: func(held *callflow.Customer) {
			number := held.Number
			*held = *customer
			held.Number = number
		},
	}})
	if err != nil {
		return Unchanged, err
	}
	return written[0], nil
}

// PutCustomers writes customers of one assignment, in their order, and says what became
// of each. It fills in their Numbers.
func (w *Write) PutCustomers(assignmentID int64, rows []CustomerRow) ([]Written, error) {
	p := &customerPut{Write: w, assignmentID: assignmentID, fresh: make(map[string]bool)}
	if err := p.findHeld(rows); err != nil {
		return nil, err
	}
	written := make([]Written, len(rows))
	for i := range rows {
		var err error
		if written[i], err = p.put(&rows[i]); err != nil {
			return nil, err
		}
	}
	return written, p.flush()
}

// customerPut is one call of PutCustomers. Those that are added are loaded together.
type customerPut struct {
	*Write
	assignmentID int64
	held         map[string]heldCustomer
	fresh        map[string]bool // ids that this call has added
	added        []*CustomerRow  // not loaded yet
}

// heldCustomer is a customer as it is stored.
type heldCustomer struct {
	customer *callflow.Customer
	card     []byte
}

// findHeld reads the customers that the assignment has already.
func (p *customerPut) findHeld(rows []CustomerRow) error {
	p.held = make(map[string]heldCustomer)
	next, err := p.nextNumber(p.assignmentID)
	if err != nil || next == 1 { // it never had any
		return err
	}
	if len(rows) == 1 {
		return p.findOne(rows[0].Customer.CustomerID)
	}
	ids := make([]string, len(rows))
	for i := range rows {
		ids[i] = rows[i].Customer.CustomerID
	}
	return among.Each(ids, [2]any{p.AccountID(), p.assignmentID}, func(args []any) error {
		found := p.Tx().Query(among.Texts+`SELECT number, customer_id, seq, card FROM wanted LEFT JOIN customers
			ON account_id = $1 AND assignment_id = $2 AND customer_id = wanted.key`, args...)
		for found.Next() {
			if found.Int(0) != 0 {
				p.hold(readHeld(found, p.assignmentID))
			}
		}
		return found.Err()
	})
}

func (p *customerPut) findOne(id string) error {
	customer, card, err := p.Customer(p.assignmentID, id)
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil
	}
	if err == nil {
		p.hold(heldCustomer{customer, card})
	}
	return err
}

func (p *customerPut) hold(held heldCustomer) { p.held[held.customer.CustomerID] = held }

func (p *customerPut) put(row *CustomerRow) (Written, error) {
	id := row.Customer.CustomerID
	if p.fresh[id] { // named twice: the second time it is there
		if err := p.flush(); err != nil {
			return Unchanged, err
		}
		if err := p.findOne(id); err != nil {
			return Unchanged, err
		}
	}
	held, ok := p.held[id]
	if !ok {
		return Created, p.add(row)
	}
	delete(p.held, id) // what is held now is read again
	p.fresh[id] = true
	return p.update(row, held)
}

// add gives a new customer the assignment's next number.
func (p *customerPut) add(row *CustomerRow) error {
	number, err := p.nextNumber(p.assignmentID)
	if err != nil {
		return err
	}
	row.Customer.Number, row.Customer.Seq = number, p.nextSeq()
	p.numbers[p.assignmentID] = number + 1
	p.counts.Add(counted.Place{List: -p.assignmentID, State: counted.AnyState, Number: number}, 1, row.Customer.Seq)
	p.fresh[row.Customer.CustomerID] = true
	p.rememberNumber(p.assignmentID, number, !callflow.HasNumber(row.Card))
	p.added = append(p.added, row)
	return nil
}

var customerTable = db.NewTable("customers", "account_id", "assignment_id", "number", "customer_id", "seq", "card")

// flush loads the customers that were added, and their entries of the log.
func (p *customerPut) flush() error {
	added := p.added
	p.added = nil
	err := p.Tx().Load(customerTable, len(added), func(i int, put db.Row) {
		customer := added[i].Customer
		put.Int(p.AccountID())
		put.Int(p.assignmentID)
		put.Int(customer.Number)
		put.Text(customer.CustomerID)
		put.Int(customer.Seq)
		put.Bytes(added[i].Card)
	})
	if err != nil {
		return err
	}
	return p.log(len(added), func(i int) *callflow.Change {
		customer := added[i].Customer
		return &callflow.Change{Seq: customer.Seq, Number: customer.Number, Assignment: p.assignmentID, What: callflow.CustomerSet}
	})
}

func (p *customerPut) update(row *CustomerRow, held heldCustomer) (Written, error) {
	row.Customer.Number = held.customer.Number
	merged := *held.customer
	merged.Custom = maps.Clone(held.customer.Custom)
	row.Merge(&merged)
	merged.Seq = held.customer.Seq // until it is written
	if held.customer.SameValues(&merged) && !row.Anew && !(row.Exact && otherChangeLog(held.customer, &merged)) {
		return Unchanged, nil
	}
	setup, err := p.Setup()
	if err != nil {
		return Unchanged, err
	}
	row.Before = held.card
	return Updated, p.ReplaceCustomer(setup, &merged, held.card)
}

func otherChangeLog(a, b *callflow.Customer) bool {
	return a.Updated != b.Updated || a.UpdatedBy != b.UpdatedBy || a.UpdateMethod != b.UpdateMethod
}

// nextNumber is the number that the assignment's next customer gets.
func (w *Write) nextNumber(assignmentID int64) (int64, error) {
	if next, ok := w.numbers[assignmentID]; ok {
		return next, nil
	}
	if next, ok := w.batch.state.numbers[assignmentID]; ok {
		return next, nil
	}
	rows := w.Tx().Query("SELECT next_number FROM assignments WHERE account_id = $1 AND id = $2", w.AccountID(), assignmentID)
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

// ReplaceCustomer replaces a customer's values, and notes it in every campaign
// that the customer is in, so that each shows it as changed; where it is in none, on its own, after its change before.
func (w *Write) ReplaceCustomer(setup *Setup, customer *callflow.Customer, before []byte) error {
	noted, card := false, customer.Card(setup.Fields[customer.AssignmentID])
	noNumber := !callflow.HasNumber(card)
	w.rememberNumber(customer.AssignmentID, customer.Number, noNumber)
	for _, campaign := range setup.CampaignsOf(customer.AssignmentID) {
		row, err := w.callflowRow(campaign.ID, customer.Number)
		if err != nil {
			return err
		}
		if row == nil {
			continue
		}
		noted = true
		if err := w.noteCustomer(campaign, row, before, noNumber); err != nil {
			return err
		}
	}
	if !noted {
		change := &callflow.Change{
			Seq: w.nextSeq(), Number: customer.Number, Assignment: customer.AssignmentID, Previous: customer.Seq, What: callflow.CustomerSet, Card: before,
		}
		if err := w.logOne(change); err != nil {
			return err
		}
	}
	customer.Seq = w.progress.Seq
	w.counts.Add(counted.Place{List: -customer.AssignmentID, State: counted.AnyState, Number: customer.Number}, 0, customer.Seq)
	return w.Tx().Queue("UPDATE customers SET seq = $4, card = $5 WHERE account_id = $1 AND assignment_id = $2 AND number = $3",
		w.AccountID(), customer.AssignmentID, customer.Number, customer.Seq, card)
}
