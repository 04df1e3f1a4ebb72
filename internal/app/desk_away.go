package app

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// WhyAway tells why the customer of a desk's page can't be called in its campaign any more. seq is that of a change of the customer in the
// campaign that the page was made with, 0 for none: by it a customer is known who was anonymised meanwhile, and has another id since.
func (a *App) WhyAway(ctx context.Context, s *auth.Session, at Place, seq int64) error {
	var why *callflow.Error
	err := a.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		campaign, err := current.Campaign(at.CampaignID)
		if err != nil {
			return err
		}
		number, found, err := r.NumberOf(campaign.AssignmentID, at.CustomerID)
		if err != nil {
			return err
		}
		why = errNotInCampaign
		if !found {
			anonymized, err := anonymizedSince(r, campaign, seq)
			if anonymized {
				why = errAnonymizedSince
			}
			return err
		}
		why, err = whyOut(r, campaign, number)
		return err
	})
	if err != nil {
		return err
	}
	return why
}

// whyOut tells why a customer is not in a campaign.
func whyOut(r *store.Snapshot, campaign *callflow.Campaign, number int64) (*callflow.Error, error) {
	in, err := r.InCampaign(campaign.ID, number)
	if err != nil {
		return nil, err
	}
	if in { // something else was not found
		return callflow.NotFoundError(), nil
	}
	_, err = r.History(campaign.ID, number)
	if callflow.ErrorCode(err) == callflow.NotFound { // it never was in it
		return errNotInCampaign, nil
	}
	return errTakenOut, err
}

// anonymizedSince says whether the customer whom a change in a campaign was about is an anonymised one.
func anonymizedSince(r *store.Snapshot, campaign *callflow.Campaign, seq int64) (bool, error) {
	if seq <= 0 {
		return false, nil
	}
	number := int64(0)
	err := r.CampaignChanges(campaign.ID, seq-1, 1, func(entry *store.LogEntry) {
		if entry.Seq == seq {
			number = entry.Number
		}
	})
	if err != nil || number == 0 {
		return false, err
	}
	var batch store.Batch
	if err := r.CustomerByNumber(campaign.AssignmentID, number, &batch); err != nil {
		return false, err
	}
	return callflow.IsAnonymizedCard(batch.Rows[0].Card), nil
}

// Why a customer is away from the desk.
var (
	errAnonymizedSince = &callflow.Error{
		Code: callflow.Gone, Message: "The customer was anonymised meanwhile: there is nobody to call.", Fix: goOn,
	}
	errTakenOut      = &callflow.Error{Code: callflow.Gone, Message: "The customer is no longer in this campaign.", Fix: goOn}
	errNotInCampaign = &callflow.Error{
		Code: callflow.NotFound, Message: "This customer is not in the campaign: it may have been anonymised, or taken out.", Fix: goOn,
	}
)

// goOn is what to do where a customer is away.
const goOn = "Go on with the next customer."
