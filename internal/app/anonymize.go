package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/person"
	"callflow/internal/store"
)

// Anonymize empties the customer that a request names for good, for a caller who may, and answers the id by which it can be asked for
// from now on. It can't be taken back.
func (a *App) Anonymize(ctx context.Context, s *auth.Session, request *CustomerRequest) (*auth.Answer, error) {
	answer, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) { return a.anonymize(w, s, request) })
	if err == nil {
		a.ForgetEmptied(ctx, s.AccountID)
	}
	return answer, err
}

// ForgetEmptied lets whoever was anonymised leave what this process has told and keeps, and the database's log.
func (a *App) ForgetEmptied(ctx context.Context, accountID int64) {
	a.imports.files.forgetRehearsals(accountID)
	a.imports.rows.forget(accountID)
	a.scrub(ctx)
}

// AnonymizeAsOperator is Anonymize for whoever has the database at hand, in a process that rehearses nothing.
func (a *App) AnonymizeAsOperator(ctx context.Context, accountID, assignmentID int64, customerID string) (*auth.Answer, error) {
	var answer *auth.Answer
	err := a.store.Write(ctx, accountID, func(w *store.Write) error {
		w.SetNow(a.now().UnixMilli())
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		answer, err = a.anonymize(w, auth.Operator(setup), &CustomerRequest{AssignmentID: assignmentID, CustomerID: customerID})
		return err
	})
	if err == nil {
		a.scrub(ctx)
	}
	return answer, err
}

func (a *App) anonymize(w *store.Write, s *auth.Session, request *CustomerRequest) (*auth.Answer, error) {
	if _, err := s.Assignment(request.AssignmentID); err != nil {
		return nil, err
	}
	changed := *request
	changed.Mode = ChangeCustomer
	if _, err := a.customerToWrite(w, s, &changed); err != nil { // it is not there, or is not as the caller has read it
		return nil, err
	}
	if err := a.callNoMore(w, s, request, s.Setup.CampaignsOf(request.AssignmentID)); err != nil {
		return nil, err
	}
	id, err := emptyCustomer(w, request)
	if err != nil {
		return nil, err
	}
	if err := s.Audit(w, store.AuditEntry{Action: auditAnonymized, Noun: auditCustomer, Details: id}); err != nil {
		return nil, err
	}
	body, err := encodeJSON(map[string]string{"customer_id": id})
	return &auth.Answer{Body: body}, err
}

// emptyCustomer empties a customer, and all that is kept of it, and gives its id afterwards.
func emptyCustomer(w *store.Write, request *CustomerRequest) (id string, err error) {
	emptied, err := w.Anonymize(request.AssignmentID, request.CustomerID)
	if err != nil || emptied.CustomerID == request.CustomerID {
		return emptied.CustomerID, err
	}
	traces := person.TracesOf(emptied.Was)
	if err := w.EmptyRejections(request.AssignmentID, rejectedAnonymized, concerns(traces)); err != nil {
		return "", err
	}
	if err := w.EmptyImports(request.AssignmentID, func(job *store.ImportJob) bool { return emptyImport(job, traces) }); err != nil {
		return "", err
	}
	return emptied.CustomerID, emptyAnswers(w, request.CustomerID, emptied.CustomerID)
}

// emptyAnswers empties what is kept of earlier answers that name a customer: a request that comes again is still not done twice.
func emptyAnswers(w *store.Write, customerID, newID string) error {
	var naming []store.KeptRequest
	var broken error
	err := w.EachAnswer(func(kept store.KeptRequest) {
		var answer auth.Answer
		if err := json.Unmarshal(kept.Answer, &answer); err != nil {
			broken = err
			return
		}
		if emptyAnswer(&answer, customerID, newID) {
			kept.Answer, broken = json.Marshal(&answer)
			naming = append(naming, kept)
		}
	})
	if err = cmp.Or(err, broken); err != nil {
		return err
	}
	for i := range naming {
		if err := w.ChangeAnswer(&naming[i]); err != nil {
			return err
		}
	}
	return nil
}

// emptyAnswer empties an answer that names the customer; false where it does not.
func emptyAnswer(a *auth.Answer, customerID, newID string) bool {
	name := callflow.AppendJSONString(nil, customerID)
	if !bytes.Contains(a.Body, name) { // the place of a customer that was made is told with its record
		return false
	}
	if a.Location == customerID {
		a.Location = newID
	}
	a.Body = emptyRecord(a.Body, name)
	if a.Record != nil {
		a.Record = emptyRecord(a.Record, name)
	}
	return true
}

// emptyRecord is a record that was answered, as an anonymised customer's shows; of another body the id alone is taken out.
func emptyRecord(body, name []byte) []byte {
	members, err := ParseObject(body)
	if err != nil || !slices.ContainsFunc(members, func(m Member) bool { return m.Name == callflow.KeyCustomerID }) {
		return bytes.ReplaceAll(body, name, []byte(`""`))
	}
	emptied := []byte{'{'}
	for i, member := range members {
		value := member.Value
		switch {
		case member.Name == callflow.StandardFields[0].Key:
			value = json.RawMessage(callflow.TextValue(callflow.AnonymizedName))
		case strings.HasPrefix(member.Name, "crm__"), strings.HasSuffix(member.Name, "__comment"), member.Name == "meeting__agent",
			member.Name == callflow.KeySegment:
			value = json.RawMessage(`""`)
		}
		emptied = append(callflow.AppendJSONString(separated(emptied, i), member.Name), ':')
		emptied = append(emptied, value...)
	}
	return append(emptied, '}')
}

// errAnonymized refuses to write what stays empty.
var errAnonymized = &callflow.Error{
	Code: callflow.Conflict, Message: "The customer was anonymised, and stays empty.", Fix: "Add the person as a new customer, if it is one again.",
}
