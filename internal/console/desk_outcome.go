package console

import (
	"cmp"
	"strings"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/callwork"
	"callflow/internal/console/chart"
)

// outcomeButton is an outcome as a large button with a key.
type outcomeButton struct {
	callflow.Outcome
	Key      string
	Leads    string // the call state that it leads this customer to
	Class    string // of that state's colour
	Says     string // what registering it does, as a sentence
	Final    bool   // calls end there
	Requires string // names of inputs that have to be filled in, with spaces between
	Shown    string // mark of what the page says of it: another one is asked about before it is registered
	Chosen   bool
}

// Called is what an agent calls the outcome.
func (b *outcomeButton) Called() string { return cmp.Or(b.Subtype, b.Type) }

// outcomeKeys choose outcomes in their order.
const outcomeKeys = "1234567890qwertyuiop"

// demandInputs are the inputs that a demand asks for.
var demandInputs = map[callflow.Demand]string{
	callflow.DemandComment: "comment", callflow.DemandCallback: "callback_at", callflow.DemandMeeting: "meeting_from", callflow.DemandProduct: "product",
}

func (v *callView) fillOutcomes(place *app.CardPlace, rules *callflow.Rules) {
	for i := range place.Outcomes {
		outcome := place.Outcomes[i]
		from := standingAt(place)
		button := outcomeButton{Outcome: outcome, Chosen: outcome.ID == v.Sent.OutcomeID, Shown: callwork.ShownOutcome(rules, from, &outcome)}
		if i < len(outcomeKeys) {
			button.Key = outcomeKeys[i : i+1]
		}
		if state := callwork.LeadsTo(rules, from, &outcome); state != nil {
			button.Leads, button.Class, button.Final = state.Name, chart.ClassOf(place.States, state.ID), state.Kind.Final()
		}
		button.Says = v.T("%s leads to %s. Enter registers it.", button.Called(), button.Leads)
		if button.Final {
			says := "%s leads to %s, and that is final: the customer is not called again. Enter registers it."
			button.Says = v.T(says, button.Called(), button.Leads)
		}
		var requires []string
		for _, demand := range outcome.Requires {
			requires = append(requires, demandInputs[demand])
		}
		button.Requires = strings.Join(requires, " ")
		v.Outcomes = append(v.Outcomes, button)
		if button.Chosen {
			v.Chosen = &v.Outcomes[i]
		}
	}
}

// standingAt is as much of where a customer stands as decides where an outcome leads.
func standingAt(place *app.CardPlace) *callflow.Standing {
	return &callflow.Standing{StateID: place.State.ID, Attempts: place.Attempts}
}

// tellChanged says what an outcome is now that was another when the agent chose it; of one that is gone there is nothing to say.
func (v *callView) tellChanged(outcomeID int64) {
	for i := range v.Outcomes {
		button := &v.Outcomes[i]
		switch {
		case button.ID != outcomeID:
		case button.Final:
			v.Problem += " " + v.T("%s leads to %s now, and that is final.", button.Called(), button.Leads)
		default:
			v.Problem += " " + v.T("%s leads to %s now.", button.Called(), button.Leads)
		}
	}
}
