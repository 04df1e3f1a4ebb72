package callwork

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

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
	Input      *MoveInput
}

// MovedTogether is what became of several customers.
type MovedTogether struct {
	Moved   int       // how many, with those who stood so already
	Refused []Refusal // of whom it was refused
	Seqs    []int64   // of the moves that were made
}

// MoveCustomers sets call state, due time or comment of several customers by hand, each as MoveCustomer does. What it tells holds also where
// an error ended it. The audit has an entry with the count of those who were moved.
func (a *Service) MoveCustomers(ctx context.Context, s *auth.Session, r *MoveRequest) (*MovedTogether, error) {
	told := &MovedTogether{}
	if len(r.Customers) == 0 || len(r.Customers) > MostTogether {
		return told, callflow.InvalidField("customer_id", "Choose from 1 to 500 customers.")
	}
	if _, err := s.Campaign(r.CampaignID); err != nil {
		return told, err
	}
	audit := movesAudit{service: a, action: auditedMoves, campaignID: r.CampaignID}
	move := func(k *work) (*auth.Answer, error) { return k.moveByHand(r.Input) }
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
