package console

import (
	"callflow"
	"callflow/internal/app"
)

// called is the customer of a desk's page, and where it stands in the campaign; an error that isAway where it is away.
func (req *request) called(at app.Place) (*app.Card, *app.CardPlace, error) {
	campaign := req.session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return nil, nil, errNotFound
	}
	customer := app.CustomerRequest{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number}
	card, err := req.console.app.Card(req.Context(), req.session, &customer)
	if err != nil {
		return nil, nil, err
	}
	place := card.Place(at.CampaignID)
	if place == nil {
		return nil, nil, errNotFound
	}
	return card, place, nil
}

// isAway says whether an error is about a customer of a desk's page who can't be called there any more: another may have its id.
func isAway(err error) bool {
	code := callflow.ErrorCode(err)
	return code == callflow.NotFound || code == callflow.PreconditionFailed
}

// showAway answers the desk of a campaign in place of that of a customer who is away: why, and what was typed for the call.
func (req *request) showAway(at app.Place, call *deskCall) error {
	why := req.console.app.WhyAway(req.Context(), req.session, at)
	told := &deskTold{refused: why, notUndone: call.notUndone, away: true}
	if call.sent != nil {
		told.typed = req.typed()
	}
	return req.showDesk(told)
}
