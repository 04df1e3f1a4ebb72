package chart

import (
	"fmt"

	"callflow"
	"callflow/internal/app"
)

// How many states of one kind are told apart: so many shades, which come again with so many edges. The style has them.
const (
	shadesOfKind = 5
	edgesOfKind  = 3
)

// State is a call state with its customers, as bars, legends and charts show it.
type State struct {
	Name      string
	Kind      callflow.StateKind
	Class     string // of its colour
	Customers int64
	Share     float64 // of all customers, from 0 to 1
	X, Width  float64 // in the bar, which is barWidth wide
}

// barWidth is how wide a bar is in its own units.
const barWidth = 1000

// States are the states in their order, with colours by kind, and places side by side in a bar.
func States(states []app.StateCount, customers int64) []State {
	views := make([]State, len(states))
	shades := make(map[callflow.StateKind]int)
	x := 0.0
	for i := range states {
		state := &states[i]
		view := State{Name: state.Name, Kind: state.Kind, Customers: state.Customers, X: x}
		view.Class = classOfState(state.Kind, shades[state.Kind])
		shades[state.Kind]++
		if customers > 0 {
			view.Share = float64(state.Customers) / float64(customers)
		}
		view.Width = view.Share * barWidth
		x += view.Width
		views[i] = view
	}
	return views
}

// ClassOf is the colour of one of a campaign's states, which the id names; "" where it is none of them.
func ClassOf(states []callflow.State, id int64) string {
	counts := make([]app.StateCount, len(states))
	for i := range states {
		counts[i].State = states[i]
	}
	for i, view := range States(counts, 0) {
		if states[i].ID == id {
			return view.Class
		}
	}
	return ""
}

// classOfState is how the state looks that so many of its kind come before.
func classOfState(kind callflow.StateKind, before int) string {
	class := fmt.Sprintf("k-%s s-%d", kind, before%shadesOfKind)
	if edge := before / shadesOfKind % (edgesOfKind + 1); edge > 0 {
		class += fmt.Sprintf(" e-%d", edge)
	}
	return class
}
