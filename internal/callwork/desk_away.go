package callwork

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/store/statuslist"
)

// WhyAway tells why the customer of a desk's page can't be called in its campaign any more. By its number a customer is known who was anonymised
// meanwhile, and has another id since.
func (a *Service) WhyAway(ctx context.Context, s *auth.Session, at Place) error {
	var why *callflow.Error
	err := a.authority.Read(ctx, s, func(r *store.Snapshot, current *auth.Session) error {
		campaign, err := current.Campaign(at.CampaignID)
		if err != nil {
			return err
		}
		number, found, err := r.NumberOf(campaign.AssignmentID, at.CustomerID)
		switch {
		case err != nil:
			return err
		case found && (at.Number == 0 || at.Number == number):
			why, err = whyOut(r, campaign, number)
		default:
			why, err = whyElsewhere(r, campaign, at.Number)
		}
		return err
	})
	if err != nil {
		return err
	}
	return why
}

// whyElsewhere tells why a customer, 0 for one that is not known, does not have the id any more by which it was called.
func whyElsewhere(r *store.Snapshot, campaign *callflow.Campaign, number int64) (*callflow.Error, error) {
	var batch statuslist.Batch
	err := r.CustomerByNumber(campaign.AssignmentID, number, &batch)
	switch {
	case callflow.ErrorCode(err) == callflow.NotFound:
		return errNotInCampaign, nil
	case err != nil:
		return nil, err
	case callflow.IsAnonymizedCard(batch.Rows[0].Card):
		return errAnonymizedSince, nil
	}
	return errNotInCampaign, nil
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
	_, err = changelog.History(r, campaign.ID, number)
	if callflow.ErrorCode(err) == callflow.NotFound { // it never was in it
		return errNotInCampaign, nil
	}
	return errTakenOut, err
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
