package setup

import (
	"slices"
	"strings"

	"callflow"
	"callflow/internal/given"
	"callflow/internal/store/setuprows"
)

// Outcomes are what a call of a campaign can come to.
var Outcomes Noun = &noun[callflow.Outcome, OutcomeEdit]{
	name:  "An outcome",
	blank: callflow.Outcome{CountsAsAttempt: true},
	id:    func(outcome *callflow.Outcome) *int64 { return &outcome.ID },
	all:   outcomesOfOwner,
	view:  viewOutcome,
	read:  readOutcome,
	check: func(c *scope, outcome *callflow.Outcome) error { return outcome.Validate(c.Setup.States[c.owner]) },
	add: func(c *scope, outcome *callflow.Outcome) (int64, error) {
		return setuprows.CreateOutcome(c.w, c.owner, outcome)
	},
	set:  func(c *scope, outcome *callflow.Outcome) error { return setuprows.UpdateOutcome(c.w, c.owner, outcome) },
	used: outcomeInUse,
	drop: func(c *scope, id int64) error { return setuprows.DeleteOutcome(c.w, c.owner, id) },
}

func outcomeInUse(c *scope, outcome *callflow.Outcome) error {
	used, err := c.w.WasRegistered(c.owner, outcome.Type, outcome.Subtype)
	if err != nil || !used {
		return err
	}
	return inUse("The outcome was registered, and the history and the statistics name it.", "Give it a name that says that it is no longer used.")
}

func outcomesOfOwner(c *scope) ([]callflow.Outcome, error) {
	if _, err := c.Campaign(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.Outcomes[c.owner]), nil
}

// OutcomeEdit is what is said of an outcome.
type OutcomeEdit struct {
	Said

	Type               given.Value[string]
	Subtype            given.Value[string]
	CallState          given.Value[string]
	CountsAsAttempt    given.Value[bool]
	RetryAfterMinutes  given.Value[int64]
	MaxAttempts        given.Value[int64]
	ExhaustedCallState given.Value[string]
	Requires           given.Value[[]string]
	Position           given.Value[int64]
}

// Values are the edit's own values.
func (e *OutcomeEdit) Values() []Named {
	return e.values(
		Named{"type", &e.Type},
		Named{"subtype", &e.Subtype},
		Named{"call_state", &e.CallState},
		Named{"counts_as_attempt", &e.CountsAsAttempt},
		Named{"retry_after_minutes", &e.RetryAfterMinutes},
		Named{"max_attempts", &e.MaxAttempts},
		Named{"exhausted_call_state", &e.ExhaustedCallState},
		Named{"requires", &e.Requires},
		Named{"position", &e.Position},
	)
}

// viewOutcome tells call states by their names.
func viewOutcome(c *scope, outcome *callflow.Outcome) Thing {
	return Thing{
		{"id", outcome.ID}, {"type", outcome.Type}, {"subtype", outcome.Subtype}, {"call_state", c.stateName(outcome.StateID)},
		{"counts_as_attempt", outcome.CountsAsAttempt}, {"retry_after_minutes", outcome.RetryAfterMinutes}, {"max_attempts", outcome.MaxAttempts},
		{"exhausted_call_state", c.stateName(outcome.ExhaustedStateID)}, {"requires", textsOf(outcome.Requires)}, {"position", outcome.Position},
	}
}

// stateName is the name of a call state of the owner, "" for none.
func (c *scope) stateName(id int64) string {
	states := c.Setup.States[c.owner]
	i := slices.IndexFunc(states, func(state callflow.State) bool { return state.ID == id })
	if i < 0 {
		return ""
	}
	return states[i].Name
}

func readOutcome(c *scope, f faults, edit *OutcomeEdit, outcome *callflow.Outcome) {
	f.setName("type", edit.Type, &outcome.Type)
	f.setLine("subtype", edit.Subtype, LongestName, &outcome.Subtype)
	c.setState(f, "call_state", edit.CallState, &outcome.StateID)
	f.setBoolean("counts_as_attempt", edit.CountsAsAttempt, &outcome.CountsAsAttempt)
	f.setNumber("retry_after_minutes", edit.RetryAfterMinutes, &outcome.RetryAfterMinutes)
	f.setNumber("max_attempts", edit.MaxAttempts, &outcome.MaxAttempts)
	c.setState(f, "exhausted_call_state", edit.ExhaustedCallState, &outcome.ExhaustedStateID)
	f.setDemands("requires", edit.Requires, &outcome.Requires)
	f.setNumber("position", edit.Position, &outcome.Position)
}

// setState sets a call state of the owner by its name, none for "".
func (c *scope) setState(f faults, name string, value given.Value[string], id *int64) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set || f.Noted(name) {
		return
	}
	*id = 0
	if wanted == "" {
		return
	}
	states := c.Setup.States[c.owner]
	if state := callflow.StateNamed(states, wanted); state != nil {
		*id = state.ID
		return
	}
	names := make([]string, len(states))
	for i := range states {
		names[i] = states[i].Name
	}
	f.Note(name, "%q is not a call state of the campaign. There are: %s.", wanted, strings.Join(names, ", "))
}

// setDemands keeps the demands in the order in which they are listed everywhere.
func (f faults) setDemands(name string, value given.Value[[]string], demands *[]callflow.Demand) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set {
		return
	}
	*demands = make([]callflow.Demand, len(wanted))
	for i := range wanted {
		(*demands)[i] = callflow.Demand(wanted[i])
	}
	slices.SortStableFunc(*demands, func(x, y callflow.Demand) int {
		return slices.Index(callflow.Demands(), x) - slices.Index(callflow.Demands(), y)
	})
}
