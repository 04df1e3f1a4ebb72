package app

import (
	"context"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// TakeNext gives the customer that the caller holds already in a campaign, for another full lease, so that nobody holds two, else claims
// the next one. It gives the customer's id, "" where nobody can be called now.
func (a *App) TakeNext(ctx context.Context, s *auth.Session, campaignID int64) (string, error) {
	answer, err := a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
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
	number, until, held, err := w.HeldBy(campaign.ID, s.User.ID)
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
		if err := w.LapseClaims(campaign.ID, number); err != nil { // nothing can come of a call any more
			return 0, 0, false, err
		}
	}
	number, found, err = w.NextCallable(campaign.ID, s.Setup.Rules(campaign), s.User.ID)
	return number, lease, found, err
}

// Refusal says of one customer of several why it could not be done.
type Refusal struct {
	CustomerID string
	Err        error
}

// MostTogether is how many customers are moved by hand at a time; what refuses more says so.
const MostTogether = 500

// MoveRequest moves several customers of a campaign by hand.
type MoveRequest struct {
	CampaignID int64
	Customers  []Place // in that campaign
	Members    []Member
}

// MovedTogether is what became of several customers.
type MovedTogether struct {
	Moved   int       // how many, with those who stood so already
	Refused []Refusal // of whom it was refused
	Seqs    []int64   // of the moves that were made
}

// MoveCustomers sets call state, due time or comment of several customers by hand, each as MoveCustomer does. What it tells holds also where
// an error ended it. The audit has an entry with the count of those who were moved.
func (a *App) MoveCustomers(ctx context.Context, s *auth.Session, r *MoveRequest) (*MovedTogether, error) {
	told := &MovedTogether{}
	if len(r.Customers) == 0 || len(r.Customers) > MostTogether {
		return told, callflow.InvalidField("customer_id", "Choose from 1 to 500 customers.")
	}
	if _, err := s.Campaign(r.CampaignID); err != nil {
		return told, err
	}
	audit := movesAudit{app: a, action: auditedMoves, campaignID: r.CampaignID}
	move := func(k *work) (*auth.Answer, error) { return k.moveByHand(r.Members) }
	for _, at := range r.Customers {
		at.CampaignID = r.CampaignID
		seq, err := audit.one(ctx, s, func(w *store.Write, s *auth.Session, fn func(*work) (*auth.Answer, error)) (*auth.Answer, error) {
			return a.workOn(w, s, at, fn)
		}, move)
		switch {
		case err == nil:
			told.Moved++
		case isRefusal(err):
			told.Refused = append(told.Refused, Refusal{at.CustomerID, err})
		default:
			return told, err
		}
		if seq != 0 {
			told.Seqs = append(told.Seqs, seq)
		}
	}
	return told, nil
}

// isRefusal says whether an error is about the one customer, so that the others may still be done.
func isRefusal(err error) bool {
	switch callflow.ErrorCode(err) { //nolint:exhaustive // every other code ends the work
	case callflow.Invalid, callflow.Conflict, callflow.NotFound, callflow.PreconditionFailed, callflow.Unprocessable:
		return true
	}
	return false
}
