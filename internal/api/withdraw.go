package api

import (
	"context"

	"callflow/internal/app"
	"callflow/internal/auth"
)

func (api *API) withdraw(req *request) error {
	seq, err := req.id("call_outcome_id")
	if err != nil {
		return err
	}
	return api.onCustomerWith(func(ctx context.Context, s *auth.Session, at app.Place, members []app.Member) (*auth.Answer, error) {
		return api.app.WithdrawOutcome(ctx, s, app.OutcomePlace{Place: at, Seq: seq}, members)
	}, (*request).optionalMembers)(req)
}

// callOutcome answers one registered outcome, with its id, and by whom it was withdrawn.
func (api *API) callOutcome(req *request) error {
	seq, err := req.id("call_outcome_id")
	if err != nil {
		return err
	}
	campaignID, err := req.campaignID()
	if err != nil {
		return err
	}
	at := app.OutcomePlace{Place: app.Place{CampaignID: campaignID, CustomerID: req.customerID()}, Seq: seq}
	return req.reported(api.app.RegisteredOutcome(req.Context(), req.session, at))
}
