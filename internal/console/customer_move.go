package console

import (
	"encoding/json"

	"callflow"
	"callflow/internal/app"
)

// forWhom names the value of a form, or begins that of one of several customers, that says for whom the form was shown: the customer's number.
// Whoever is anonymised keeps it, while the id may be another person's afterwards.
const forWhom = "customer"

// errForWhom is about a form that does not say so.
var errForWhom = &callflow.Error{
	Code: callflow.PreconditionFailed, Message: "The form does not say for whom it was shown. Nothing was done.",
	Fix: "Open the customer again, and send it from there.",
}

// place is the callflow customer that a page is about: the path's campaign, and the query's customer, for whom a form was shown.
func (req *request) place() (app.Place, error) {
	id, err := req.id("campaign_id")
	return app.Place{CampaignID: id, CustomerID: req.URL.Query().Get("id"), Number: idOf(req.PostForm, forWhom)}, err
}

// shownPlace is place for a form that has to say for whom it was shown.
func (req *request) shownPlace() (app.Place, error) {
	at, err := req.place()
	if err == nil && at.Number == 0 {
		err = errForWhom
	}
	return at, err
}

// customer is the path's assignment and the query's customer, for whom a form was shown.
func (req *request) customer() (*app.CustomerRequest, error) {
	id, err := req.id("assignment_id")
	return &app.CustomerRequest{AssignmentID: id, CustomerID: req.URL.Query().Get("id"), Number: idOf(req.PostForm, forWhom)}, err
}

// shownCustomer is customer for a form that has to say for whom it was shown.
func (req *request) shownCustomer() (*app.CustomerRequest, error) {
	shown, err := req.customer()
	if err == nil && shown.Number == 0 {
		err = errForWhom
	}
	return shown, err
}

// backToCustomer leads to the customer's page, or answers it with what was refused.
func (req *request) backToCustomer(at app.Place, refused error, done string) error {
	campaign := req.session.Setup.Campaigns[at.CampaignID]
	if campaign == nil {
		return errNotFound
	}
	if refused == nil {
		return req.done(customerPath(campaign.AssignmentID, at.CustomerID), done)
	}
	req.SetPathValue("assignment_id", numberText(campaign.AssignmentID))
	return req.showCustomer(refused)
}

func moveCustomer(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	members := moveMembers(req.PostForm)
	if len(members) == 0 {
		return req.backToCustomer(at, errNoMove, "")
	}
	at.IfSeq = idOf(req.PostForm, "seq")
	_, err = req.console.app.MoveCustomer(req.Context(), req.session, at, members)
	return req.backToCustomer(at, err, "The customer was moved.")
}

func removeCustomer(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	_, err = req.console.app.RemoveCustomer(req.Context(), req.session, at)
	return req.backToCustomer(at, err, "The customer was taken out of the campaign.")
}

func addCustomer(req *request) error {
	at, err := req.shownPlace()
	if err != nil {
		return err
	}
	err = req.console.app.AddCustomer(req.Context(), req.session, at)
	return req.backToCustomer(at, err, "The customer was put into the campaign.")
}

func anonymizeCustomer(req *request) error {
	shown, err := req.shownCustomer()
	if err != nil {
		return err
	}
	answer, err := req.console.app.Anonymize(req.Context(), req.session, shown)
	if err != nil {
		return err
	}
	var anonymized struct {
		CustomerID string `json:"customer_id"`
	}
	if err := json.Unmarshal(answer.Body, &anonymized); err != nil {
		return err
	}
	return req.done(customerPath(shown.AssignmentID, anonymized.CustomerID), "The customer was anonymised.")
}
