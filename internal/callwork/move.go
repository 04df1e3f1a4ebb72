package callwork

import (
	"context"
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
	"callflow/internal/store"
	"callflow/internal/store/handout"
)

// MoveInput is what is changed of a customer by hand. What is not given stays.
type MoveInput struct {
	State   given.Value[string] // the name of a call state of the campaign
	Due     given.Value[int64]  // milliseconds since 1970, 0 for none
	Comment given.Value[string]
	Faults  []callflow.FieldError // what else the door found wrong, told last
}

// MoveCustomer sets call state, due time or comment by hand, and answers the record as it is then.
func (a *Service) MoveCustomer(ctx context.Context, s *auth.Session, at Place, input *MoveInput) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) { return k.moveByHand(input) })
	})
}

func (k *work) moveByHand(input *MoveInput) (*auth.Answer, error) {
	move, err := k.manualMove(input)
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
		err = handout.LapseClaims(k.w, k.campaign.ID, k.row.Number)
	}
	return &auth.Answer{Body: k.record()}, err
}

func (k *work) manualMove(input *MoveInput) (*callflow.ManualMove, error) {
	faults := given.NewFaults()
	move := &callflow.ManualMove{User: k.s.User, At: k.w.Now}
	name := given.Take(faults, "call_state", input.State)
	if input.State.Set && !faults.Any() {
		if state := callflow.StateNamed(k.rules.States, name); state != nil {
			move.StateID = &state.ID
		} else {
			faults.Note("call_state", "%s", UnknownState(name, k.rules.States))
		}
	}
	due, comment := given.Take(faults, "due", input.Due), given.Take(faults, "comment", input.Comment)
	if input.Due.Set {
		move.DueAt = &due
	}
	if input.Comment.Set {
		move.Comment = &comment
	}
	faults.Add(input.Faults...)
	return move, faults.Err()
}

// UnknownState completes a message about a call state that a campaign lacks.
func UnknownState(name string, states []callflow.State) string {
	names := make([]string, len(states))
	for i := range states {
		names[i] = states[i].Name
	}
	message := fmt.Sprintf("%q is none of the campaign's call states.", name)
	if nearest := callflow.Nearest(name, names); nearest != "" {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return message + fmt.Sprintf(" They are: %s.", strings.Join(names, ", "))
}

// RemoveCustomer takes a customer out of a campaign. The log keeps what happened.
func (a *Service) RemoveCustomer(ctx context.Context, s *auth.Session, at Place) (*auth.Answer, error) {
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) {
		return a.workOn(w, s, at, func(k *work) (*auth.Answer, error) {
			by := callflow.Status{User: s.User.Name, Cause: callflow.CauseManual, Alternative: callflow.CauseManual}
			if err := w.RemoveFromCampaign(k.row, k.campaign, by); err != nil {
				return nil, err
			}
			return &auth.Answer{}, handout.ForgetClaims(w, k.campaign.ID, k.row.Number)
		})
	})
}
