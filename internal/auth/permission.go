package auth

import "callflow"

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
	return ForbiddenError()
}

// ForbiddenError is the answer to whoever may not do what they ask for.
func ForbiddenError() error {
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

// Sees says whether a client's work is visible to the caller.
func (s *Session) Sees(clientID int64) bool {
	return !s.User.External() || s.User.ClientID == clientID
}

// Campaign finds a campaign that the caller may see. One that is not there and
// one that is another's get the same answer.
func (s *Session) Campaign(id int64) (*callflow.Campaign, error) {
	campaign := s.Setup.Campaigns[id]
	if campaign == nil || !s.Sees(s.Setup.Assignments[campaign.AssignmentID].ClientID) {
		return nil, callflow.NotFoundError()
	}
	return campaign, nil
}

// Assignment finds an assignment that the caller may see.
func (s *Session) Assignment(id int64) (*callflow.Assignment, error) {
	assignment := s.Setup.Assignments[id]
	if assignment == nil || !s.Sees(assignment.ClientID) {
		return nil, callflow.NotFoundError()
	}
	return assignment, nil
}
