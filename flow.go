package callflow

import "slices"

// FlowOf is the flow of a campaign that is there, for one that begins alike: what leads to a call state leads to the one in its place.
func FlowOf(states []State, outcomes []Outcome) Flow {
	fresh := slices.Clone(states)
	for i := range fresh {
		fresh[i].ID = 0
	}
	return Flow{States: fresh, Outcomes: func(made []State) []Outcome {
		inPlaceOf := func(id int64) int64 {
			i := slices.IndexFunc(states, func(state State) bool { return state.ID == id })
			if i < 0 {
				return 0
			}
			return made[i].ID
		}
		alike := slices.Clone(outcomes)
		for i := range alike {
			outcome := &alike[i]
			outcome.ID, outcome.StateID, outcome.ExhaustedStateID = 0, inPlaceOf(outcome.StateID), inPlaceOf(outcome.ExhaustedStateID)
		}
		return alike
	}}
}

// norwegianFlow has the Norwegian names of the flow that campaigns begin with.
var norwegianFlow = map[string]string{
	"Ready": "Klar", "On Hold": "På vent", "To Call": "Skal ringes", "Scheduled": "Planlagt", "Lead": "Interessert", "Unconfirmed - Yes": "Ubekreftet ja",
	"Booked": "Booket", "Appointment open": "Møte avtalt", "Appointment closed": "Møte holdt", "Completed - Yes": "Fullført - ja",
	"Completed - No": "Fullført - nei", "Excluded": "Reservert",

	"No answer": "Ikke svar", "Busy": "Opptatt", "Answering machine": "Telefonsvarer", "Callback": "Ring tilbake", "Call back later": "Ring tilbake senere",
	"Interested": "Vil vite mer", "Meeting": "Møte", "Meeting booked": "Møte booket", "Meeting held": "Møtet er holdt", "Booking": "Booking",
	"Sale": "Salg", "Yes - to be confirmed": "Ja - skal bekreftes", "Yes": "Ja", "No": "Nei", "Not interested": "Ikke interessert",
	"Wrong number": "Feil nummer", "Do not call": "Ring ikke", "Does not want calls": "Vil ikke bli ringt",
}

// NorwegianFlow is DefaultFlow with Norwegian names.
func NorwegianFlow() Flow {
	english := DefaultStates()
	states := slices.Clone(english)
	for i := range states {
		states[i].Name = norwegianFlow[states[i].Name]
	}
	return Flow{States: states, Outcomes: func(made []State) []Outcome {
		for i := range made {
			english[i].ID = made[i].ID
		}
		outcomes := DefaultOutcomes(english)
		for i := range outcomes {
			outcomes[i].Type, outcomes[i].Subtype = norwegianFlow[outcomes[i].Type], norwegianFlow[outcomes[i].Subtype]
		}
		return outcomes
	}}
}
