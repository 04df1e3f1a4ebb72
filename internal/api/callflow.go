package api

import (
	"context"
	"net/http"

	"callflow/internal/app"
	"callflow/internal/auth"
)

// callflowRoutes are what moves customers (contract, section 5).
func (api *API) callflowRoutes() {
	api.route("/campaigns/{campaign_id}/callflow_customers", methods{
		http.MethodGet:  {right: auth.ReadStatus, handle: api.campaignStatuses, files: true},
		http.MethodPost: {right: auth.MoveCustomers, handle: api.onCampaignWith(api.addCustomers, (*request).members)},
	})
	api.route("/campaigns/{campaign_id}/callflow_customers/{customer_id}", methods{
		http.MethodGet:    {right: auth.ReadStatus, handle: api.campaignStatus},
		http.MethodPatch:  {right: auth.MoveCustomers, handle: api.onCustomerWith(api.app.MoveCustomer, (*request).members)},
		http.MethodDelete: {right: auth.MoveCustomers, handle: api.onCustomer(api.app.RemoveCustomer)},
	})
	api.route("/campaigns/{campaign_id}/callflow_customers/{customer_id}/call_outcomes", methods{
		http.MethodPost: {right: auth.RegisterOutcomes, handle: api.onCustomerWith(api.app.RegisterOutcome, (*request).members)},
	})
	api.withdrawRoutes()
	api.route("/campaigns/{campaign_id}/callflow_customers/{customer_id}/claim", methods{
		http.MethodPost:   {right: auth.RegisterOutcomes, handle: api.onCustomerWith(api.app.ClaimCustomer, (*request).optionalMembers)},
		http.MethodDelete: {right: auth.RegisterOutcomes, handle: api.onCustomer(api.app.ReleaseCustomer)},
	})
	api.route("/campaigns/{campaign_id}/callflow_customers/{customer_id}/skip", methods{
		http.MethodPost: {right: auth.RegisterOutcomes, handle: api.onCustomerWith(api.app.SkipCustomer, (*request).optionalMembers)},
	})
	api.route("/campaigns/{campaign_id}/next_customer", methods{
		http.MethodPost: {right: auth.RegisterOutcomes, handle: api.onCampaignWith(api.nextCustomer, (*request).optionalMembers)},
	})
}

type customerVerb func(ctx context.Context, s *auth.Session, at app.Place) (*auth.Answer, error)

type customerVerbWith func(ctx context.Context, s *auth.Session, at app.Place, members []app.Member) (*auth.Answer, error)

// onCustomer answers a verb on one callflow customer that takes no body.
func (api *API) onCustomer(verb customerVerb) func(*request) error {
	return func(req *request) error {
		campaignID, err := req.campaignID()
		if err != nil {
			return err
		}
		return req.answered(verb(req.Context(), req.session, app.Place{CampaignID: campaignID, CustomerID: req.customerID()}))
	}
}

// bodyReader reads the members of a request's body: one that has to be there, or may be left out.
type bodyReader func(*request) ([]app.Member, error)

// onCustomerWith answers a verb on one callflow customer that takes a JSON object.
func (api *API) onCustomerWith(verb customerVerbWith, read bodyReader) func(*request) error {
	return api.onCampaignWith(func(req *request, campaignID int64, members []app.Member) (*auth.Answer, error) {
		return verb(req.Context(), req.session, app.Place{CampaignID: campaignID, CustomerID: req.customerID()}, members)
	}, read)
}

type campaignVerbWith func(req *request, campaignID int64, members []app.Member) (*auth.Answer, error)

// onCampaignWith answers a verb on a campaign that takes a JSON object.
func (api *API) onCampaignWith(verb campaignVerbWith, read bodyReader) func(*request) error {
	return func(req *request) error {
		campaignID, err := req.campaignID()
		if err != nil {
			return err
		}
		members, err := read(req)
		if err != nil {
			return err
		}
		return req.answered(verb(req, campaignID, members))
	}
}

func (api *API) nextCustomer(req *request, campaignID int64, members []app.Member) (*auth.Answer, error) {
	return api.app.NextCustomer(req.Context(), req.session, campaignID, members)
}

func (api *API) addCustomers(req *request, campaignID int64, members []app.Member) (*auth.Answer, error) {
	return api.app.AddCustomers(req.Context(), req.session, campaignID, members)
}

// campaignID is the campaign of a request that takes no parameters.
func (req *request) campaignID() (int64, error) {
	id, err := req.id("campaign_id")
	if err != nil {
		return 0, err
	}
	_, err = req.parameters()
	return id, err
}
