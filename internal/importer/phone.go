package importer

import (
	"context"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/store"
)

// phoneIndex finds customers, by their numbers in the assignment, from their telephone numbers as E.164 writes them. It is of a moment, with
// what changed since laid over it, and holds about 70 bytes for each telephone number.
type phoneIndex struct {
	country string
	byEmail bool  // e-mails are what customers are known by
	seq     int64 // up to which it knows the log
	lineage int64
	first   map[string]int64
	others  map[string][]int64  // of telephone numbers that several customers have: those after the first
	later   phoneBook           // of customers that changed since: what first and others say of them is not so any more
	unsure  []int64             // customers that were read in a transaction of which it is not known whether it was committed
	rebuilt bool                // in such a transaction
	said    map[string][]string // ids that the file's rows so far have with a telephone number
}

// phoneBook holds the telephone numbers of some customers.
type phoneBook struct {
	phones map[int64][]string
	owners map[string][]int64
}

// set replaces a customer's telephone numbers.
func (b *phoneBook) set(customer int64, phones []string) {
	for _, phone := range b.phones[customer] {
		b.owners[phone] = slices.DeleteFunc(b.owners[phone], func(owner int64) bool { return owner == customer })
	}
	b.phones[customer] = phones
	for _, phone := range phones {
		b.owners[phone] = append(b.owners[phone], customer)
	}
}

// checkCountry finds in which country telephone numbers without a country code are.
func (im *Run) checkCountry() error {
	country := strings.ToUpper(im.Request.Country)
	if country == "" && im.session.Setup.Account.TimeZone == callflow.DefaultTimeZone {
		country = "NO"
	}
	if phonenumbers.GetCountryCodeForRegion(country) == 0 {
		message := "Say in which country telephone numbers without a country code are, by two letters such as NO."
		if im.Request.Speaks != SpeaksPage {
			message = strings.Replace(message, "NO", im.Request.option("country", "NO"), 1)
		}
		return callflow.InvalidField("country", message)
	}
	im.phones = &phoneIndex{country: country, said: make(map[string][]string)}
	return nil
}

// indexPhones reads the telephone numbers of all customers of the assignment.
func (im *Run) indexPhones(ctx context.Context) error {
	err := im.service.Store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) error { return im.phones.read(r, im.Request.AssignmentID) })
	im.phones.rebuilt = false
	return err
}

func (x *phoneIndex) read(r *store.Snapshot, assignmentID int64) error {
	x.seq, x.lineage, x.rebuilt, x.unsure = r.Seq, r.Lineage, true, nil
	x.first, x.others = make(map[string]int64), make(map[string][]int64)
	x.later = phoneBook{phones: make(map[int64][]string), owners: make(map[string][]int64)}
	return r.EachCustomer(assignmentID, func(row *callflow.StatusRow) {
		for _, phone := range x.phonesOfCard(row.Card) {
			first, taken := x.first[phone]
			switch {
			case !taken:
				x.first[phone] = row.Number
			case first != row.Number && !slices.Contains(x.others[phone], row.Number):
				x.others[phone] = append(x.others[phone], row.Number)
			}
		}
	})
}

// catchUp reads the customers that changed since the index was last known to be right, as a snapshot has them. In a transaction that is taken
// back after all, they are read again by the next one.
func (x *phoneIndex) catchUp(r *store.Snapshot, assignmentID int64) error {
	if r.Lineage != x.lineage || x.rebuilt { // the database is another one, with a history of its own
		return x.read(r, assignmentID)
	}
	changed, err := r.CustomersChanged(assignmentID, x.seq)
	if err != nil {
		return err
	}
	x.unsure = slices.Compact(slices.Sorted(slices.Values(append(changed, x.unsure...))))
	for _, customer := range x.unsure {
		x.later.set(customer, nil)
	}
	return r.EachCustomerOf(assignmentID, x.unsure, func(row *callflow.StatusRow) { x.later.set(row.Number, x.phonesOfCard(row.Card)) })
}

