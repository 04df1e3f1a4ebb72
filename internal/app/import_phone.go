package app

import (
	"context"
	"slices"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"callflow"
	"callflow/internal/store"
)

// phoneIndex finds customers by their telephone numbers, as E.164 writes them. It holds about 100 bytes for each number.
type phoneIndex struct {
	country string
	ids     map[string]string   // customer ids by number
	others  map[string][]string // of numbers that several customers have: those after the first
}

// indexPhones reads the numbers of all customers of the assignment.
func (im *importer) indexPhones(ctx context.Context) error {
	country := strings.ToUpper(im.request.Country)
	if country == "" && im.session.Setup.Account.TimeZone == callflow.DefaultTimeZone {
		country = "NO"
	}
	if phonenumbers.GetCountryCodeForRegion(country) == 0 {
		return callflow.InvalidField("country", "Say in which country telephone numbers without a country code are, by two letters such as NO.")
	}
	index := &phoneIndex{country: country}
	err := im.app.store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) error {
		index.ids, index.others = make(map[string]string), make(map[string][]string)
		return r.EachCustomer(im.request.AssignmentID, func(row *callflow.StatusRow) {
			customer := callflow.Customer{CustomerID: string(row.CustomerID)}
			customer.SetCard(row.Card)
			index.add(&customer)
		})
	})
	im.phones = index
	return err
}

// add notes a customer's numbers.
func (x *phoneIndex) add(customer *callflow.Customer) {
	for _, number := range x.numbersOf(customer) {
		first, taken := x.ids[number]
		switch {
		case !taken:
			x.ids[number] = customer.CustomerID
		case first != customer.CustomerID && !slices.Contains(x.others[number], customer.CustomerID):
			x.others[number] = append(x.others[number], customer.CustomerID)
		}
	}
}

// owners are the customers who have a number of this one. Of a number that several have, as a household does, it is the customer itself
// where it is one of them.
func (x *phoneIndex) owners(customer *callflow.Customer) []string {
	var owners []string
	for _, number := range x.numbersOf(customer) {
		first, taken := x.ids[number]
		if !taken {
			continue
		}
		all := append([]string{first}, x.others[number]...)
		if slices.Contains(all, customer.CustomerID) {
			all = []string{customer.CustomerID}
		}
		for _, id := range all {
			if !slices.Contains(owners, id) {
				owners = append(owners, id)
			}
		}
	}
	return owners
}

func (x *phoneIndex) numbersOf(customer *callflow.Customer) []string {
	var numbers []string
	for _, text := range []string{customer.Phone1, customer.Phone2, customer.Phone3} {
		if text == "" {
			continue
		}
		number, err := phonenumbers.Parse(text, x.country)
		if err == nil && phonenumbers.IsPossibleNumber(number) {
			numbers = append(numbers, phonenumbers.Format(number, phonenumbers.E164))
		}
	}
	return numbers
}

// recognize finds whose rows these are, where customers are known by their numbers. A row that two customers could be meant by is rejected.
func (im *importer) recognize(ctx context.Context, chunk []importRow) ([]importRow, error) {
	if im.phones == nil {
		return chunk, nil
	}
	known, err := im.knownIDs(ctx, chunk)
	if err != nil {
		return nil, err
	}
	recognized := make([]importRow, 0, len(chunk))
	for i := range chunk {
		row := &chunk[i]
		if rejected := im.recognizeRow(row, known); rejected != nil {
			im.reject(*rejected)
			continue
		}
		known[row.customer.CustomerID] = 0
		im.phones.add(row.customer)
		recognized = append(recognized, *row)
	}
	return recognized, nil
}

func (im *importer) knownIDs(ctx context.Context, chunk []importRow) (known map[string]int64, err error) {
	ids := make([]string, len(chunk))
	for i := range chunk {
		ids[i] = chunk[i].customer.CustomerID
	}
	err = im.app.store.Read(ctx, im.session.AccountID, func(r *store.Snapshot) error {
		known, err = r.NumbersOf(im.request.AssignmentID, ids)
		return err
	})
	return known, err
}

// idColumn is the name of the column with the customer's id.
func (im *importer) idColumn() string {
	for i := range im.columns {
		if im.columns[i].id {
			return im.columns[i].name
		}
	}
	return ""
}

// recognizeRow gives the row the id of the customer whose number it has.
func (im *importer) recognizeRow(row *importRow, known map[string]int64) *RejectedRow {
	owners := im.phones.owners(row.customer)
	if len(owners) > 1 {
		rejected := rejectedRow(row, "its telephone numbers are those of two customers, %s and %s", owners[0], owners[1])
		return &rejected
	}
	found := strings.Join(owners, "")
	own := row.customer.CustomerID
	_, isKnown := known[own]
	switch {
	case found == "" && own == "":
		rejected := rejectedRow(row, "it has no customer's id, and nobody has its telephone number")
		return &rejected
	case found == "" || found == own:
		return nil
	case own != "" && isKnown:
		rejected := rejectedRow(row, "its telephone number is that of customer %s, and its id that of %s", found, own)
		return &rejected
	}
	if own != "" {
		im.tellCells(CellReport{Line: row.line, Column: im.idColumn(), Text: own, Becomes: found})
	}
	row.customer.CustomerID = found
	return nil
}
