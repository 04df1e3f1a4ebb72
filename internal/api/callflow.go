package api

import (
	"context"

	"callflow/internal/app"
	"callflow/internal/auth"
)

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
