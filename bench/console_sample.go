package main

import (
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// sampleCustomer is one that the console is asked for.
type sampleCustomer struct{ id, name, phone, path string }

// samplesWanted is how many customers the console is asked for in turn.
const samplesWanted = 40

// someCustomers are spread over the campaign.
func (v *visitor) someCustomers() ([]sampleCustomer, error) {
	customers := make([]sampleCustomer, 0, samplesWanted)
	for i := range samplesWanted {
		got, err := v.real.get(v.page(max(v.bench.pages*int64(i)/samplesWanted, 1), ""), 200)
		if err != nil {
			return nil, err
		}
		var list struct{ Results []map[string]any }
		if err := json.Unmarshal(got.body, &list); err != nil {
			return nil, err
		}
		for _, record := range list.Results {
			c := sampleCustomer{
				id: text(record["crm__customer_id"]), name: text(record["crm__standard_info__name"]), phone: text(record["crm__standard_info__phone_2"]),
			}
			if c.phone == "" || len(c.name) < 6 || !isPlain(c.name[1:5]) {
				continue
			}
			customers = append(customers, c)
			break
		}
	}
	if len(customers) == 0 {
		return nil, errors.New("no customer has a name and a telephone number")
	}
	return customers, v.findCards(customers)
}

// isPlain says whether a part of a name is one word of letters that take a byte each.
func isPlain(part string) bool {
	return !strings.ContainsFunc(part, func(c rune) bool { return c == ' ' || c >= utf8.RuneSelf })
}

func text(value any) string {
	text, _ := value.(string)
	return text
}

// findCards finds where the customers' pages are, by searching for their ids as a person would.
func (v *visitor) findCards(customers []sampleCustomer) (err error) {
	for i := range customers {
		if customers[i].path, err = v.linkTo(v.campaignPage("search="+customers[i].id), `<th scope="row" class="name"><a href="`); err != nil {
			return err
		}
	}
	return nil
}
