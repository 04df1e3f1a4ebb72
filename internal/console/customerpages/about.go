package customerpages

import (
	"callflow/internal/app"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
)

// AboutCustomer names the customer of the query, in the path's assignment.
func AboutCustomer(req *ui.Request) (string, error) {
	shown, err := shownCustomer(req)
	if err != nil {
		return "", err
	}
	return customerNamed(req, shown)
}

// AboutPlace names the customer of the query and the path's campaign.
func AboutPlace(req *ui.Request) (string, error) {
	at, err := ShownPlace(req)
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
	return AboutCard(card), nil
}

// AboutCard is the name and id of the customer of a card.
func AboutCard(card *app.Card) string {
	if card.Customer.Name == "" {
		return card.Customer.CustomerID
	}
	return card.Customer.Name + " · " + card.Customer.CustomerID
}
