package console

import (
	"bytes"
	"net/url"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/app"
)

// customerForm is the page on which a customer's values are changed, or a new one's are given.
type customerForm struct {
	frame
	Assignment *callflow.Assignment
	Inputs     []input
	Was        []typedText // the values that the form was made with, which go along with it
	Seq        int64       // of the customer as it was read; 0 of a new one
	Number     int64       // of the customer, by which the form says for whom it was shown; 0 of a new one
	Action     string
	Back       string
	Problem    string
}

func editCustomerPage(req *request) error {
	card, err := req.card()
	if err != nil {
		return err
	}
	return req.showCustomerForm(card, nil)
}

// showCustomerForm answers the form with the customer's values, or with those that were sent and refused.
func (req *request) showCustomerForm(card *app.Card, refused error) error {
	page := &customerForm{frame: req.frame("Change the customer"), Assignment: card.Assignment, Action: req.URL.RequestURI()}
	page.Seq, page.Number = card.Customer.Seq, card.Customer.Number
	page.Name, page.Back = nameOf(card), customerPath(card.Assignment.ID, card.Customer.CustomerID)
	inputs := page.customerInputs(card.Customer, card.Fields)
	for i := range inputs {
		page.Was = append(page.Was, typedText{wasPrefix + inputs[i].Name, inputs[i].Value})
		inputs[i].take(page.reader, req.PostForm)
	}
	page.Problem, page.Inputs = page.withProblems(inputs, refused)
	return req.renderAs(req.status(refused), "customer_form", page)
}

// wasPrefix is before the name of a value as the form was made with it.
const wasPrefix = "was."

// take shows what was typed, and says what somebody else made of the value meanwhile. What nobody touched is shown as it is now.
func (in *input) take(r reader, sent url.Values) {
	if !sent.Has(in.Name) {
		return
	}
	typed, was := plainLines(sent.Get(in.Name)), plainLines(sent.Get(wasPrefix+in.Name))
	known := sent.Has(wasPrefix + in.Name) // of a new customer there is none
	if known && typed == was {
		return
	}
	if known && in.Value != was && in.Value != typed {
		in.Hint = r.T("Somebody else wrote here meanwhile: %s", in.Value)
	}
	in.choose(typed)
}

// plainLines ends lines as they are kept: browsers send them with a carriage return.
func plainLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// customerInputs are the standard values and the custom ones.
func (r reader) customerInputs(customer *callflow.Customer, fields []callflow.Field) []input {
	var inputs []input
	for _, standard := range append(slices.Clip(callflow.StandardFields), callflow.SegmentField) {
		in := input{Name: standard.Key, Label: r.T(standardLabels[standard.Key]), Value: *standard.Of(customer), AutoComplete: "off"}
		inputs = append(inputs, in.forLines())
	}
	for i := range fields {
		inputs = append(inputs, r.customInput(&fields[i], customer.Custom[fields[i].ID]))
	}
	return inputs
}

func (r reader) customInput(field *callflow.Field, value callflow.Value) input {
	in := input{Name: field.LookupID(), Label: field.Key, Hint: field.Hint, AutoComplete: "off"}
	switch field.Type {
	case callflow.Date:
		in.Kind = "date"
	case callflow.Boolean:
		in.Kind, in.Options = "select", []option{{Text: "–"}, {Value: "true", Text: r.T("Yes")}, {Value: "false", Text: r.T("No")}}
	case callflow.Choice:
		in.Kind, in.Options = "select", []option{{Text: "–"}}
		choices := field.Choices
		if held := value.Text(); held != "" && !slices.Contains(choices, held) { // it was one when it was chosen
			choices = append(slices.Clip(choices), held)
		}
		for _, choice := range choices {
			in.Options = append(in.Options, option{Value: choice, Text: choice})
		}
	case callflow.Text, callflow.Integer, callflow.Decimal:
	}
	in.choose(value.Text())
	return in.forLines()
}

