package api

import (
	"context"
	"net/http"

	"callflow/internal/api/wire"
	"callflow/internal/app"
	"callflow/internal/auth"
)

type customerReport func(ctx context.Context, s *auth.Session, campaignID int64, customerID string) (*auth.Report, error)

// onCustomerReport answers a report on one callflow customer.
func (api *API) onCustomerReport(report customerReport) func(*request) error {
	return func(req *request) error {
		campaignID, err := req.campaignID()
		if err != nil {
			return err
		}
		return req.reported(report(req.Context(), req.session, campaignID, req.customerID()))
	}
}

func (api *API) statistics(req *request) error {
	campaignID, err := req.id("campaign_id")
	if err != nil {
		return err
	}
	q, err := req.parameters("from_date", "to_date")
	if err != nil {
		return err
	}
	from, to, err := q.days()
	if err != nil {
		return err
	}
	return req.reported(api.app.Statistics(req.Context(), req.session, &app.StatisticsRequest{CampaignID: campaignID, From: from, To: to}))
}

// dryRun answers what other rules would have done. It changes nothing, so that it may be sent again without a key.
func (api *API) dryRun(req *request) error {
	campaignID, err := req.campaignID()
	if err != nil {
		return err
	}
	members, err := req.members()
	if err != nil {
		return err
	}
	result, moment, err := api.app.Setup.DryRun(req.Context(), req.session, campaignID, wire.ReadDryRun(members, req.session.Setup.Location))
	if err != nil {
		return err
	}
	return req.answered(&auth.Answer{Body: wire.EncodeDryRun(result), Token: req.session.Setup.Token(moment.Seq)}, nil)
}

func (req *request) reported(report *auth.Report, err error) error {
	if err != nil {
		return err
	}
	return req.sendJSON(http.StatusOK, report.Body, report.Moment)
}

// days reads from_date and to_date, "" where they are not given. An empty day is a mistake.
func (q *query) days() (from, to string, err error) {
	for _, day := range []struct {
		name string
		text *string
	}{{"from_date", &from}, {"to_date", &to}} {
		text, given, err := q.one(day.name)
		if err != nil {
			return "", "", err
		}
		if given && text == "" {
			return "", "", invalid(day.name, "%s is empty. Give a day as 20261124, or leave it out.", day.name)
		}
		*day.text = text
	}
	return from, to, nil
}
