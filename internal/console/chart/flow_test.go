package chart

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"callflow"
	"callflow/internal/app"
)

func TestTheFlowLeavesOutCallStatesThatAreEmpty(t *testing.T) {
	t.Parallel()
	states := []State{
		{Name: "Ready", Kind: callflow.KindReady, Customers: 3}, {Name: "Lead", Kind: callflow.KindHold}, {Name: "Left", Kind: callflow.KindHold},
		{Name: "Sold", Kind: callflow.KindDone},
	}
	moves := []app.Move{{From: "Left", To: "Sold", Times: 1}}
	if view := NewFlow(states, moves); len(view.Nodes) != 3 || view.Hidden != 1 || view.node("Lead") != nil {
		t.Errorf("%d states are drawn, %d are not: %+v", len(view.Nodes), view.Hidden, view.Nodes)
	}
	if view := NewFlow(states[1:], nil); len(view.Nodes) != 3 {
		t.Errorf("of a campaign without customers %d states are drawn", len(view.Nodes))
	}
}

var wholeNumber = regexp.MustCompile(`\d+`)

func TestNoLinkOfTheFlowRunsBehindABoxInTheMiddle(t *testing.T) {
	t.Parallel()
	var states []State
	for i := range 6 {
		for _, kind := range []callflow.StateKind{callflow.KindReady, callflow.KindHold, callflow.KindDone} {
			states = append(states, State{Name: fmt.Sprint(kind, i), Kind: kind, Customers: 1})
		}
	}
	for from := range 6 {
		for to := range 6 {
			for _, ends := range [][2]callflow.StateKind{{callflow.KindReady, callflow.KindDone}, {callflow.KindDone, callflow.KindReady}} {
				move := app.Move{From: fmt.Sprint(ends[0], from), To: fmt.Sprint(ends[1], to), Times: 1}
				view := NewFlow(states, []app.Move{move})
				y := straightAt(t, view.Links[0].Path)
				for _, node := range view.Nodes {
					if node.Kind == callflow.KindHold && y > node.Y && y < node.Y+node.Height {
						t.Errorf("from %s to %s a link runs behind %s", move.From, move.To, node.Name)
					}
				}
			}
		}
	}
}

// straightAt is the height at which a link crosses the middle column.
func straightAt(t *testing.T, path string) float64 {
	t.Helper()
	straight := regexp.MustCompile(`L\d+ \d+`).FindString(path)
	found := wholeNumber.FindAllString(straight, -1)
	if len(found) != 2 {
		t.Fatalf("the link %s does not cross the middle straight", path)
	}
	y, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func TestNoTwoNumbersOfTheFlowLieOnOneAnotherWhereCustomersWentBothWays(t *testing.T) {
	t.Parallel()
	kinds := []callflow.StateKind{callflow.KindReady, callflow.KindHold, callflow.KindDone}
	var states []State
	for i := range 3 {
		for _, kind := range kinds {
			states = append(states, State{Name: fmt.Sprint(kind, i), Kind: kind, Customers: 1})
		}
	}
	var moves []app.Move
	for from := range states {
		for to := range states {
			if near := to - from; near == 1 || near == -1 || near == 3 || near == -3 || near == 2 || near == -2 {
				moves = append(moves, app.Move{From: states[from].Name, To: states[to].Name, Times: 12})
			}
		}
	}
	view := NewFlow(states, moves)
	if len(view.Links) != len(moves) {
		t.Fatalf("%d links are drawn of %d", len(view.Links), len(moves))
	}
	for i := range view.Links {
		for j := range i {
			one, other := &view.Links[i], &view.Links[j]
			if one.printsOver(other) {
				t.Errorf("the number of %s → %s lies on that of %s → %s", one.From, one.To, other.From, other.To)
			}
			if one.Path == other.Path {
				t.Errorf("%s → %s is drawn over %s → %s", one.From, one.To, other.From, other.To)
			}
		}
	}
}
