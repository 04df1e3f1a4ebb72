package api

import (
	"context"
	"net/http"

	"callflow/internal/app"
	"callflow/internal/auth"
)

// withdrawRoutes are those of one outcome that was registered: to read it, and to take it back.
func (api *API) withdrawRoutes() {
	const outcome = "/campaigns/{campaign_id}/callflow_customers/{customer_id}/call_outcomes/{call_outcome_id}"
	api.route(outcome, get(auth.ReadStatus, api.callOutcome))
	api.route(outcome+"/withdraw", methods{http.MethodPost: {right: auth.WithdrawOwn, handle: api.withdraw}})
}

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