// committed says that what was read and written up to a seq stays.
func (x *phoneIndex) committed(seq int64) { x.seq, x.unsure, x.rebuilt = seq, nil, false }

// owners are the customers who have a telephone number.
func (x *phoneIndex) owners(phone string) []int64 {
	var owners []int64
	if first, taken := x.first[phone]; taken {
		owners = append(append(owners, first), x.others[phone]...)
	}
	owners = slices.DeleteFunc(owners, func(owner int64) bool {
		_, changed := x.later.phones[owner]
		return changed
	})
	return append(owners, x.later.owners[phone]...)
}

func (x *phoneIndex) phonesOfCard(card []byte) []string {
	var customer callflow.Customer
	customer.SetCard(card)
	return x.phonesOf(&customer)
}

// phonesOf are a customer's telephone numbers, each once.
func (x *phoneIndex) phonesOf(customer *callflow.Customer) []string {
	if x.byEmail {
		if customer.Email == "" {
			return nil
		}
		return []string{strings.ToLower(customer.Email)}
	}
	var phones []string
	for _, text := range []string{customer.Phone1, customer.Phone2, customer.Phone3} {
		if text == "" || cleanse.OneDigit(text) {
			continue
		}
		number, err := phonenumbers.Parse(text, x.country)
		if err != nil || !phonenumbers.IsPossibleNumber(number) {
			continue
		}
		if phone := phonenumbers.Format(number, phonenumbers.E164); !slices.Contains(phones, phone) {
			phones = append(phones, phone)
		}
	}
	return phones
}

// severalPhones are the telephone numbers of a row where a cell has several of them.
type severalPhones struct {
	own   [3]string      // as the cells have them
	cells []spareNumbers // that have several
}

// spareNumbers are the telephone numbers of a cell that has several.
type spareNumbers struct {
	column  *column
	cell    string // all of them, as the cell has them
	numbers []string
}

// severalOf keeps what the cells of a row say, and gives its customer the numbers as if nobody were there.
func (p *parsing) severalOf() *severalPhones {
	if p.spare == nil {
		return nil
	}
	several := &severalPhones{cells: p.spare}
	for slot, phone := range callflow.StandardFields[1:4] {
		several.own[slot] = *phone.Of(p.customer)
	}
	several.spread(p.customer)
	return several
}

// ofCell is what the row's own cell says where the column goes.
func (s *severalPhones) ofCell(c *column) string {
	return s.own[slices.IndexFunc(callflow.StandardFields[1:4], func(phone callflow.StandardField) bool { return phone.Key == c.standard.Key })]
}

// spread lets the numbers of cells that have several fill those of the customer that are free, where there is room for all that the customer
// does not have yet. A cell for which there is no room is kept as it is.
func (s *severalPhones) spread(customer *callflow.Customer) {
	for i := range s.cells {
		cell := &s.cells[i]
		target := cell.column.standard.Of(customer)
		*target = cell.numbers[0]
		more, free := numbersToPlace(customer, cell.numbers)
		if len(free) < len(more) {
			*target = cell.cell
			continue
		}
		for k, number := range more {
			*free[k] = number
		}
	}
}

// numbersToPlace are those of numbers that the customer does not have, each once, and the telephone numbers that are free.
func numbersToPlace(customer *callflow.Customer, numbers []string) (more []string, free []*string) {
	var held []string
	for _, phone := range callflow.StandardFields[1:4] {
		text := phone.Of(customer)
		if *text == "" {
			free = append(free, text)
		}
		held = append(held, *text)
	}
	for _, number := range numbers {
		if !slices.ContainsFunc(append(held, more...), func(other string) bool { return cleanse.SamePhone(number, other) }) {
			more = append(more, number)
		}
	}
	return more, free
}

// keptWhole says whether a customer has a cell as it is, since there was no room for all of its numbers.
func (c *spareNumbers) keptWhole(customer *callflow.Customer) bool {
	return *c.column.standard.Of(customer) == c.cell
}
