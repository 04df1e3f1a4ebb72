package app

import (
	"slices"

	"callflow"
)

// Right is what a verb needs. Permission is decided here and nowhere else.
type Right int

// The rights.
const (
	ReadStatus       Right = iota // lists, records, customers, fields of what the caller may see
	ListAllCampaigns              // the account's campaigns: not for external users
	ListOwnCampaigns              // the campaigns of the caller's client
	WriteCustomers                // create and change customers
	MoveCustomers                 // put customers into campaigns, move them by hand, take them out
	WriteSetup                    // everything that an admin sets up
	RegisterOutcomes              // work the call flow: claim customers, register outcomes
	WithdrawOwn                   // take back an outcome that the caller registered, for as long as the campaign allows
	WithdrawAny                   // take back anybody's, at any time
)

// May says whether the caller has a right: nil, or the error that says no.
func (s *Session) May(right Right) error {
	s.right = right
	if s.may(right) {
		return nil
	}
	return forbidden()
}

func forbidden() error {
	return &callflow.Error{Code: callflow.Forbidden, Message: "You do not have permission to perform this action."}
}

// Can says whether the caller has a right, for what is shown: it is not what the request needs.
func (s *Session) Can(right Right) bool { return s.may(right) }

func (s *Session) may(right Right) bool {
	switch right {
	case ReadStatus, ListOwnCampaigns:
		return true
	case ListAllCampaigns:
		return !s.User.External()
	case RegisterOutcomes, WithdrawOwn:
		return s.User.Role != callflow.Reader && !s.User.External()
	case WriteCustomers, MoveCustomers, WriteSetup, WithdrawAny:
		return s.User.Role == callflow.Admin && !s.User.External()
	}
	return false
}

// sees says whether a client's work is visible to the caller.
func (s *Session) sees(clientID int64) bool {
	return !s.User.External() || s.User.ClientID == clientID
}

// campaign finds a campaign that the caller may see. One that is not there and
// one that is another's get the same answer.
func (s *Session) campaign(id int64) (*callflow.Campaign, error) {
	campaign := s.Setup.Campaigns[id]
	if campaign == nil || !s.sees(s.Setup.Assignments[campaign.AssignmentID].ClientID) {
		return nil, callflow.NotFoundError()
	}
	return campaign, nil
}

// assignment finds an assignment that the caller may see.
func (s *Session) assignment(id int64) (*callflow.Assignment, error) {
	assignment := s.Setup.Assignments[id]
	if assignment == nil || !s.sees(assignment.ClientID) {
		return nil, callflow.NotFoundError()
	}
	return assignment, nil
}

// CampaignEntry is a campaign with the assignment and the client that it is for.
type CampaignEntry struct {
	*callflow.Campaign
	Active     bool
	Assignment *callflow.Assignment
	Client     *callflow.Client
}

// entry is a campaign with whom it is for, as it stands on a day.
func (s *Session) entry(campaign *callflow.Campaign, today string) CampaignEntry {
	assignment := s.Setup.Assignments[campaign.AssignmentID]
	return CampaignEntry{campaign, campaign.IsActive(today), assignment, s.Setup.Clients[assignment.ClientID]}
}

// Campaigns lists the campaigns that the caller may see, by id: the active ones
// alone unless inactive ones are asked for too.
func (a *App) Campaigns(s *Session, withInactive bool) []CampaignEntry {
	today := a.Today(s)
	entries := []CampaignEntry{}
	for _, campaign := range s.Setup.Campaigns {
		if entry := s.entry(campaign, today); s.sees(entry.Assignment.ClientID) && (entry.Active || withInactive) {
			entries = append(entries, entry)
		}
	}
	slices.SortFunc(entries, func(x, y CampaignEntry) int { return int(x.ID - y.ID) })
	return entries
}

// Fields lists the custom fields of an assignment, by position.
func (a *App) Fields(s *Session, assignmentID int64) ([]callflow.Field, error) {
	if _, err := s.assignment(assignmentID); err != nil {
		return nil, err
	}
	return s.Setup.Fields[assignmentID], nil
}
