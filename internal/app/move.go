package app

import (
	"context"
	"fmt"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// MoveCustomer sets call state, due time or comment by hand, and answers the record as it is then.
func (a *App) MoveCustomer(ctx context.Context, s *auth.Session, at Place, members []Member) (*auth.Answer, error) {
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) { return k.moveByHand(members) })
	})
}

func (k *work) moveByHand(members []Member) (*auth.Answer, error) {
	move, err := k.decodeMove(members)
	if err != nil {
		return nil, err
	}
	if move.Comment != nil {
		if err := k.checkWords(*move.Comment); err != nil {
			return nil, err
		}
	}
	from := k.row.StateID
	to, changed, err := k.rules.MoveByHand(&k.standing, move)
	if err != nil {
		return nil, err
	}
	if !changed {
		return &auth.Answer{Body: k.record()}, nil
	}
	if err := k.move(&to, callflow.Moved, nil); err != nil {
		return nil, err
	}
	if to.StateID != from { // whoever is calling it is calling somebody who stands elsewhere
		err = k.w.LapseClaims(k.campaign.ID, k.row.Number)
	}
	return &auth.Answer{Body: k.record()}, err
}

func (k *work) decodeMove(members []Member) (*callflow.ManualMove, error) {
	b := newBody("A change by hand", members, k.s.Setup.Location)
	move := &callflow.ManualMove{User: k.s.User, At: k.w.Now}
	name := b.text("call_state")
	if b.has("call_state") && len(*b.wrong) == 0 {
		state := callflow.StateNamed(k.rules.States, name)
		if state == nil {
			b.note("call_state", "%s", unknownStateHere(name, k.rules.States))
		} else {
			move.StateID = &state.ID
		}
	}
	due, comment := b.moment("due"), b.text("comment")
	if b.has("due") {
		move.DueAt = &due
	}
	if b.has("comment") {
		move.Comment = &comment
	}
	return move, b.err()
}

// unknownStateHere completes a message about a call state that a campaign lacks.
func unknownStateHere(name string, states []callflow.State) string {
	names := make([]string, len(states))
	for i := range states {
		names[i] = states[i].Name
	}
	message := fmt.Sprintf("%q is none of the campaign's call states.", name)
	if nearest := callflow.Nearest(name, names); nearest != "" {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return message + fmt.Sprintf(" They are: %s.", joined(names))
}

// RemoveCustomer takes a customer out of a campaign. The log keeps what happened.
func (a *App) RemoveCustomer(ctx context.Context, s *auth.Session, at Place) (*auth.Answer, error) {
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) {
			by := callflow.Status{User: s.User.Name, Cause: callflow.CauseManual, Alternative: callflow.CauseManual}
			if err := w.RemoveFromCampaign(k.row, k.campaign, by); err != nil {
				return nil, err
			}
			return &auth.Answer{}, w.ForgetClaims(k.campaign.ID, k.row.Number)
		})
	})
}
