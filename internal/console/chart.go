package console

import (
	"fmt"
	"math"

	"callflow"
	"callflow/internal/app"
)

// The charts are SVG that the templates write: places and sizes are attributes, since the policy allows no style of an element's own.

// shadesOfKind is how many states of one kind are told apart by colour; the style has so many of each.
const shadesOfKind = 5

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
		view.Class = fmt.Sprintf("k-%s s-%d", state.Kind, shades[state.Kind]%shadesOfKind)
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

// flowNode is a call state in the drawing of the flow.
type flowNode struct {
	stateView
	X, Y          float64
	Width, Height float64
}

// flowLink is how many moves went from one state to another today.
type flowLink struct {
	From, To  string
	Times     int64
	Path      string
	Thickness float64
}

// flowView draws a campaign: states where customers are called from on the left, those where they wait in the middle, those
// where calls end on the right, and how customers moved between them today.
type flowView struct {
	Nodes         []flowNode
	Links         []flowLink
	Width, Height float64
}

// The drawing of the flow, in its own units.
const (
	flowWidth   = 960
	nodeWidth   = 210
	nodeHeight  = 46
	nodeGap     = 16
	flowMargin  = 8
	linkLeast   = 1.5
	linkMost    = 9
	linkOutside = 34 // how far a link between states of one column swings out
)

var flowColumns = map[callflow.StateKind]int{
	callflow.KindReady: 0, callflow.KindScheduled: 1, callflow.KindHold: 1, callflow.KindDone: 2, callflow.KindExcluded: 2,
}

func newFlowView(states []stateView, moves []app.Move) flowView {
	view := flowView{Width: flowWidth}
	var rows [3]int
	for i := range states {
		column := flowColumns[states[i].Kind]
		node := flowNode{stateView: states[i], Width: nodeWidth, Height: nodeHeight}
		node.X = flowMargin + float64(column)*(flowWidth-nodeWidth-2*flowMargin)/2
		node.Y = flowMargin + float64(rows[column])*(nodeHeight+nodeGap)
		rows[column]++
		view.Nodes = append(view.Nodes, node)
		view.Height = max(view.Height, node.Y+nodeHeight+flowMargin)
	}
	most := int64(1)
	for i := range moves {
		most = max(most, moves[i].Times)
	}
	for i := range moves {
		from, to := view.node(moves[i].From), view.node(moves[i].To)
		if from == nil || to == nil || from == to {
			continue
		}
		link := flowLink{From: moves[i].From, To: moves[i].To, Times: moves[i].Times, Path: linkPath(from, to)}
		link.Thickness = max(linkLeast, linkMost*math.Sqrt(float64(link.Times)/float64(most)))
		view.Links = append(view.Links, link)
	}
	return view
}

func (v *flowView) node(name string) *flowNode {
	for i := range v.Nodes {
		if v.Nodes[i].Name == name {
			return &v.Nodes[i]
		}
	}
	return nil
}

// linkPath is the curve from one state to another: from the side that faces it, or around the outside within a column.
func linkPath(from, to *flowNode) string {
	y1, y2 := from.Y+from.Height/2, to.Y+to.Height/2
	switch {
	case from.X < to.X:
		x1, x2 := from.X+from.Width, to.X
		return fmt.Sprintf("M%.0f %.0fC%.0f %.0f %.0f %.0f %.0f %.0f", x1, y1, (x1+x2)/2, y1, (x1+x2)/2, y2, x2, y2)
	case from.X > to.X:
		x1, x2 := from.X, to.X+to.Width
		return fmt.Sprintf("M%.0f %.0fC%.0f %.0f %.0f %.0f %.0f %.0f", x1, y1, (x1+x2)/2, y1, (x1+x2)/2, y2, x2, y2)
	}
	x, out := from.X+from.Width, from.X+from.Width+linkOutside
	if out > flowWidth { // the last column has its room on the left
		x, out = from.X, from.X-linkOutside
	}
	return fmt.Sprintf("M%.0f %.0fC%.0f %.0f %.0f %.0f %.0f %.0f", x, y1, out, y1, out, y2, x, y2)
}
