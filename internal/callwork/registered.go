package callwork

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
)

// RegisteredOutcome tells one outcome that was registered, named by its seq, as the lists do that include ids and what was withdrawn.
func (a *Service) RegisteredOutcome(ctx context.Context, s *auth.Session, at OutcomePlace) (*auth.Report, error) {
	return a.authority.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		row, err := outcomeAt(r, s, at)
		if err != nil {
			return nil, err
		}
		var renderer callflow.Renderer
		shape := s.Setup.Shape(s.Setup.Campaigns[at.CampaignID])
		layout := callflow.NewOutcomeLayout(shape, false, callflow.OutcomeInclude{ID: true, Withdrawn: true})
		return renderer.AppendOutcome(nil, layout, row), nil
	})
}

// IsWithdrawn says whether an outcome that was registered, named by its seq, was taken back since.
func (a *Service) IsWithdrawn(ctx context.Context, s *auth.Session, at OutcomePlace) (withdrawn bool, err error) {
	err = a.authority.Read(ctx, s, func(r *store.Snapshot, s *auth.Session) error {
		row, err := outcomeAt(r, s, at)
		if err == nil {
			withdrawn = row.WithdrawnBy != 0
		}
		return err
	})
	return withdrawn, err
}

// outcomeAt reads an outcome of a campaign that the caller may see.
func outcomeAt(r *store.Snapshot, s *auth.Session, at OutcomePlace) (*callflow.OutcomeRow, error) {
	campaign, err := s.Campaign(at.CampaignID)
	if err != nil {
		return nil, err
	}
	number, ok, err := r.NumberOf(campaign.AssignmentID, at.CustomerID)
	if err != nil {
		return nil, err
	}
	var batch changelog.OutcomeBatch
	if ok && (at.Number == 0 || at.Number == number) {
		err = changelog.OutcomeOf(r, callflow.Position{CampaignID: campaign.ID, Number: number}, at.Seq, &batch)
	}
	if err != nil {
		return nil, err
	}
	if len(batch.Rows) == 0 {
		return nil, callflow.NotFoundError()
	}
	return &batch.Rows[0], nil
}
