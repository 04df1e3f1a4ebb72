package callwork

import (
	"context"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// TakeNext gives the customer that the caller holds already in a campaign, for another full lease, so that nobody holds two, else claims
// the next one. It gives the customer's id, "" where nobody can be called now.
func (a *Service) TakeNext(ctx context.Context, s *auth.Session, campaignID int64) (string, error) {
	answer, err := a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		campaign, err := s.Campaign(campaignID)
		if err != nil {
			return nil, err
		}
		if err := a.CheckCalled(s, campaign); err != nil {
			return nil, err
		}
		number, lease, found, err := nextAtDesk(w, s, campaign)
		if err != nil || !found {
			return &auth.Answer{}, err
		}
		return a.workOnNumber(w, s, callflow.Position{CampaignID: campaign.ID, Number: number}, func(k *work) (*auth.Answer, error) {
			_, err := k.claim(lease)
			return &auth.Answer{Location: string(k.row.CustomerID)}, err
		})
	})
	if err != nil {
		return "", err
	}
	return answer.Location, nil
}

// nextAtDesk finds whom the caller is to call, and for how long: a claim that was made for longer stays as it is.
func nextAtDesk(w *store.Write, s *auth.Session, campaign *callflow.Campaign) (number int64, lease time.Duration, found bool, err error) {
	lease = usualLease(campaign)
	number, until, held, err := handout.HeldBy(w, campaign.ID, s.User.ID)
	if err != nil {
		return 0, 0, false, err
	}
	if held {
		row, err := w.Row(campaign.ID, number)
		if err != nil {
			return 0, 0, false, err
		}
		if !callflow.StateOrNone(s.Setup.States[campaign.ID], row.StateID).Kind.Final() {
			return number, max(lease, time.Duration(until-w.Now)*time.Millisecond), true, nil
		}
		if err := handout.LapseClaims(w, campaign.ID, number); err != nil { // nothing can come of a call any more
			return 0, 0, false, err
		}
	}
	number, found, err = handout.Next(w, campaign.ID, s.Setup.Rules(campaign), s.User.ID)
	return number, lease, found, err
}
