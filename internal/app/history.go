package app

import (
	"context"

	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/store"
)

// History tells everything that happened to one customer in a campaign, also where it
// was taken out; NotFound when it never was in it.
func (a *App) History(ctx context.Context, s *auth.Session, campaignID int64, customerID string) (*auth.Report, error) {
	return a.Report(ctx, s, func(r *store.Snapshot, s *auth.Session) ([]byte, error) {
		campaign, err := s.Campaign(campaignID)
		if err != nil {
			return nil, err
		}
		history, err := callwork.HistoryOf(r, campaign, customerID)
		if err != nil {
			return nil, err
		}
		view := changeWriter{setup: s.Setup, withdrawn: true}
		body := []byte(`{"results":[`)
		for i, entry := range history {
			if i > 0 {
				body = append(body, ',')
			}
			body = view.append(body, entry)
		}
		return append(body, "]}"...), nil
	})
}
