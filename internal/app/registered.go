package app

import (
	"context"

	"callflow"
	"callflow/internal/store"
)

// RegisteredOutcome tells one outcome that was registered, named by its seq, as the lists do that include ids and what was withdrawn.
func (a *App) RegisteredOutcome(ctx context.Context, s *Session, at OutcomePlace) (*Report, error) {
	return a.report(ctx, s, func(r *store.Snapshot, s *Session) ([]byte, error) {
		campaign, err := s.campaign(at.CampaignID)
		if err != nil {
			return nil, err
		}
		number, ok, err := r.NumberOf(campaign.AssignmentID, at.CustomerID)
		if err != nil {
			return nil, err
		}
		var batch store.OutcomeBatch
		if ok {
			err = r.OutcomeOf(callflow.Position{CampaignID: campaign.ID, Number: number}, at.Seq, &batch)
		}
		if err != nil {
			return nil, err
		}
		if len(batch.Rows) == 0 {
			return nil, callflow.NotFoundError()
		}
		var renderer callflow.Renderer
		layout := callflow.NewOutcomeLayout(s.Setup.Shape(campaign), false, callflow.OutcomeInclude{ID: true, Withdrawn: true})
		return renderer.AppendOutcome(nil, layout, &batch.Rows[0]), nil
	})
}
