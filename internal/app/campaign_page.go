package app

import (
	"context"
	"errors"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// CampaignPage is a campaign's figures and some of its customers, of one moment: the table never has customers that the figures do not count.
type CampaignPage struct {
	CampaignBoard
	Customers *BrowsePage // nil where they were refused
	Refused   error       // why there are no customers, such as a search that can't be; nil where there are
}

// CampaignPage reads what a campaign's own page shows.
func (a *App) CampaignPage(ctx context.Context, s *auth.Session, request *BrowseRequest) (*CampaignPage, error) {
	page := &CampaignPage{}
	err := a.searching(ctx, s, request, func(r *store.Snapshot, current *auth.Session) error {
		board, err := a.campaignBoard(r, current, request.CampaignID)
		if err != nil {
			return err
		}
		page.CampaignBoard = *board
		page.Customers, err = a.browse(r, current, request)
		var refused *callflow.Error
		if errors.As(err, &refused) && refused.Err == nil {
			page.Refused = err
			return nil
		}
		return err
	})
	return page, err
}