// forLines gives a value of several lines an input that keeps them.
func (in input) forLines() input {
	if in.Kind == "" && strings.Contains(in.Value, "\n") {
		in.Kind = "textarea"
	}
	return in
}

// choose sets the input's value, or which of its options is chosen.
func (in *input) choose(value string) {
	in.Value = value
	for i := range in.Options {
		in.Options[i].Selected = in.Options[i].Value == value
	}
}

func editCustomer(req *request) error {
	change, err := req.shownCustomer()
	if err != nil {
		return err
	}
	card, err := req.card()
	if err != nil {
		return err
	}
	change.Mode, change.Method, change.Members = app.ChangeCustomer, callflow.MethodManual, changedMembers(card.Fields, req.PostForm)
	change.IfSeq = idOf(req.PostForm, "seq") // without one, whatever is there is written over
	if _, err = req.console.app.WriteCustomer(req.Context(), req.session, change); err != nil {
		return req.showCustomerForm(card, err)
	}
	return req.done(customerPath(card.Assignment.ID, card.Customer.CustomerID), "The customer was changed.")
}

// customerMembers are the values that a form has.
func customerMembers(fields []callflow.Field, form url.Values) []app.Member {
	var members []app.Member
	add := func(name string) {
		if form.Has(name) {
			members = append(members, member(name, plainLines(form.Get(name))))
		}
	}
	for _, standard := range callflow.StandardFields {
		add(standard.Key)
	}
	add(callflow.KeySegment)
	for i := range fields {
		add(fields[i].LookupID())
	}
	return members
}

// changedMembers are the values that differ from those that the form was made with: what nobody touched stays as it is, whatever a
// browser made of it, and whoever changed it meanwhile.
func changedMembers(fields []callflow.Field, form url.Values) []app.Member {
	return slices.DeleteFunc(customerMembers(fields, form), func(m app.Member) bool {
		was := form[wasPrefix+m.Name]
		return len(was) > 0 && bytes.Equal(m.Value, callflow.AppendJSONString(nil, plainLines(was[0])))
	})
}

func newCustomerPage(req *request) error { return req.showNewCustomer(nil) }

func (req *request) showNewCustomer(refused error) error {
	assignment, fields, err := req.assignment()
	if err != nil {
		return err
	}
	page := &customerForm{frame: req.frame("A new customer"), Assignment: assignment, Action: req.URL.RequestURI(), Back: "/campaigns"}
	inputs := []input{{
		Name: callflow.KeyCustomerID, Label: page.T("Customer id"), Hint: page.T("The id that your CRM gave it."), Required: true, Focus: true,
		AutoComplete: "off",
	}}
	inputs = append(inputs, page.customerInputs(&callflow.Customer{}, fields)...)
	for i := range inputs {
		inputs[i].take(page.reader, req.PostForm)
	}
	page.Problem, page.Inputs = page.withProblems(inputs, refused)
	return req.renderAs(req.status(refused), "customer_form", page)
}

// assignment is the one that the path names, with its custom fields.
func (req *request) assignment() (*callflow.Assignment, []callflow.Field, error) {
	id, err := req.id("assignment_id")
	if err != nil {
		return nil, nil, err
	}
	fields, err := req.console.app.Fields(req.session, id)
	return req.session.Setup.Assignments[id], fields, err
}

func newCustomer(req *request) error {
	assignment, fields, err := req.assignment()
	if err != nil {
		return err
	}
	id := strings.TrimSpace(req.PostFormValue(callflow.KeyCustomerID)) // what was pasted has blanks around it
	_, err = req.console.app.WriteCustomer(req.Context(), req.session, &app.CustomerRequest{
		AssignmentID: assignment.ID, Mode: app.CreateCustomer, Method: callflow.MethodManual,
		Members: append(customerMembers(fields, req.PostForm), member(callflow.KeyCustomerID, id)),
	})
	if err != nil {
		return req.showNewCustomer(err)
	}
	return req.done(customerPath(assignment.ID, id), "The customer was made.")
}
