package customerpages

import (
	"html/template"
	"net/url"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/console/chart"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
)

// customerView is a customer's page.
type customerView struct {
	ui.Frame
	Card     *app.Card
	Values   []Value
	Places   []Place
	Timeline []Event
	Problem  string
	Sent     SentForm
	About    string // name and id of the customer
	MayEdit  bool
	MayMove  bool
	MayCall  bool
}

// Value is one of a customer's values under its label.
type Value struct {
	Label string
	Text  string
	Link  template.URL // tel: or mailto:; "" for none
	Hint  string
}

// Place is where the customer stands in one campaign.
type Place struct {
	*app.CardPlace
	Class    string // of its state's colour
	Products []app.Sold
	Choices  []ui.Option // call states to move it to
	Path     string      // of what can be done to it, before the query
	Query    string      // that names it
	DeskPath string
}

// Show answers the page of a customer: the path's assignment has it, and the query names it.
func Show(req *ui.Request) error { return showCustomer(req, nil) }

// cardOfPath reads the customer that the request names.
func cardOfPath(req *ui.Request) (*app.Card, error) {
	customer, err := customerOfPath(req)
	if err != nil {
		return nil, err
	}
	return req.Console.App.Card(req.Context(), req.Session, customer)
}

// showCustomer answers a customer's page; refused is what was refused of something that was asked for on it.
func showCustomer(req *ui.Request, refused error) error {
	card, err := cardOfPath(req)
	if err != nil {
		return err
	}
	page := &customerView{
		Frame: req.Frame("Customer"), Card: card, MayMove: req.Session.Can(auth.MoveCustomers), MayCall: req.Session.Can(auth.RegisterOutcomes),
		MayEdit: req.Session.Can(auth.WriteCustomers) && !card.Customer.Anonymized,
	}
	page.Name, page.About = NameOf(card), AboutCard(card)
	page.Values, page.Timeline = Values(page.Reader, card), Timeline(page.Reader, card.Customer.CustomerID, card.Timeline)
	for i := range card.Places {
		page.Places = append(page.Places, NewPlace(card, &card.Places[i]))
	}
	if refused != nil {
		page.Problem, page.Sent = page.Explain(refused), ReadSentForm(req)
	}
	return req.RenderAs(req.Status(refused), "customer", page)
}

// NameOf is what a customer is called on a page.
func NameOf(card *app.Card) string {
	if card.Customer.Name != "" {
		return card.Customer.Name
	}
	return card.Customer.CustomerID
}

// NewPlace is how pages show where the customer of a card stands in a campaign.
func NewPlace(card *app.Card, place *app.CardPlace) Place {
	view := Place{CardPlace: place, Query: "?id=" + url.QueryEscape(card.Customer.CustomerID)}
	view.Path = "/campaigns/" + ui.NumberText(place.ID) + "/customer"
	view.DeskPath = "/desk/" + ui.NumberText(place.ID)
	view.Class = chart.ClassOf(place.States, place.State.ID)
	for _, product := range place.Products {
		if units := place.Status.Products[product.ID]; units > 0 {
			view.Products = append(view.Products, app.Sold{Product: product, Units: units})
		}
	}
	for _, state := range place.States {
		view.Choices = append(view.Choices, ui.Option{Value: state.Name, Text: state.Name})
	}
	return view
}

// Values are the customer's own, by label: the standard ones that are set, then the custom ones.
func Values(r locale.Reader, card *app.Card) []Value {
	var values []Value
	customer := card.Customer
	for i, standard := range callflow.StandardFields {
		value := Value{Label: r.T(ui.StandardLabels[standard.Key]), Text: *standard.Of(customer)}
		switch {
		case i == 0 || value.Text == "":
			continue // the name is the page's heading
		case standard.Key == "crm__standard_info__email":
			value.Link = template.URL("mailto:" + url.PathEscape(value.Text)) //nolint:gosec // escaped as a part of an address
		default:
			values = append(values, phoneValues(value)...)
			continue
		}
		values = append(values, value)
	}
	if customer.Segment != "" {
		values = append(values, Value{Label: r.T("Segment"), Text: customer.Segment})
	}
	for i := range card.Fields {
		field := &card.Fields[i]
		if value := customer.Custom[field.ID]; value != "" {
			values = append(values, Value{Label: field.Key, Text: fieldValueText(r, field, value.Text()), Hint: field.Hint})
		}
	}
	return values
}

// fieldValueText writes a custom field's value in the reader's habits.
func fieldValueText(r locale.Reader, field *callflow.Field, text string) string {
	switch {
	case text == "":
		return ""
	case field.Type == callflow.Date:
		return r.Day(text)
	case field.Type == callflow.Boolean && text == "true":
		return r.T("Yes")
	case field.Type == callflow.Boolean:
		return r.T("No")
	}
	return text
}

// phoneValues show a telephone number, or each of several, with its link where it can be dialled.
func phoneValues(value Value) []Value {
	numbers := cleanse.Phones(value.Text)
	if numbers == nil {
		numbers = []string{value.Text}
	}
	values := make([]Value, len(numbers))
	for i, number := range numbers {
		values[i] = Value{Label: value.Label, Text: number}
		if dialled := cleanse.Dialled(number); dialled != "" {
			values[i].Link = template.URL("tel:" + dialled) //nolint:gosec // digits alone: the engine knows no tel:
		}
	}
	return values
}
