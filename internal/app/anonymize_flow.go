package app

import (
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// callNoMore takes a customer that is about to be emptied out of the calls of campaigns: nobody could be called by what is left of it. It goes
// to the campaign's first state of kind excluded, or to its first of kind done; where a campaign has neither, it stays.
func (a *App) callNoMore(w *store.Write, s *auth.Session, traces *store.Traces, campaigns []*callflow.Campaign) error {
	plain := *s
	plain.Match = nil // what was read was the customer
	for _, campaign := range campaigns {
		_, err := a.workOn(w, &plain, Place{CampaignID: campaign.ID, CustomerID: traces.CustomerID}, func(k *work) (*auth.Answer, error) {
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
	return k.w.ForgetClaims(k.campaign.ID, k.row.Number)
}

func (k *work) stateOfKind(kind callflow.StateKind) *callflow.State {
	i := slices.IndexFunc(k.rules.States, func(state callflow.State) bool { return state.Kind == kind })
	if i < 0 {
		return nil
	}
	return &k.rules.States[i]
}

// AuditedMirror is who did what a mirror did.
const AuditedMirror = "mirror"

// AnonymizeMirrored is Anonymize within a mirror's write, for a customer whom the other server has anonymised. own are the campaigns of its
// assignment that are not followed: nobody calls it there by what is left.
func (a *App) AnonymizeMirrored(w *store.Write, s *auth.Session, traces *store.Traces, own []*callflow.Campaign) error {
	if err := a.callNoMore(w, s, traces, own); err != nil {
		return err
	}
	id, err := emptyCustomer(w, traces)
	if err != nil {
		return err
	}
	return w.Audit(store.AuditEntry{User: AuditedMirror, Action: auth.AuditAnonymized, Noun: auth.AuditCustomer, Details: id})
}
