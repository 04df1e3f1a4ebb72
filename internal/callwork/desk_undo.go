package callwork

import (
	"context"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// UndoAtDesk takes back an outcome that the caller registered at the desk, and gives the customer to the caller again where it may be called.
// calling is the number of the customer that the caller is calling meanwhile, 0 for none: it stays the caller's, but where the campaign lets
// nobody hold both.
func (a *Service) UndoAtDesk(ctx context.Context, s *auth.Session, at OutcomePlace, calling int64) error {
	_, err := a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.withdrawIn(w, s, at, func(k *work) (*auth.Answer, error) {
			if _, err := k.withdraw(at.Seq, &WithdrawInput{}); err != nil {
				return nil, err
			}
			return &auth.Answer{}, k.takeAgain(calling)
		})
	})
	return err
}

// takeAgain gives the customer to the caller where the rules let it be called, and leaves it else.
func (k *work) takeAgain(calling int64) error {
	if err := k.mayClaim(); err != nil {
		return unlessConflict(err)
	}
	_, err := k.claim(usualLease(k.campaign))
	if callflow.ErrorCode(err) != callflow.Conflict {
		return err
	}
	if err := k.giveBack(calling); err != nil {
		return err
	}
	_, err = k.claim(usualLease(k.campaign))
	return unlessConflict(err)
}

// giveBack ends the caller's claim on another customer of the campaign; where there is none, nothing.
func (k *work) giveBack(number int64) error {
	if number == k.row.Number {
		return nil
	}
	return handout.EndClaim(k.w, k.campaign.ID, number, k.s.User.ID)
}

// unlessConflict is an error, but for one that the rules say no with.
func unlessConflict(err error) error {
	if callflow.ErrorCode(err) == callflow.Conflict {
		return nil
	}
	return err
}
