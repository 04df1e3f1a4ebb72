package console

import (
	"fmt"

	"callflow"
	"callflow/internal/app"
)

// The charts are SVG that the templates write: places and sizes are attributes, since the policy allows no style of an element's own.

// How many states of one kind are told apart: so many shades, which come again with so many edges. The style has them.
const (
	shadesOfKind = 5
	edgesOfKind  = 3
)

// stateView is a call state with its customers, as bars, legends and charts show it.
type stateView struct {
	Name      string
	Kind      callflow.StateKind
	Class     string // of its colour
	Customers int64
	Share     float64 // of all customers, from 0 to 1
	X, Width  float64 // in the bar, which is barWidth wide
}

// barWidth is how wide a bar is in its own units.
const barWidth = 1000

// stateViews are the states in their order, with colours by kind, and places side by side in a bar.
func stateViews(states []app.StateCount, customers int64) []stateView {
	views := make([]stateView, len(states))
	shades := make(map[callflow.StateKind]int)
	x := 0.0
	for i := range states {
		state := &states[i]
		view := stateView{Name: state.Name, Kind: state.Kind, Customers: state.Customers, X: x}
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

// classOfState is how the state looks that so many of its kind come before.
func classOfState(kind callflow.StateKind, before int) string {
	class := fmt.Sprintf("k-%s s-%d", kind, before%shadesOfKind)
	if edge := before / shadesOfKind % (edgesOfKind + 1); edge > 0 {
		class += fmt.Sprintf(" e-%d", edge)
	}
	return class
}

// dayView is a day's column in the plot of outcomes.
type dayView struct {
	app.OutcomeSum
	X                float64
	LabelX           float64 // where its date begins or, of the latest day, ends
	Y, Height        float64 // of all that was registered
	HitY, HitHeight  float64
	Labelled, Latest bool
}

// The plot of outcomes by day, in its own units.
const (
	plotWidth  = 720
	plotHeight = 150
	plotTop    = 12
	plotScale  = 40 // for the scale's numbers, on the left
	plotLabels = 7  // a day in so many has its date below
)

// daysView is the plot of outcomes by day.
type daysView struct {
	Days     []dayView
	Most     int64 // registered on one day
	Half     int64
	HalfY    float64
	Width    int
	Inner    int // without the room for the scale's numbers
	Height   int
	Top      int
	Base     int
	DayWidth float64
}

func newDaysView(days []app.OutcomeSum) daysView {
	view := daysView{Width: plotWidth + plotScale, Inner: plotWidth, Height: plotHeight + 24, Top: plotTop, Base: plotHeight, Most: 1}
	for i := range days {
		view.Most = max(view.Most, days[i].Registered)
	}
	view.Half = view.Most / 2
	scale := float64(plotHeight-plotTop) / float64(view.Most)
	view.HalfY = plotHeight - float64(view.Half)*scale
	step := float64(plotWidth) / float64(max(len(days), 1))
	view.DayWidth = step - 4
	for i := range days {
		day := dayView{OutcomeSum: days[i], X: float64(i)*step + 2, Labelled: (len(days)-1-i)%plotLabels == 0, Latest: i == len(days)-1}
		day.LabelX = day.X
		if day.Latest {
			day.LabelX += view.DayWidth
		}
		day.Height, day.HitHeight = float64(day.Registered)*scale, float64(day.Hits)*scale
		day.Y, day.HitY = plotHeight-day.Height, plotHeight-day.HitHeight
		view.Days = append(view.Days, day)
	}
	return view
}
