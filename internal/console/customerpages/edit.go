package customerpages

import (
	"net/url"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
	"callflow/internal/given"
)

// customerForm is the page on which a customer's values are changed, or a new one's are given.
type customerForm struct {
	ui.Frame
	Assignment *callflow.Assignment
	Inputs     []ui.Input
	Was        []ui.TypedText // the values that the form was made with, which go along with it
	Seq        int64          // of the customer as it was read; 0 of a new one
	Number     int64          // of the customer, by which the form says for whom it was shown; 0 of a new one
	Action     string
	Back       string
	Problem    string
}

// EditForm answers the form that asks what is to change of a customer.
func EditForm(req *ui.Request) error {
	card, err := cardOfPath(req)
	if err != nil {
		return err
	}
	return showCustomerForm(req, card, nil)
}

// showCustomerForm answers the form with the customer's values, or with those that were sent and refused.
func showCustomerForm(req *ui.Request, card *app.Card, refused error) error {
	page := &customerForm{Frame: req.Frame("Change the customer"), Assignment: card.Assignment, Action: req.URL.RequestURI()}
	page.Seq, page.Number = card.Customer.Seq, card.Customer.Number
	page.Name, page.Back = NameOf(card), ui.CustomerPath(card.Assignment.ID, card.Customer.CustomerID)
	inputs := customerInputs(page.Reader, card.Customer, card.Fields)
	for i := range inputs {
		page.Was = append(page.Was, ui.TypedText{Name: ui.WasPrefix + inputs[i].Name, Text: inputs[i].Value})
		inputs[i].Take(page.Reader, req.PostForm)
	}
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, refused)
	return req.RenderAs(req.Status(refused), "customer_form", page)
}

// customerInputs are the standard values and the custom ones.
func customerInputs(r locale.Reader, customer *callflow.Customer, fields []callflow.Field) []ui.Input {
	var inputs []ui.Input
	for _, standard := range append(slices.Clip(callflow.StandardFields), callflow.SegmentField) {
		in := ui.Input{Name: standard.Key, Label: r.T(ui.StandardLabels[standard.Key]), Value: *standard.Of(customer), AutoComplete: "off"}
		inputs = append(inputs, in.ForLines())
	}
	for i := range fields {
		inputs = append(inputs, customInput(r, &fields[i], customer.Custom[fields[i].ID]))
	}
	return inputs
}

func customInput(r locale.Reader, field *callflow.Field, value callflow.Value) ui.Input {
	in := ui.Input{Name: field.LookupID(), Label: field.Key, Hint: field.Hint, AutoComplete: "off"}
	switch field.Type {
	case callflow.Date:
		in.Kind = "date"
	case callflow.Boolean:
		in.Kind, in.Options = "select", []ui.Option{{Text: "–"}, {Value: "true", Text: r.T("Yes")}, {Value: "false", Text: r.T("No")}}
	case callflow.Choice:
		in.Kind, in.Options = "select", []ui.Option{{Text: "–"}}
		choices := field.Choices
		if held := value.Text(); held != "" && !slices.Contains(choices, held) { // it was one when it was chosen
			choices = append(slices.Clip(choices), held)
		}
		for _, choice := range choices {
			in.Options = append(in.Options, ui.Option{Value: choice, Text: choice})
		}
	case callflow.Text, callflow.Integer, callflow.Decimal:
	}
	in.Choose(value.Text())
	return in.ForLines()
}

// Edit changes a customer to what was typed, and shows the form again with what is wrong.
func Edit(req *ui.Request) error {
	change, err := shownCustomer(req)
	if err != nil {
		return err
	}
	card, err := cardOfPath(req)
	if err != nil {
		return err
	}
	change.Mode, change.Method, change.Values = customer.Change, callflow.MethodManual, changedValues(card.Fields, req.PostForm)
	change.IfSeq = ui.FormID(req.PostForm, "seq") // without one, whatever is there is written over
	if _, err = req.Console.App.Customers.Write(req.Context(), req.Session, change); err != nil {
		return showCustomerForm(req, card, err)
	}
	return req.Done(ui.CustomerPath(card.Assignment.ID, card.Customer.CustomerID), "The customer was changed.")
}

// typedValues are the values that a form has.
func typedValues(fields []callflow.Field, form url.Values) []given.Entry {
	var values []given.Entry
	add := func(key string) {
		if form.Has(key) {
			values = append(values, given.TypedEntry(key, ui.PlainLines(form.Get(key))))
		}
	}
	for _, standard := range callflow.StandardFields {
		add(standard.Key)
	}
	add(callflow.KeySegment)
	for i := range fields {
		add(fields[i].LookupID())
	}
	return values
}

// changedValues are the values that differ from those that the form was made with: what nobody touched stays as it is, whatever a
// browser made of it, and whoever changed it meanwhile.
func changedValues(fields []callflow.Field, form url.Values) []given.Entry {
	return slices.DeleteFunc(typedValues(fields, form), func(value given.Entry) bool {
		was := form[ui.WasPrefix+value.Key]
		return len(was) > 0 && value == given.TypedEntry(value.Key, ui.PlainLines(was[0]))
	})
}

// BlankForm answers the form that asks for a new customer of the path's assignment.
func BlankForm(req *ui.Request) error { return showNewCustomer(req, nil) }

func showNewCustomer(req *ui.Request, refused error) error {
	assignment, fields, err := assignmentOfPath(req)
	if err != nil {
		return err
	}
	page := &customerForm{Frame: req.Frame("A new customer"), Assignment: assignment, Action: req.URL.RequestURI(), Back: "/campaigns"}
	inputs := []ui.Input{{
		Name: callflow.KeyCustomerID, Label: page.T("Customer id"), Hint: page.T("The id that your CRM gave it."), Required: true, Focus: true,
		AutoComplete: "off",
	}}
	inputs = append(inputs, customerInputs(page.Reader, &callflow.Customer{}, fields)...)
	for i := range inputs {
		inputs[i].Take(page.Reader, req.PostForm)
	}
	page.Problem, page.Inputs = ui.MarkProblems(page.Reader, inputs, refused)
	return req.RenderAs(req.Status(refused), "customer_form", page)
}

// assignmentOfPath is the one that the path names, with its custom fields.
func assignmentOfPath(req *ui.Request) (*callflow.Assignment, []callflow.Field, error) {
	id, err := req.ID("assignment_id")
	if err != nil {
		return nil, nil, err
	}
	fields, err := req.Console.App.Fields(req.Session, id)
	return req.Session.Setup.Assignments[id], fields, err
}

// Create makes a customer of what was typed, and shows the form again with what is wrong.
func Create(req *ui.Request) error {
	assignment, fields, err := assignmentOfPath(req)
	if err != nil {
		return err
	}
	id := strings.TrimSpace(req.PostFormValue(callflow.KeyCustomerID)) // what was pasted has blanks around it
	_, err = req.Console.App.Customers.Write(req.Context(), req.Session, &customer.Request{
		AssignmentID: assignment.ID, Mode: customer.Create, Method: callflow.MethodManual,
		Values: append(typedValues(fields, req.PostForm), given.TypedEntry(callflow.KeyCustomerID, id)),
	})
	if err != nil {
		return showNewCustomer(req, err)
	}
	return req.Done(ui.CustomerPath(assignment.ID, id), "The customer was made.")
}
