package mirrored

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/anonymize"
)

// empty anonymises customers here who are anonymised on the other server, each in a transaction of its own, before
// which the whole log is looked at.
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
	id, err := m.idOf(ctx, assignmentID, number)
	if err != nil || id == "" {
		return err
	}
	traces, err := m.verbs.FollowTraces(ctx, m.accountID, assignmentID, id)
	if err != nil {
		return err
	}
	emptied := false
	err = m.write(ctx, func(w *store.Write) error {
		emptied = false
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		held, _, err := w.Customer(assignmentID, id)
		if callflow.ErrorCode(err) == callflow.NotFound { // it was anonymised meanwhile
			return nil
		}
		if err != nil || held.Anonymized {
			return err
		}
		emptied = true
		return m.anonymize(w, auth.Operator(setup), traces)
	})
	if err == nil && emptied {
		m.Counts.Anonymized++
	}
	return err
}

// idOf is the id of a customer here, "" where there is none.
func (m *Run) idOf(ctx context.Context, assignmentID, number int64) (id string, err error) {
	err = m.store.Read(ctx, m.accountID, func(r *store.Snapshot) error {
		ids, err := r.IDsOf(assignmentID, []int64{number})
		id = ids[number]
		return err
	})
	return id, err
}

// anonymize is the verb for a customer whom the other server has anonymised. Where the customer stands in the campaigns that are followed
// is what it is there; the others are this side's own, and call nobody by what is left.
func (m *Run) anonymize(w *store.Write, s *auth.Session, traces *anonymize.Traces) error {
	var own []*callflow.Campaign
	for _, campaign := range s.Setup.CampaignsOf(traces.AssignmentID) {
		if _, followed := m.sources[campaign.ID]; !followed {
			own = append(own, campaign)
		}
	}
	return m.verbs.AnonymizeMirrored(w, s, traces, own)
}
