package console

import (
	"cmp"

	"callflow"
	"callflow/internal/app"
)

// registeredView is what was registered a moment ago, and for whom. What can be done about it stands beside it.
type registeredView struct {
	Name    string // of the customer
	Path    string // of the customer's page
	Outcome string
	State   string // that it led to
	Class   string // of that state's colour
}

// registered tells what the address says was registered, as the customer itself has it: an address that somebody made up tells nothing else.
func (req *request) registered(campaignID int64) (*registeredView, error) {
	query := req.URL.Query()
	campaign := req.session.Setup.Campaigns[campaignID]
	if campaign == nil || query.Get("done") != doneOutcome || query.Get("of") == "" {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	card, err := req.console.app.Card(req.Context(), req.session, campaign.AssignmentID, query.Get("of"))
	if callflow.ErrorCode(err) == callflow.NotFound {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	if err != nil {
		return nil, err
	}
	place := card.Place(campaignID)
	if place == nil || place.Status.User != req.session.User.Name {
		return nil, nil //nolint:nilnil // nothing was registered that could be told
	}
	return newRegisteredView(card, place), nil
}

func newRegisteredView(card *app.Card, place *app.CardPlace) *registeredView {
	return &registeredView{
		Name: nameOf(card), Path: customerPath(card.Assignment.ID, card.Customer.CustomerID), Outcome: cmp.Or(place.Status.Alternative, place.Status.Cause),
		State: place.State.Name, Class: classOf(place.States, place.State.ID),
	}
}
