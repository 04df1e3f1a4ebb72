package mirrored

import (
	"context"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// empty anonymises customers here who are anonymised on the other server, each in a transaction of its own: each takes a look at the whole log.
func (m *Run) empty(ctx context.Context, assignmentID int64, numbers []int64) error {
	for _, number := range numbers {
		if err := m.emptyOne(ctx, assignmentID, number); err != nil {
			return err
		}
		if err := m.Alive(ctx); err != nil {
			return err
		}
	}
	if len(numbers) > 0 {
		m.verbs.ForgetEmptied(ctx, m.accountID)
	}
	return nil
}

func (m *Run) emptyOne(ctx context.Context, assignmentID, number int64) error {
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
		return m.anonymize(w, auth.Operator(setup), &app.CustomerRequest{AssignmentID: assignmentID, CustomerID: ids[number]})
	})
	if err == nil && emptied {
		m.Counts.Anonymized++
	}
	return err
}

// anonymize is the verb for a customer whom the other server has anonymised. Where the customer stands in the campaigns that are followed
// is what it is there; the others are this side's own, and call nobody by what is left.
func (m *Run) anonymize(w *store.Write, s *auth.Session, request *app.CustomerRequest) error {
	var own []*callflow.Campaign
	for _, campaign := range s.Setup.CampaignsOf(request.AssignmentID) {
		if _, followed := m.sources[campaign.ID]; !followed {
			own = append(own, campaign)
		}
	}
	return m.verbs.AnonymizeMirrored(w, s, request, own)
}
