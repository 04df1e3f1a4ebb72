package callwork

import (
	"context"
	"fmt"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// defaultLease is how many seconds a claim lasts where nothing is asked for.
const defaultLease = 600

// ClaimInput says how a claim is wanted.
type ClaimInput struct {
	Lease  given.Value[int64]    // seconds; what is not given is left to the campaign
	Faults []callflow.FieldError // what else the door found wrong, told last
}

// NextCustomer claims the next customer that the caller may call, and answers its
// record with the time until which nobody else calls it; an answer without a body
// when nobody can be called now.
func (a *Service) NextCustomer(ctx context.Context, s *auth.Session, campaignID int64, input *ClaimInput) (*auth.Answer, error) {
	lease, err := input.lease()
	if err != nil {
		return nil, err
	}
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		campaign, err := s.Campaign(campaignID)
		if err != nil {
			return nil, err
		}
		if err := a.CheckCalled(s, campaign); err != nil {
			return nil, err
		}
		number, ok, err := handout.Next(w, campaign.ID, s.Setup.Rules(campaign), s.User.ID)
		if err != nil || !ok {
			return &auth.Answer{}, err
		}
		found := callflow.Position{CampaignID: campaign.ID, Number: number}
		return a.workOnNumber(w, s, found, func(k *work) (*auth.Answer, error) { return k.claimAsAsked(lease) })
	})
}

// CheckCalled refuses calls in a campaign that has not begun or has ended.
func (a *Service) CheckCalled(s *auth.Session, campaign *callflow.Campaign) error {
	today := a.authority.Today(s)
	problem := ""
	switch {
	case campaign.StartDate > today:
		problem = "begins on " + campaign.StartDate
	case campaign.ArchivedDate != "" && campaign.ArchivedDate <= today:
		problem = "was archived on " + campaign.ArchivedDate
	case !campaign.IsActive(today):
		problem = "ended on " + campaign.EndDate
	default:
		return nil
	}
	message := "The campaign " + problem + ": nobody is called in it now."
	return &callflow.Error{Code: callflow.Conflict, Message: message, Fix: "An admin may change its dates."}
}

// ClaimCustomer claims one customer, or makes a claim last longer.
func (a *Service) ClaimCustomer(ctx context.Context, s *auth.Session, at Place, input *ClaimInput) (*auth.Answer, error) {
	lease, err := input.lease()
	if err != nil {
		return nil, err
	}
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) {
			if err := k.mayClaim(); err != nil {
				return nil, err
			}
			return k.claimAsAsked(lease)
		})
	})
}

// mayClaim says whether the caller may claim the customer as it stands: nil, or the error that says no.
func (k *work) mayClaim() error {
	if err := k.service.CheckCalled(k.s, k.campaign); err != nil {
		return err
	}
	if kind := callflow.StateOrNone(k.rules.States, k.row.StateID).Kind; kind.Final() {
		standing := k.row.Standing()
		why := k.rules.Callable(&standing, k.w.Now).Why
		return &callflow.Error{Code: callflow.Conflict, Message: why, Fix: "An admin moves it to another call_state with PATCH first."}
	}
	_, err := k.ownClaim()
	return err
}

// ReleaseCustomer gives a claimed customer back, so that others may call it.
func (a *Service) ReleaseCustomer(ctx context.Context, s *auth.Session, at Place) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) {
			if err := k.mustHold(); err != nil {
				return nil, err
			}
			return &auth.Answer{}, handout.EndClaim(w, k.campaign.ID, k.row.Number, s.User.ID)
		})
	})
}

// mustHold refuses to give back a customer whom the caller does not hold.
func (k *work) mustHold() error {
	held, err := k.ownClaim()
	if err == nil && held == (handout.Claim{}) {
		return callflow.NotFoundError()
	}
	return err
}

// lease is how long a claim is asked for, 0 where that is left to the campaign.
func (in *ClaimInput) lease() (time.Duration, error) {
	faults := given.NewFaults()
	lease := given.Take(faults, "lease", in.Lease)
	if in.Lease.Set && !faults.Any() && (lease < 1 || lease > callflow.LongestLease) {
		faults.Note("lease", "must be a number of seconds from 1 to %d.", callflow.LongestLease)
	}
	faults.Add(in.Faults...)
	return time.Duration(lease) * time.Second, faults.Err()
}

