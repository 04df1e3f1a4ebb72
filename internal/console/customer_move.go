package console

import (
	"encoding/json"

	"callflow/internal/app"
)

// place is the callflow customer that a form is about: the path's campaign, and the query's customer.
func (req *request) place() (app.Place, error) {
	id, err := req.id("campaign_id")
	return app.Place{CampaignID: id, CustomerID: req.URL.Query().Get("id")}, err
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
	at, err := req.place()
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
	at, err := req.place()
	if err != nil {
		return err
	}
	_, err = req.console.app.RemoveCustomer(req.Context(), req.session, at)
	return req.backToCustomer(at, err, "The customer was taken out of the campaign.")
}

func addCustomer(req *request) error {
	at, err := req.place()
	if err != nil {
		return err
	}
	answer, err := req.console.app.AddCustomers(req.Context(), req.session, at.CampaignID, customerIDs([]string{at.CustomerID}))
	if err == nil {
		_, err = addedSome(req.reader, answer.Body) // an id that the assignment does not know is no error of the verb
	}
	return req.backToCustomer(at, err, "The customer was put into the campaign.")
}

func anonymizeCustomer(req *request) error {
	assignmentID, err := req.id("assignment_id")
	if err != nil {
		return err
	}
	answer, err := req.console.app.Anonymize(req.Context(), req.session, assignmentID, req.URL.Query().Get("id"))
	if err != nil {
		return err
	}
	var anonymized struct {
		CustomerID string `json:"customer_id"`
	}
	if err := json.Unmarshal(answer.Body, &anonymized); err != nil {
		return err
	}
	return req.done(customerPath(assignmentID, anonymized.CustomerID), "The customer was anonymised.")
}
