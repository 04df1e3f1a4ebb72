package app

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/person"
	"callflow/internal/store"
)

// CustomerMode says what a body means for a customer.
type CustomerMode int

// The modes.
const (
	CreateCustomer  CustomerMode = iota // POST: the id must be free
	ReplaceCustomer                     // PUT: what is not named is not set afterwards
	ChangeCustomer                      // PATCH: what is not named stays
)

// CustomerRequest names one customer, and what is written of it. CustomerID is the path's, "" for POST.
type CustomerRequest struct {
	AssignmentID int64
	CustomerID   string
	Number       int64 // as in Place
	Mode         CustomerMode
	Members      []Member
	IfSeq        int64  // the customer's seq as the caller has read it, so that nobody's later change is written over; 0 asks for none
	Method       string // by which it is done, for the change log; "" for the API
}

// ErrMovedOn is the answer where If-Match names another state than the present one.
func ErrMovedOn() *callflow.Error {
	return &callflow.Error{
		Code: callflow.PreconditionFailed, Message: "The record has changed since it was read.", Fix: "Read it again, then repeat the change.",
	}
}

// WriteCustomer creates or changes a customer, and answers its record. Its change log
// says that the caller did it, today, and by which method.
func (a *App) WriteCustomer(ctx context.Context, s *auth.Session, request *CustomerRequest) (*auth.Answer, error) {
	if _, err := s.Assignment(request.AssignmentID); err != nil {
		return nil, err
	}
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		if _, err := s.Assignment(request.AssignmentID); err != nil {
			return nil, err
		}
		customer, err := a.customerToWrite(w, s, request)
		if err != nil {
			return nil, err
		}
		if customer.Anonymized {
			return nil, person.ErrAnonymized
		}
		if err := applyMembers(customer, s.Setup.Fields[request.AssignmentID], request.Members); err != nil {
			return nil, err
		}
		if request.Mode != CreateCustomer && customer.CustomerID != request.CustomerID {
			return nil, callflow.InvalidField(callflow.KeyCustomerID, "crm__customer_id differs from the customer in the path; an id can't be changed.")
		}
		if err := customer.Validate(); err != nil {
			return nil, err
		}
		if err := a.putCustomer(w, s, request, customer); err != nil {
			return nil, err
		}
		return a.customerAnswer(w, s, request.Mode, customer)
	})
}

func (a *App) customerAnswer(w *store.Write, s *auth.Session, mode CustomerMode, customer *callflow.Customer) (*auth.Answer, error) {
	record, err := a.customerRecord(w, s, customer.AssignmentID, customer.CustomerID)
	if err != nil || mode != CreateCustomer {
		return &auth.Answer{Body: record}, err
	}
	return &auth.Answer{Body: record, Created: true, Location: customer.CustomerID}, nil
}

// customerRecord is a customer's own record as the transaction sees it.
func (a *App) customerRecord(w *store.Write, s *auth.Session, assignmentID int64, customerID string) ([]byte, error) {
	snapshot, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	scratch := a.pages.Get().(*scratch)
	defer a.pages.Put(scratch)
	if err := snapshot.CustomerByID(assignmentID, customerID, &scratch.batch); err != nil {
		return nil, err
	}
	layout := s.Setup.Layout(store.LayoutKind{AssignmentID: assignmentID}, func() *callflow.Layout {
		shape := s.Setup.CustomerShape(assignmentID)
		return callflow.NewLayout(shape, shape.CustomerKeys())
	})
	return scratch.renderer.AppendRecord(nil, layout, &scratch.batch.Rows[0]), nil
}

func (a *App) customerToWrite(w *store.Write, s *auth.Session, request *CustomerRequest) (*callflow.Customer, error) {
	blank := &callflow.Customer{AssignmentID: request.AssignmentID, CustomerID: request.CustomerID, Custom: map[int64]callflow.Value{}}
	if request.Mode == CreateCustomer {
		return blank, nil
	}
	held, err := request.held(w)
	if err != nil {
		return nil, err
	}
	if s.Match != nil {
		record, err := a.customerRecord(w, s, request.AssignmentID, request.CustomerID)
		if err == nil && !s.Match(record) {
			err = ErrMovedOn()
		}
		if err != nil {
			return nil, err
		}
	}
	if request.IfSeq != 0 && request.IfSeq != held.Seq {
		return nil, ErrMovedOn()
	}
	if request.Mode == ChangeCustomer {
		return held, nil
	}
	blank.Anonymized = held.Anonymized
	blank.Segment = held.Segment // it is no part of the record that PUT replaces
	return blank, nil
}

// shown is what came of looking for the customer, who has to be the one whom the caller was shown.
func (r *CustomerRequest) shown(found *callflow.Customer, err error) (*callflow.Customer, error) {
	if err != nil {
		return nil, checkPerson(r.Number, 0, err)
	}
	return found, checkPerson(r.Number, found.Number, nil)
}

