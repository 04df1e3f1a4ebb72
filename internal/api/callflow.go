package api

import (
	"context"
	"time"

	"callflow/internal/api/wire"
	"callflow/internal/auth"
	"callflow/internal/callwork"
)

type customerVerb func(ctx context.Context, s *auth.Session, at callwork.Place) (*auth.Answer, error)

// onCustomer answers a verb on one callflow customer that takes no body.
func (api *API) onCustomer(verb customerVerb) func(*request) error {
	return func(req *request) error {
		campaignID, err := req.campaignID()
		if err != nil {
			return err
		}
		return req.answered(verb(req.Context(), req.session, callwork.Place{CampaignID: campaignID, CustomerID: req.customerID()}))
	}
}

// bodyReader reads the members of a request's body: one that has to be there, or may be left out.
type bodyReader func(*request) ([]wire.Member, error)

// inputReader reads a verb's input from the members of a body.
type inputReader[In any] func(members []wire.Member, location *time.Location) *In

// customerVerbWith is a verb on one callflow customer that takes an input.
type customerVerbWith[In any] func(ctx context.Context, s *auth.Session, at callwork.Place, input *In) (*auth.Answer, error)

// onCustomerWith answers a verb on one callflow customer that takes a JSON object.
func onCustomerWith[In any](verb customerVerbWith[In], read inputReader[In], from bodyReader) func(*request) error {
	return onCampaignWith(func(ctx context.Context, req *request, campaignID int64, input *In) (*auth.Answer, error) {
		return verb(ctx, req.session, callwork.Place{CampaignID: campaignID, CustomerID: req.customerID()}, input)
	}, read, from)
}

// campaignVerbWith is a verb on a campaign that takes an input.
type campaignVerbWith[In any] func(ctx context.Context, req *request, campaignID int64, input *In) (*auth.Answer, error)

// onCampaignWith answers a verb on a campaign that takes a JSON object.
func onCampaignWith[In any](verb campaignVerbWith[In], read inputReader[In], from bodyReader) func(*request) error {
	return func(req *request) error {
		campaignID, err := req.campaignID()
		if err != nil {
			return err
		}
		members, err := from(req)
		if err != nil {
			return err
		}
		return req.answered(verb(req.Context(), req, campaignID, read(members, req.session.Setup.Location)))
	}
}

func (api *API) nextCustomer(ctx context.Context, req *request, campaignID int64, input *callwork.ClaimInput) (*auth.Answer, error) {
	return api.app.Calls.NextCustomer(ctx, req.session, campaignID, input)
}

func (api *API) addCustomers(ctx context.Context, req *request, campaignID int64, input *callwork.AddInput) (*auth.Answer, error) {
	_, answer, err := api.app.Calls.AddCustomers(ctx, req.session, campaignID, input)
	return answer, err
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
