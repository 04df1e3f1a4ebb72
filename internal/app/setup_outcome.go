package app

import (
	"slices"
	"strings"

	"callflow"
)

// Outcomes are what a call of a campaign can come to.
var Outcomes Noun = &noun[callflow.Outcome]{
	name:  "An outcome",
	blank: callflow.Outcome{CountsAsAttempt: true},
	id:    func(outcome *callflow.Outcome) *int64 { return &outcome.ID },
	all:   outcomesOfOwner,
	view:  viewOutcome,
	read:  readOutcome,
	check: func(c *scope, outcome *callflow.Outcome) error { return outcome.Validate(c.Setup.States[c.owner]) },
	add:   func(c *scope, outcome *callflow.Outcome) (int64, error) { return c.w.CreateOutcome(c.owner, outcome) },
	set:   func(c *scope, outcome *callflow.Outcome) error { return c.w.UpdateOutcome(c.owner, outcome) },
	used:  outcomeInUse,
	drop:  func(c *scope, id int64) error { return c.w.DeleteOutcome(c.owner, id) },
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

// outcomeView is an outcome as JSON shows it: call states by their names.
type outcomeView struct {
	ID                 int64             `json:"id"`
	Type               string            `json:"type"`
	Subtype            string            `json:"subtype"`
	CallState          string            `json:"call_state"`
	CountsAsAttempt    bool              `json:"counts_as_attempt"`
	RetryAfterMinutes  int64             `json:"retry_after_minutes"`
	MaxAttempts        int64             `json:"max_attempts"`
	ExhaustedCallState string            `json:"exhausted_call_state"`
	Requires           []callflow.Demand `json:"requires"`
	Position           int64             `json:"position"`
}

func viewOutcome(c *scope, outcome *callflow.Outcome) any {
	return outcomeView{
		ID: outcome.ID, Type: outcome.Type, Subtype: outcome.Subtype, CallState: c.stateName(outcome.StateID),
		CountsAsAttempt: outcome.CountsAsAttempt, RetryAfterMinutes: outcome.RetryAfterMinutes, MaxAttempts: outcome.MaxAttempts,
		ExhaustedCallState: c.stateName(outcome.ExhaustedStateID), Requires: append([]callflow.Demand{}, outcome.Requires...), Position: outcome.Position,
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

func readOutcome(c *scope, b *body, outcome *callflow.Outcome) {
	b.setName("type", &outcome.Type)
	b.setLine("subtype", longestName, &outcome.Subtype)
	c.setState(b, "call_state", &outcome.StateID)
	b.setBoolean("counts_as_attempt", &outcome.CountsAsAttempt)
	b.setNumber("retry_after_minutes", &outcome.RetryAfterMinutes)
	b.setNumber("max_attempts", &outcome.MaxAttempts)
	c.setState(b, "exhausted_call_state", &outcome.ExhaustedStateID)
	b.setDemands("requires", &outcome.Requires)
	b.setNumber("position", &outcome.Position)
}

// setState sets a call state of the owner by its name, none for "".
func (c *scope) setState(b *body, name string, id *int64) {
	given := b.text(name)
	if !b.has(name) || b.noted(name) {
		return
	}
	*id = 0
	if given == "" {
		return
	}
	states := c.Setup.States[c.owner]
	if state := callflow.StateNamed(states, given); state != nil {
		*id = state.ID
		return
	}
	names := make([]string, len(states))
	for i := range states {
		names[i] = states[i].Name
	}
	b.note(name, "%q is not a call state of the campaign. There are: %s.", given, strings.Join(names, ", "))
}

// setDemands keeps the demands in the order in which they are listed everywhere.
func (b *body) setDemands(name string, demands *[]callflow.Demand) {
	given := b.texts(name)
	if !b.has(name) {
		return
	}
	*demands = make([]callflow.Demand, len(given))
	for i := range given {
		(*demands)[i] = callflow.Demand(given[i])
	}
	slices.SortStableFunc(*demands, func(x, y callflow.Demand) int {
		return slices.Index(callflow.Demands(), x) - slices.Index(callflow.Demands(), y)
	})
}