// held is the customer as it is kept.
func (r *CustomerRequest) held(w *store.Write) (*callflow.Customer, error) {
	customer, _, err := w.Customer(r.AssignmentID, r.CustomerID)
	return r.shown(customer, err)
}

func (a *App) putCustomer(w *store.Write, s *auth.Session, request *CustomerRequest, customer *callflow.Customer) error {
	customer.Updated = a.Today(s)
	customer.UpdatedBy = s.User.Name
	customer.UpdateMethod = cmp.Or(request.Method, callflow.MethodAPI)
	if request.Mode != CreateCustomer {
		_, err := w.PutCustomer(customer)
		return err
	}
	_, _, err := w.Customer(customer.AssignmentID, customer.CustomerID)
	if err == nil {
		return &callflow.Error{
			Code:    callflow.Conflict,
			Message: "The assignment has a customer with this crm__customer_id already.",
			Fix:     "PATCH or PUT that customer instead.",
		}
	}
	if callflow.ErrorCode(err) != callflow.NotFound {
		return err
	}
	_, err = w.PutCustomer(customer)
	return err
}

// mostWrong is how much that is wrong with a customer is told at once.
const mostWrong = 100

// applyMembers sets a body's values. All that is wrong is told at once, up to mostWrong.
func applyMembers(customer *callflow.Customer, fields []callflow.Field, members []Member) error {
	var wrong []callflow.FieldError
	for _, member := range members {
		if err := applyMember(customer, fields, member); err != nil {
			wrong = append(wrong, callflow.FieldError{Field: member.Name, Message: err.Error()})
		}
		if len(wrong) == mostWrong {
			break
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &callflow.Error{Code: callflow.Invalid, Message: wrong[0].Message, Fields: wrong}
}

func applyMember(customer *callflow.Customer, fields []callflow.Field, member Member) error {
	if member.Name == callflow.KeyCustomerID {
		text, err := textOf(member)
		if err != nil {
			return err
		}
		customer.CustomerID = text
		return nil
	}
	for _, field := range callflow.StandardFields {
		if member.Name == field.Key {
			text, err := textOf(member)
			if err != nil {
				return err
			}
			*field.Of(customer) = text
			return nil
		}
	}
	for i := range fields {
		if member.Name == fields[i].LookupID() {
			return applyCustom(customer, &fields[i], member)
		}
	}
	if member.Name == callflow.KeySegment {
		text, err := textOf(member)
		if err == nil {
			customer.Segment = text
		}
		return err
	}
	if strings.HasPrefix(member.Name, "crm__change_log__") {
		return nil // callflow keeps the change log; a record sent back as it was read is welcome
	}
	return unknownMember(member.Name, fields)
}

func unknownMember(name string, fields []callflow.Field) error {
	known := []string{callflow.KeyCustomerID}
	for _, field := range callflow.StandardFields {
		known = append(known, field.Key)
	}
	known = append(known, callflow.KeySegment)
	for i := range fields {
		known = append(known, fields[i].LookupID())
	}
	message := fmt.Sprintf("A customer of this assignment has no member %q.", name)
	if nearest := callflow.Nearest(name, known); nearest != "" {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return plainError(message)
}

// plainError is a text for the user that is part of a larger error.
type plainError string

func (e plainError) Error() string { return string(e) }

func textOf(member Member) (string, error) {
	if string(member.Value) == "null" {
		return "", nil
	}
	var text string
	if err := json.Unmarshal(member.Value, &text); err != nil {
		return "", plainError(member.Name + " must be a string.")
	}
	return text, nil
}

// applyCustom sets a custom field. null and "" unset it.
func applyCustom(customer *callflow.Customer, field *callflow.Field, member Member) error {
	value, err := customValue(field, member)
	if err != nil {
		return err
	}
	delete(customer.Custom, field.ID)
	if value != "" {
		customer.Custom[field.ID] = value
	}
	return nil
}

// customValue reads a custom field's value; numbers keep their digits.
func customValue(field *callflow.Field, member Member) (callflow.Value, error) {
	text := string(member.Value)
	switch text[0] {
	case '{', '[':
		return "", plainError(member.Name + " must be a single value.")
	case 'n':
		text = ""
	case '"':
		var err error
		if text, err = textOf(member); err != nil {
			return "", err
		}
	default:
		if field.Type == callflow.Text || field.Type == callflow.Choice || field.Type == callflow.Date {
			return "", plainError(member.Name + " must be a string.")
		}
	}
	value, err := field.Parse(text)
	if err != nil {
		return "", plainError(callflow.ErrorText(err))
	}
	return value, nil
}
