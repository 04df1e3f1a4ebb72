package console

import (
	"callflow/internal/app"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
)

// aboutCustomer names the customer of the query, in the path's assignment.
func aboutCustomer(req *ui.Request) (string, error) {
	shown, err := shownCustomer(req)
	if err != nil {
		return "", err
	}
	return customerNamed(req, shown)
}

// aboutCallflowCustomer names the customer of the query and the path's campaign.
func aboutCallflowCustomer(req *ui.Request) (string, error) {
	at, err := shownPlace(req)
	if err != nil {
		return "", err
	}
	campaign := req.Session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return "", ui.ErrNotFound
	}
	name, err := customerNamed(req, &customer.Request{AssignmentID: campaign.AssignmentID, CustomerID: at.CustomerID, Number: at.Number})
	return name + " · " + campaign.Name, err
}

// customerNamed is the name and id of a customer.
func customerNamed(req *ui.Request, shown *customer.Request) (string, error) {
	card, err := req.Console.App.Card(req.Context(), req.Session, shown)
	if err != nil {
		return "", err
	}
	return aboutCard(card), nil
}

// aboutCard is the name and id of the customer of a card.
func aboutCard(card *app.Card) string {
	if card.Customer.Name == "" {
		return card.Customer.CustomerID
	}
	return card.Customer.Name + " · " + card.Customer.CustomerID
}
