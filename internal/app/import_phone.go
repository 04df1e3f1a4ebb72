package app

import (
	"context"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"callflow"
	"callflow/internal/store"
)

// phoneIndex finds customers by their telephone numbers, as E.164 writes them. It holds about 100 bytes for each number.
type phoneIndex struct {
	country string
	ids     map[string]string // customer ids by number
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
		index.ids = make(map[string]string)
		return r.EachCustomer(im.request.AssignmentID, func(row *callflow.StatusRow) {
			customer := callflow.Customer{CustomerID: string(row.CustomerID)}
			customer.SetCard(row.Card)
			index.add(&customer)
		})
	})
	im.phones = index
	return err
}

// add notes a customer's numbers. One that several customers have stays the first's.
func (x *phoneIndex) add(customer *callflow.Customer) {
	for _, number := range x.numbersOf(customer) {
		if _, taken := x.ids[number]; !taken {
			x.ids[number] = customer.CustomerID
		}
	}
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

// recognizeRow gives the row the id of the customer whose number it has.
func (im *importer) recognizeRow(row *importRow, known map[string]int64) *RejectedRow {
	found := ""
	for _, number := range im.phones.numbersOf(row.customer) {
		id, ok := im.phones.ids[number]
		if ok && found != "" && id != found {
			rejected := rejectedRow(row, "its telephone numbers are those of two customers, %s and %s", found, id)
			return &rejected
		}
		if ok {
			found = id
		}
	}
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
	row.customer.CustomerID = found
	return nil
}