// longestLease is the longest that a claim in a campaign may last.
func longestLease(campaign *callflow.Campaign) time.Duration {
	seconds := campaign.MaxLease
	if seconds == 0 {
		seconds = callflow.LongestLease
	}
	return time.Duration(seconds) * time.Second
}

// usualLease is how long a claim in a campaign lasts where nothing is asked for.
func usualLease(campaign *callflow.Campaign) time.Duration {
	return min(defaultLease*time.Second, longestLease(campaign))
}

// claimAsAsked is claim for as long as the caller asks for, 0 for the usual time, which the campaign bounds.
func (k *work) claimAsAsked(lease time.Duration) (*auth.Answer, error) {
	longest := longestLease(k.campaign)
	if lease > longest {
		return nil, callflow.InvalidField("lease", fmt.Sprintf(
			"lease must be at most %d seconds: the campaign allows no longer. An admin may change its max_lease_seconds.", int64(longest.Seconds())))
	}
	if lease == 0 {
		lease = usualLease(k.campaign)
	}
	return k.claim(lease)
}

// checkClaims refuses another claim of a caller who holds as many in the campaign as it allows. One that is held already may last longer.
func (k *work) checkClaims() error {
	if k.campaign.MaxClaims == 0 {
		return nil
	}
	held, thisOne, err := handout.LiveClaims(k.w, k.campaign.ID, k.s.User.ID, k.row.Number)
	if err != nil || thisOne || held < k.campaign.MaxClaims {
		return err
	}
	return &callflow.Error{
		Code: callflow.Conflict,
		Message: callflow.OneOrMore(held,
			fmt.Sprintf("You hold claims on 1 customer of this campaign, and it allows %d at a time.", k.campaign.MaxClaims),
			fmt.Sprintf("You hold claims on %d customers of this campaign, and it allows %d at a time.", held, k.campaign.MaxClaims)),
		Fix: "Register their outcomes, or give some back with DELETE …/claim/; they also lapse by themselves. " +
			"An admin may change the campaign's max_claims_per_agent.",
	}
}

// claim gives the customer to the caller, and shows its record with the claim's end.
func (k *work) claim(lease time.Duration) (*auth.Answer, error) {
	if err := k.checkClaims(); err != nil {
		return nil, err
	}
	until := k.w.Now + lease.Milliseconds()
	if err := handout.SetClaim(k.w, k.campaign.ID, k.row.Number, handout.Claim{UserID: k.s.User.ID, Until: until}); err != nil {
		return nil, err
	}
	record := k.record()
	body := append(record[:len(record)-1:len(record)-1], `,"callflow__claim_until":"`...)
	body = append(body, callflow.FormatMoment(until, k.s.Setup.Location)...)
	return &auth.Answer{Body: append(body, `"}`...), Record: record}, nil
}

// ownClaim gives the caller's claim on the customer, lapsed or not, and refuses where
// somebody else is calling it now. It is the zero Claim where the caller has none.
func (k *work) ownClaim() (own handout.Claim, err error) {
	snapshot, err := k.w.Snapshot()
	if err != nil {
		return own, err
	}
	claims, err := handout.Claims(snapshot, k.campaign.ID, k.row.Number)
	for _, claim := range claims {
		if claim.UserID == k.s.User.ID {
			own = claim
			continue
		}
		if claim.Live(k.w.Now) {
			return own, &callflow.Error{
				Code:    callflow.Conflict,
				Message: fmt.Sprintf("Another user is calling this customer, until %s.", callflow.FormatMoment(claim.Until, k.s.Setup.Location)),
				Fix:     "Take the next customer instead, or try again then.",
			}
		}
	}
	return own, err
}

// endOwnClaim ends the caller's claim with its outcome. One that has lapsed is told:
// somebody else may have called meanwhile.
func (k *work) endOwnClaim() error {
	claim, err := k.ownClaim()
	if err != nil || claim == (handout.Claim{}) {
		return err
	}
	if !claim.Live(k.w.Now) {
		return &callflow.Error{
			Code:    callflow.Conflict,
			Message: fmt.Sprintf("Your claim on this customer lapsed at %s.", callflow.FormatMoment(claim.Until, k.s.Setup.Location)),
			Fix:     "Claim it again with POST …/claim/, then send the outcome again: nothing of it was registered.",
		}
	}
	return handout.EndClaim(k.w, k.campaign.ID, k.row.Number, k.s.User.ID)
}
