package api

import (
	"context"

	"callflow/internal/api/wire"
	"callflow/internal/auth"
	"callflow/internal/callwork"
)

func (api *API) withdraw(req *request) error {
	seq, err := req.id("call_outcome_id")
	if err != nil {
		return err
	}
	return onCustomerWith(func(ctx context.Context, s *auth.Session, at callwork.Place, input *callwork.WithdrawInput) (*auth.Answer, error) {
		return api.app.Calls.WithdrawOutcome(ctx, s, callwork.OutcomePlace{Place: at, Seq: seq}, input)
	}, wire.ReadWithdrawal, (*request).optionalMembers)(req)
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
	at := callwork.OutcomePlace{Place: callwork.Place{CampaignID: campaignID, CustomerID: req.customerID()}, Seq: seq}
	return req.reported(api.app.Calls.RegisteredOutcome(req.Context(), req.session, at))
}
