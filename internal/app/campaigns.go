package app

import (
	"slices"

	"callflow"
	"callflow/internal/auth"
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
