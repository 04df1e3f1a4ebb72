package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/imports"
	"callflow/internal/person"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
	"callflow/internal/store/importlog"
	"callflow/internal/store/remembered"
)

// Anonymized is what became of a customer who was anonymised.
type Anonymized struct {
	CustomerID string // by which it can be asked for from now on; "" where the answer is one that was kept
	Answer     *auth.Answer
}

// Anonymize empties the customer that a request names for good, for a caller who may, and answers the id by which it can be asked for
// from now on. It can't be taken back.
func (a *App) Anonymize(ctx context.Context, s *auth.Session, request *customer.Request) (*Anonymized, error) {
	if answer, err := a.KeptAnswer(ctx, s); answer != nil || err != nil {
		return &Anonymized{Answer: answer}, err
	}
	traces, err := a.follow(newTraces(request.AssignmentID, request.CustomerID), func(read func(r *store.Snapshot) error) error {
		return a.Read(store.Lasting(ctx), s, func(r *store.Snapshot, _ *auth.Session) error { return read(r) })
	})
	if err != nil {
		return nil, err
	}
	told := &Anonymized{}
	told.Answer, err = a.Write(ctx, s, func(w *store.Write, s *auth.Session) (_ *auth.Answer, err error) {
		if told.CustomerID, err = a.anonymize(w, s, request, traces); err != nil || request.Answer == nil {
			return &auth.Answer{}, err
		}
		return &auth.Answer{Body: request.Answer(told.CustomerID)}, nil
	})
	if err == nil {
		a.ForgetEmptied(ctx, s.AccountID)
	}
	return told, err
}

// ForgetEmptied lets whoever was anonymised leave what this process has told and keeps, and the database's log.
func (a *App) ForgetEmptied(ctx context.Context, accountID int64) {
	a.Imports.ForgetEmptied(accountID)
	a.scrub(ctx)
}

// AnonymizeAsOperator is Anonymize for whoever has the database at hand, in a process that rehearses nothing. It gives the id.
func (a *App) AnonymizeAsOperator(ctx context.Context, accountID, assignmentID int64, customerID string) (id string, err error) {
	traces, err := a.FollowTraces(ctx, accountID, assignmentID, customerID)
	if err != nil {
		return "", err
	}
	err = a.store.Write(ctx, accountID, func(w *store.Write) error {
		w.SetNow(a.now().UnixMilli())
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		id, err = a.anonymize(w, auth.Operator(setup), &customer.Request{AssignmentID: assignmentID, CustomerID: customerID}, traces)
		return err
	})
	if err == nil {
		a.scrub(ctx)
	}
	return id, err
}

func (a *App) anonymize(w *store.Write, s *auth.Session, request *customer.Request, traces *anonymize.Traces) (id string, err error) {
	if _, err := s.Assignment(request.AssignmentID); err != nil {
		return "", err
	}
	changed := *request
	changed.Mode = customer.Change
	if _, err := a.Customers.ToWrite(w, s, &changed); err != nil { // it is not there, or is not as the caller has read it
		return "", err
	}
	if err := a.Calls.CallNoMore(w, s, traces.CustomerID, s.Setup.CampaignsOf(request.AssignmentID)); err != nil {
		return "", err
	}
	if id, err = emptyCustomer(w, traces); err != nil {
		return "", err
	}
	return id, s.Audit(w, store.AuditEntry{Action: auth.AuditAnonymized, Noun: auth.AuditCustomer, Details: id})
}

// emptyCustomer empties a customer, and all that is kept of it, and gives its id afterwards.
func emptyCustomer(w *store.Write, traces *anonymize.Traces) (id string, err error) {
	id, all, err := anonymize.Customer(w, traces, rejectedAnonymized)
	if err != nil || id == traces.CustomerID {
		return id, err
	}
	was := person.TracesOf(all.Was)
	if err := importlog.Empty(w, traces.AssignmentID, func(job *importlog.Job) bool { return imports.Empty(job, was) }); err != nil {
		return "", err
	}
	for i := range all.Answers { // a request that comes again is still not done twice
		err := remembered.ChangeAnswer(w, &all.Answers[i], func(kept []byte) ([]byte, error) { return auth.EmptyKept(kept, traces.CustomerID, id) })
		if err != nil {
			return "", err
		}
	}
	return id, nil
}

// AuditedMirror is who did what a mirror did.
const AuditedMirror = "mirror"

// AnonymizeMirrored is Anonymize within a mirror's write, for a customer whom the other server has anonymised. own are the campaigns of its
// assignment that are not followed: nobody calls it there by what is left.
func (a *App) AnonymizeMirrored(w *store.Write, s *auth.Session, traces *anonymize.Traces, own []*callflow.Campaign) error {
	if err := a.Calls.CallNoMore(w, s, traces.CustomerID, own); err != nil {
		return err
	}
	id, err := emptyCustomer(w, traces)
	if err != nil {
		return err
	}
	return w.Audit(store.AuditEntry{User: AuditedMirror, Action: auth.AuditAnonymized, Noun: auth.AuditCustomer, Details: id})
}
