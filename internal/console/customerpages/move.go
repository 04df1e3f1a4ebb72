package customerpages

import (
	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/console/ui"
	"callflow/internal/customer"
)

// ForWhom names the value of a form, or begins that of one of several customers, that says for whom the form was shown: the customer's number.
// Whoever is anonymised keeps it, while the id may be another person's afterwards.
const ForWhom = "customer"

// ErrForWhom is about a form that does not say so.
var ErrForWhom = &callflow.Error{
	Code: callflow.PreconditionFailed, Message: "The form does not say for whom it was shown. Nothing was done.",
	Fix: "Open the customer again, and send it from there.",
}

// PlaceOfPath is the callflow customer that a page is about: the path's campaign, and the query's customer, for whom a form was shown.
func PlaceOfPath(req *ui.Request) (callwork.Place, error) {
	id, err := req.ID("campaign_id")
	return callwork.Place{CampaignID: id, CustomerID: req.URL.Query().Get("id"), Number: ui.FormID(req.PostForm, ForWhom)}, err
}

// ShownPlace is PlaceOfPath for a form that has to say for whom it was shown.
func ShownPlace(req *ui.Request) (callwork.Place, error) {
	at, err := PlaceOfPath(req)
	if err == nil && at.Number == 0 {
		err = ErrForWhom
	}
	return at, err
}

// customerOfPath is the path's assignment and the query's customer, for whom a form was shown.
func customerOfPath(req *ui.Request) (*customer.Request, error) {
	id, err := req.ID("assignment_id")
	return &customer.Request{AssignmentID: id, CustomerID: req.URL.Query().Get("id"), Number: ui.FormID(req.PostForm, ForWhom)}, err
}

// shownCustomer is customerOfPath for a form that has to say for whom it was shown.
func shownCustomer(req *ui.Request) (*customer.Request, error) {
	shown, err := customerOfPath(req)
	if err == nil && shown.Number == 0 {
		err = ErrForWhom
	}
	return shown, err
}

// backToCustomer leads to the customer's page, or answers it with what was refused.
func backToCustomer(req *ui.Request, at callwork.Place, refused error, done string) error {
	campaign := req.Session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return ui.ErrNotFound
	}
	if refused == nil {
		return req.Done(ui.CustomerPath(campaign.AssignmentID, at.CustomerID), done)
	}
	req.SetPathValue("assignment_id", ui.NumberText(campaign.AssignmentID))
	return showCustomer(req, refused)
}

// Move gives a customer another call state, time or comment in a campaign, by hand.
func Move(req *ui.Request) error {
	at, err := ShownPlace(req)
	if err != nil {
		return err
	}
	input := MoveInput(req)
	if input == nil {
		return backToCustomer(req, at, ErrNoMove, "")
	}
	at.IfSeq = ui.FormID(req.PostForm, "seq")
	_, err = req.Console.App.Calls.MoveCustomer(req.Context(), req.Session, at, input)
	return backToCustomer(req, at, err, "The customer was moved.")
}

// Remove takes a customer out of a campaign.
func Remove(req *ui.Request) error {
	at, err := ShownPlace(req)
	if err != nil {
		return err
	}
	_, err = req.Console.App.Calls.RemoveCustomer(req.Context(), req.Session, at)
	return backToCustomer(req, at, err, "The customer was taken out of the campaign.")
}

// Add puts a customer into a campaign.
func Add(req *ui.Request) error {
	at, err := ShownPlace(req)
	if err != nil {
		return err
	}
	err = req.Console.App.Calls.AddCustomer(req.Context(), req.Session, at)
	return backToCustomer(req, at, err, "The customer was put into the campaign.")
}

// Anonymize empties everything that says who a customer is.
func Anonymize(req *ui.Request) error {
	shown, err := shownCustomer(req)
	if err != nil {
		return err
	}
	told, err := req.Console.App.Anonymize(req.Context(), req.Session, shown)
	if err != nil {
		return err
	}
	return req.Done(ui.CustomerPath(shown.AssignmentID, told.CustomerID), "The customer was anonymised.")
}
