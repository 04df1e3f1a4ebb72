package callflow_test

import (
	"slices"
	"testing"

	"callflow"
)

// made gives states the ids that a database would.
func made(flow callflow.Flow) ([]callflow.State, []callflow.Outcome) {
	states := slices.Clone(flow.States)
	for i := range states {
		states[i].ID = int64(i + 101)
	}
	return states, flow.Outcomes(states)
}

func TestTheNorwegianFlowIsTheUsualOneInOtherWords(t *testing.T) {
	t.Parallel()
	states, outcomes := made(callflow.DefaultFlow())
	nbStates, nbOutcomes := made(callflow.NorwegianFlow())
	if len(nbStates) != len(states) || len(nbOutcomes) != len(outcomes) {
		t.Fatalf("it has %d call states and %d outcomes", len(nbStates), len(nbOutcomes))
	}
	names := make(map[string]bool)
	for i := range states {
		if nbStates[i].Name == "" || names[nbStates[i].Name] || nbStates[i].Kind != states[i].Kind || nbStates[i].Position != states[i].Position {
			t.Errorf("%v is %v", states[i], nbStates[i])
		}
		names[nbStates[i].Name] = true
	}
	for i := range outcomes {
		nb, en := nbOutcomes[i], outcomes[i]
		if nb.Type == "" || nb.Subtype == "" {
			t.Errorf("%s / %s has no name", en.Type, en.Subtype)
		}
		nb.Type, nb.Subtype = en.Type, en.Subtype
		if nb.StateID == 0 || nb.StateID != en.StateID || nb.ExhaustedStateID != en.ExhaustedStateID || nb.Validate(nbStates) != nil {
			t.Errorf("%v is %v: %v", en, nb, nb.Validate(nbStates))
		}
	}
}

func TestAFlowThatIsLikeAnotherLeadsToItsOwnCallStates(t *testing.T) {
	t.Parallel()
	states, outcomes := made(callflow.DefaultFlow())
	states[0], states[3] = states[3], states[0] // in another order
	flow := callflow.FlowOf(states, outcomes)
	for i := range flow.States {
		if flow.States[i].ID != 0 {
			t.Fatalf("%v has an id of another campaign", flow.States[i])
		}
		flow.States[i].ID = int64(i + 501)
	}
	for i, alike := range flow.Outcomes(flow.States) {
		name := func(all []callflow.State, id int64) string { return callflow.StateOrNone(all, id).Name }
		if alike.ID != 0 || name(flow.States, alike.StateID) != name(states, outcomes[i].StateID) ||
			name(flow.States, alike.ExhaustedStateID) != name(states, outcomes[i].ExhaustedStateID) {
			t.Errorf("%v became %v", outcomes[i], alike)
		}
	}
}
