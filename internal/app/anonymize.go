package app

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/imports"
	"callflow/internal/person"
	"callflow/internal/store"
)

// Anonymize empties the customer that a request names for good, for a caller who may, and answers the id by which it can be asked for
// from now on. It can't be taken back.
func (a *App) Anonymize(ctx context.Context, s *auth.Session, request *CustomerRequest) (*auth.Answer, error) {
	if answer, err := a.KeptAnswer(ctx, s); answer != nil || err != nil {
		return answer, err
	}
	traces, err := a.follow(newTraces(request.AssignmentID, request.CustomerID), func(read func(r *store.Snapshot) error) error {
		return a.Read(store.Lasting(ctx), s, func(r *store.Snapshot, _ *auth.Session) error { return read(r) })
	})
	if err != nil {
		return nil, err
	}
	answer, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) { return a.anonymize(w, s, request, traces) })
	if err == nil {
		a.ForgetEmptied(ctx, s.AccountID)
	}
	return answer, err
}

// ForgetEmptied lets whoever was anonymised leave what this process has told and keeps, and the database's log.
func (a *App) ForgetEmptied(ctx context.Context, accountID int64) {
	a.Imports.ForgetEmptied(accountID)
	a.scrub(ctx)
}

// AnonymizeAsOperator is Anonymize for whoever has the database at hand, in a process that rehearses nothing.
func (a *App) AnonymizeAsOperator(ctx context.Context, accountID, assignmentID int64, customerID string) (*auth.Answer, error) {
	traces, err := a.FollowTraces(ctx, accountID, assignmentID, customerID)
	if err != nil {
		return nil, err
	}
	var answer *auth.Answer
	err = a.store.Write(ctx, accountID, func(w *store.Write) error {
		w.SetNow(a.now().UnixMilli())
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		answer, err = a.anonymize(w, auth.Operator(setup), &CustomerRequest{AssignmentID: assignmentID, CustomerID: customerID}, traces)
		return err
	})
	if err == nil {
		a.scrub(ctx)
	}
	return answer, err
}

func (a *App) anonymize(w *store.Write, s *auth.Session, request *CustomerRequest, traces *store.Traces) (*auth.Answer, error) {
	if _, err := s.Assignment(request.AssignmentID); err != nil {
		return nil, err
	}
	changed := *request
	changed.Mode = ChangeCustomer
	if _, err := a.customerToWrite(w, s, &changed); err != nil { // it is not there, or is not as the caller has read it
		return nil, err
	}
	if err := a.callNoMore(w, s, traces, s.Setup.CampaignsOf(request.AssignmentID)); err != nil {
		return nil, err
	}
	id, err := emptyCustomer(w, traces)
	if err != nil {
		return nil, err
	}
	if err := s.Audit(w, store.AuditEntry{Action: auth.AuditAnonymized, Noun: auth.AuditCustomer, Details: id}); err != nil {
		return nil, err
	}
	body, err := auth.EncodeBody(map[string]string{"customer_id": id})
	return &auth.Answer{Body: body}, err
}

// emptyCustomer empties a customer, and all that is kept of it, and gives its id afterwards.
func emptyCustomer(w *store.Write, traces *store.Traces) (id string, err error) {
	id, all, err := w.Anonymize(traces, rejectedAnonymized)
	if err != nil || id == traces.CustomerID {
		return id, err
	}
	was := person.TracesOf(all.Was)
	if err := w.EmptyImports(traces.AssignmentID, func(job *store.ImportJob) bool { return imports.Empty(job, was) }); err != nil {
		return "", err
	}
	for i := range all.Answers { // a request that comes again is still not done twice
		err := w.ChangeAnswer(&all.Answers[i], func(kept []byte) ([]byte, error) { return emptyAnswer(kept, traces.CustomerID, id) })
		if err != nil {
			return "", err
		}
	}
	return id, nil
}

func emptyAnswer(kept []byte, customerID, newID string) ([]byte, error) {
	var answer auth.Answer
	if err := json.Unmarshal(kept, &answer); err != nil {
		return nil, err
	}
	emptyNaming(&answer, customerID, newID)
	return json.Marshal(&answer)
}

// names says whether a kept answer names a customer; its place is told with its record.
func names(customerID string) func(kept []byte) bool {
	name := callflow.AppendJSONString(nil, customerID)
	return func(kept []byte) bool {
		var answer auth.Answer
		return json.Unmarshal(kept, &answer) != nil || bytes.Contains(answer.Body, name) // what can't be read is told by the write
	}
}

// emptyNaming empties an answer that names the customer.
func emptyNaming(a *auth.Answer, customerID, newID string) {
	name := callflow.AppendJSONString(nil, customerID)
	if a.Location == customerID {
		a.Location = newID
	}
	a.Body = emptyRecord(a.Body, name)
	if a.Record != nil {
		a.Record = emptyRecord(a.Record, name)
	}
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
