package setup

import (
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/callwork"
	"callflow/internal/given"
	"callflow/internal/store/setuprows"
)

// CallStates are where the customers of a campaign can stand.
var CallStates Noun = &noun[callflow.State, StateEdit]{
	name:  "A call state",
	id:    func(state *callflow.State) *int64 { return &state.ID },
	all:   statesOfOwner,
	view:  func(_ *scope, state *callflow.State) Thing { return viewState(state) },
	read:  readState,
	check: func(_ *scope, state *callflow.State) error { return state.Validate() },
	guard: guardState,
	used:  stateInUse,
	add: func(c *scope, state *callflow.State) (int64, error) {
		return setuprows.CreateState(c.w, c.owner, state)
	},
	set:  func(c *scope, state *callflow.State) error { return setuprows.UpdateState(c.w, c.owner, state) },
	drop: func(c *scope, id int64) error { return setuprows.DeleteState(c.w, c.owner, id) },
}

// StateEdit is what is said of a call state.
type StateEdit struct {
	Said

	Name     given.Value[string]
	Kind     given.Value[string]
	Position given.Value[int64]
}

// Values are the edit's own values.
func (e *StateEdit) Values() []Named {
	return e.values(
		Named{"name", &e.Name},
		Named{"kind", &e.Kind},
		Named{"position", &e.Position},
	)
}

func viewState(state *callflow.State) Thing {
	return Thing{{"id", state.ID}, {"name", state.Name}, {"kind", string(state.Kind)}, {"position", state.Position}}
}

func statesOfOwner(c *scope) ([]callflow.State, error) {
	if _, err := c.Campaign(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.States[c.owner]), nil
}

func readState(_ *scope, f faults, edit *StateEdit, state *callflow.State) {
	f.setName("name", edit.Name, &state.Name)
	kinds := given.Words[callflow.StateKind]{callflow.KindReady, callflow.KindScheduled, callflow.KindHold, callflow.KindDone, callflow.KindExcluded}
	kinds.Take(f.Faults, "kind", wordOf[callflow.StateKind](edit.Kind), &state.Kind)
	f.setNumber("position", edit.Position, &state.Position)
}

// guardState keeps two things true: customers have a due time in scheduled states
// and nowhere else, and every outcome fits the state that it leads to.
func guardState(c *scope, before, after *callflow.State) error {
	if before.Kind == after.Kind {
		return nil
	}
	states := slices.Clone(c.Setup.States[c.owner])
	*callflow.StateNamed(states, before.Name) = *after
	for _, outcome := range c.Setup.Outcomes[c.owner] {
		if err := outcome.Validate(states); err != nil {
			problem := fmt.Sprintf("The outcome %q would not fit the kind %s. %s", outcomeName(&outcome), after.Kind, callflow.ErrorText(err))
			return inUse(problem, "Change the outcome first.")
		}
	}
	if before.Kind != callflow.KindScheduled && after.Kind != callflow.KindScheduled {
		return nil
	}
	n, _, err := c.w.InState(c.owner, before.ID)
	if err != nil || n == 0 {
		return err
	}
	return inUse(customersAre(n)+" in the call state, and only those in a state of kind scheduled have a due time.",
		"Move them to another call state first.")
}

func stateInUse(c *scope, state *callflow.State) error {
	for _, outcome := range c.Setup.Outcomes[c.owner] {
		if outcome.StateID == state.ID || outcome.ExhaustedStateID == state.ID {
			return inUse(fmt.Sprintf("The outcome %q leads to the call state.", outcomeName(&outcome)), "Change or remove the outcome first.")
		}
	}
	n, ever, err := c.w.InState(c.owner, state.ID)
	if err != nil || !ever {
		return err
	}
	if n > 0 {
		return inUse(customersAre(n)+" in the call state.", "A call state that ever had a customer stays; it may be renamed.")
	}
	return inUse("Customers were in the call state, and the log names it.", "It stays; it may be renamed.")
}

func customersAre(n int64) string {
	return callflow.Counted(n, "customer") + callflow.OneOrMore(n, " is", " are")
}

func outcomeName(outcome *callflow.Outcome) string {
	return callwork.OutcomeCalled(outcome.Type, outcome.Subtype)
}
