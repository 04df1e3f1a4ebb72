package app

import (
	"context"

	"callflow"
	"callflow/internal/store"
)

// AuditedMirror is who did what a mirror did.
const AuditedMirror = "mirror"

// empty anonymises customers here who are anonymised on the other server, each in a transaction of its own: each takes a look at the whole log.
func (m *MirrorRun) empty(ctx context.Context, assignmentID int64, numbers []int64) error {
	for _, number := range numbers {
		if err := m.emptyOne(ctx, assignmentID, number); err != nil {
			return err
		}
		if err := m.Alive(ctx); err != nil {
			return err
		}
	}
	if len(numbers) > 0 {
		m.app.forgetEmptied(ctx, m.accountID)
	}
	return nil
}

func (m *MirrorRun) emptyOne(ctx context.Context, assignmentID, number int64) error {
	emptied := false
	err := m.write(ctx, func(w *store.Write) error {
		emptied = false
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		snapshot, err := w.Snapshot()
		if err != nil {
			return err
		}
		ids, err := snapshot.IDsOf(assignmentID, []int64{number})
		if err != nil || ids[number] == "" {
			return err
		}
		held, _, err := w.Customer(assignmentID, ids[number])
		if err != nil || held.Anonymized {
			return err
		}
		emptied = true
		return m.anonymize(w, Operator(setup), &CustomerRequest{AssignmentID: assignmentID, CustomerID: ids[number]})
	})
	if err == nil && emptied {
		m.Counts.Anonymized++
	}
	return err
}

// anonymize is the verb for a customer whom the other server has anonymised. Where the customer stands in the campaigns that are followed
// is what it is there; the others are this side's own, and call nobody by what is left.
func (m *MirrorRun) anonymize(w *store.Write, s *Session, request *CustomerRequest) error {
	var own []*callflow.Campaign
	for _, campaign := range s.Setup.CampaignsOf(request.AssignmentID) {
		if _, followed := m.sources[campaign.ID]; !followed {
			own = append(own, campaign)
		}
	}
	if err := m.app.callNoMore(w, s, request, own); err != nil {
		return err
	}
	id, err := emptyCustomer(w, request)
	if err != nil {
		return err
	}
	return w.Audit(store.AuditEntry{User: AuditedMirror, Action: auditAnonymized, Noun: auditCustomer, Details: id})
}
