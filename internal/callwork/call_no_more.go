package callwork

import (
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// CallNoMore takes a customer that is about to be emptied out of the calls of campaigns: nobody could be called by what is left of it. It goes
// to the campaign's first state of kind excluded, or to its first of kind done; where a campaign has neither, it stays.
func (a *Service) CallNoMore(w *store.Write, s *auth.Session, customerID string, campaigns []*callflow.Campaign) error {
	plain := *s
	plain.Match = nil // what was read was the customer
	for _, campaign := range campaigns {
		_, err := a.workOn(w, &plain, Place{CampaignID: campaign.ID, CustomerID: customerID}, func(k *work) (*auth.Answer, error) {
			return &auth.Answer{}, k.callNoMore()
		})
		if err != nil && callflow.ErrorCode(err) != callflow.NotFound { // it is not in every campaign
			return err
		}
	}
	return nil
}

func (k *work) callNoMore() error {
	end := k.stateOfKind(callflow.KindExcluded)
	if end == nil {
		end = k.stateOfKind(callflow.KindDone)
	}
	if end == nil || callflow.StateOrNone(k.rules.States, k.row.StateID).Kind.Final() {
		return nil
	}
	to, changed, err := k.rules.MoveByHand(&k.standing, &callflow.ManualMove{User: k.s.User, At: k.w.Now, StateID: &end.ID})
	if err != nil || !changed {
		return err
	}
	if err := k.move(&to, callflow.Moved, nil); err != nil {
		return err
	}
	return handout.ForgetClaims(k.w, k.campaign.ID, k.row.Number)
}

func (k *work) stateOfKind(kind callflow.StateKind) *callflow.State {
	i := slices.IndexFunc(k.rules.States, func(state callflow.State) bool { return state.Kind == kind })
	if i < 0 {
		return nil
	}
	return &k.rules.States[i]
}
