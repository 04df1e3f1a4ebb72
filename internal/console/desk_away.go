package console

import (
	"callflow"
	"callflow/internal/app"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
)

// called is the customer of a desk's page, and where it stands in the campaign; an error that isAway where it is away.
func calledCustomer(req *ui.Request, at callwork.Place) (*app.Card, *app.CardPlace, error) {
	campaign := req.Session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return nil, nil, ui.ErrNotFound
	}
	customer := customer.Request{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number}
	card, err := req.Console.App.Card(req.Context(), req.Session, &customer)
	if err != nil {
		return nil, nil, err
	}
	place := card.Place(at.CampaignID)
	if place == nil {
		return nil, nil, ui.ErrNotFound
	}
	return card, place, nil
}

// isAway says whether an error is about a customer of a desk's page who can't be called there any more: another may have its id.
func isAway(err error) bool {
	code := callflow.ErrorCode(err)
	return code == callflow.NotFound || code == callflow.PreconditionFailed
}

// showAway answers the desk of a campaign in place of that of a customer who is away: why, and what was typed for the call.
func showAway(req *ui.Request, at callwork.Place, call *deskCall) error {
	why := req.Console.App.Calls.WhyAway(req.Context(), req.Session, at)
	told := &deskTold{refused: why, notUndone: call.notUndone, away: true}
	if call.sent != nil {
		told.typed = req.Typed()
	}
	return showDesk(req, told)
}
