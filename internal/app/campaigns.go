package app

import (
	"context"
	"errors"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// CampaignEntry is a campaign with the assignment and the client that it is for.
type CampaignEntry struct {
	*callflow.Campaign
	Active     bool
	Assignment *callflow.Assignment
	Client     *callflow.Client
}

// campaignEntry is a campaign with whom it is for, as it stands on a day.
func campaignEntry(s *auth.Session, campaign *callflow.Campaign, today string) CampaignEntry {
	assignment := s.Setup.Assignments[campaign.AssignmentID]
	return CampaignEntry{campaign, campaign.IsActive(today), assignment, s.Setup.Clients[assignment.ClientID]}
}

// Campaigns lists the campaigns that the caller may see, by id: the active ones
// alone unless inactive ones are asked for too.
func (a *App) Campaigns(s *auth.Session, withInactive bool) []CampaignEntry {
	today := a.Today(s)
	entries := []CampaignEntry{}
	for _, campaign := range s.Setup.Campaigns {
		if entry := campaignEntry(s, campaign, today); s.Sees(entry.Assignment.ClientID) && (entry.Active || withInactive) {
			entries = append(entries, entry)
		}
	}
	slices.SortFunc(entries, func(x, y CampaignEntry) int { return int(x.ID - y.ID) })
	return entries
}

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
