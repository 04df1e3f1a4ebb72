// Package customer creates and changes the customers of an assignment: the values that they have beside where they stand in campaigns. What a
// caller gave comes as entries by key; the record that answers is the store's rows as they are written. It knows no campaign's rules, and imports
// neither the verbs above it nor JSON.
package customer

import (
	"cmp"
	"context"
	"sync"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/person"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// Mode says what the values that were given mean for a customer.
type Mode int

// The modes.
const (
	Create  Mode = iota // the id must be free
	Replace             // what is not given is not set afterwards
	Change              // what is not given stays
)

// Service creates and changes customers. It is safe for concurrent use.
type Service struct {
	authority *auth.Service
	pages     sync.Pool // of *scratch
}

// scratch is what one record needs while it is written, kept for the next.
type scratch struct {
	batch    statuslist.Batch
	renderer callflow.Renderer
}

// New makes the verbs over whoever decides permission.
func New(authority *auth.Service) *Service {
	return &Service{authority: authority, pages: sync.Pool{New: func() any { return &scratch{} }}}
}

// Request names one customer, and what is written of it. CustomerID is the path's, "" for a new one.
type Request struct {
	AssignmentID int64
	CustomerID   string
	Number       int64 // of the customer whom the caller was shown by that id, which another may have since; 0 asks for none
	Mode         Mode
	Values       []given.Entry
	IfSeq        int64                          // the customer's seq as the caller has read it, so that nobody's later change is written over; 0 asks for none
	Answer       func(customerID string) []byte // writes the answer that tells an anonymised customer's new id; nil where nothing is sent
	Method       string                         // by which it is done, for the change log; "" for the API
}

// Write creates or changes a customer, and answers its record. Its change log
// says that the caller did it, today, and by which method.
func (a *Service) Write(ctx context.Context, s *auth.Session, request *Request) (*auth.Answer, error) {
	if _, err := s.Assignment(request.AssignmentID); err != nil {
		return nil, err
	}
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		if _, err := s.Assignment(request.AssignmentID); err != nil {
			return nil, err
		}
		customer, err := a.ToWrite(w, s, request)
		if err != nil {
			return nil, err
		}
		if customer.Anonymized {
			return nil, person.ErrAnonymized
		}
		if err := apply(customer, s.Setup.Fields[request.AssignmentID], request.Values); err != nil {
			return nil, err
		}
		if request.Mode != Create && customer.CustomerID != request.CustomerID {
			return nil, callflow.InvalidField(callflow.KeyCustomerID, "crm__customer_id differs from the customer in the path; an id can't be changed.")
		}
		if err := customer.Validate(); err != nil {
			return nil, err
		}
		if err := a.put(w, s, request, customer); err != nil {
			return nil, err
		}
		return a.answer(w, s, request.Mode, customer)
	})
}

func (a *Service) answer(w *store.Write, s *auth.Session, mode Mode, customer *callflow.Customer) (*auth.Answer, error) {
	record, err := a.record(w, s, customer.AssignmentID, customer.CustomerID)
	if err != nil || mode != Create {
		return &auth.Answer{Body: record}, err
	}
	return &auth.Answer{Body: record, Created: true, Location: customer.CustomerID}, nil
}

// record is a customer's own record as the transaction sees it.
func (a *Service) record(w *store.Write, s *auth.Session, assignmentID int64, customerID string) ([]byte, error) {
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

// ToWrite is the customer as a write begins with it. A caller that read another state of it is told so.
func (a *Service) ToWrite(w *store.Write, s *auth.Session, request *Request) (*callflow.Customer, error) {
	blank := &callflow.Customer{AssignmentID: request.AssignmentID, CustomerID: request.CustomerID, Custom: map[int64]callflow.Value{}}
	if request.Mode == Create {
		return blank, nil
	}
	held, err := request.Held(w)
	if err != nil {
		return nil, err
	}
	if s.Match != nil {
		record, err := a.record(w, s, request.AssignmentID, request.CustomerID)
		if err == nil && !s.Match(record) {
			err = auth.ErrMovedOn()
		}
		if err != nil {
			return nil, err
		}
	}
	if request.IfSeq != 0 && request.IfSeq != held.Seq {
		return nil, auth.ErrMovedOn()
	}
	if request.Mode == Change {
		return held, nil
	}
	blank.Anonymized = held.Anonymized
	blank.Segment = held.Segment // it is no part of the record that PUT replaces
	return blank, nil
}

// Shown is what came of looking for the customer, who has to be the one whom the caller was shown.
func (r *Request) Shown(found *callflow.Customer, err error) (*callflow.Customer, error) {
	if err != nil {
		return nil, CheckPerson(r.Number, 0, err)
	}
	return found, CheckPerson(r.Number, found.Number, nil)
}

// Held is the customer as it is kept.
func (r *Request) Held(w *store.Write) (*callflow.Customer, error) {
	customer, _, err := w.Customer(r.AssignmentID, r.CustomerID)
	return r.Shown(customer, err)
}

func (a *Service) put(w *store.Write, s *auth.Session, request *Request, customer *callflow.Customer) error {
	customer.Updated = a.authority.Today(s)
	customer.UpdatedBy = s.User.Name
	customer.UpdateMethod = cmp.Or(request.Method, callflow.MethodAPI)
	if request.Mode != Create {
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
