package chart

import (
	"fmt"
	"math"
	"slices"

	"callflow"
	"callflow/internal/app"
)

// flowNode is a call state in the drawing of the flow.
type flowNode struct {
	State
	X, Y          float64
	Width, Height float64
}

// flowLink is how many moves went from one state to another today.
type flowLink struct {
	From, To  string
	Times     int64
	Path      string
	X, Y      float64 // where the number of moves stands
	Thickness float64
	bend      bend // the part of the path that the number stands on
}

// Flow draws a campaign: states where customers are called from on the left, those where they wait in the middle, those
// where calls end on the right, and how customers moved between them today.
type Flow struct {
	Nodes         []flowNode
	Links         []flowLink
	Hidden        int // empty call states that are not drawn
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
	linkOutside = 34.0 // how far a link between states of one column swings out
	linkAside   = 7.0  // how far it lies from its middle where there is one back
	arrowLength = 9
)

var flowColumns = map[callflow.StateKind]int{
	callflow.KindReady: 0, callflow.KindScheduled: 1, callflow.KindHold: 1, callflow.KindDone: 2, callflow.KindExcluded: 2,
}

// NewFlow draws the call states of a campaign and the moves of today; empty states that nobody moved from or to are left out.
func NewFlow(states []State, moves []app.Move) Flow {
	view := Flow{Width: flowWidth}
	all := len(states)
	states = drawnStates(states, moves)
	view.Hidden = all - len(states)
	var rows [3]int
	for i := range states {
		column := flowColumns[states[i].Kind]
		node := flowNode{State: states[i], Width: nodeWidth, Height: nodeHeight}
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
		back := slices.ContainsFunc(moves, func(m app.Move) bool { return m.From == moves[i].To && m.To == moves[i].From })
		link := view.link(from, to, back)
		link.Times = moves[i].Times
		link.placeNumber(view.Links)
		link.Thickness = max(linkLeast, linkMost*math.Sqrt(float64(link.Times)/float64(most)))
		view.Links = append(view.Links, link)
	}
	return view
}

// drawnStates are those that have customers, or were left today; all where that is nobody yet.
func drawnStates(states []State, moves []app.Move) []State {
	drawn := slices.DeleteFunc(slices.Clone(states), func(state State) bool {
		moved := slices.ContainsFunc(moves, func(move app.Move) bool { return move.From == state.Name || move.To == state.Name })
		return state.Customers == 0 && !moved
	})
	if len(drawn) == 0 {
		return states
	}
	return drawn
}

func (v *Flow) node(name string) *flowNode {
	for i := range v.Nodes {
		if v.Nodes[i].Name == name {
			return &v.Nodes[i]
		}
	}
	return nil
}

// link is the curve from one state to another: from the side that faces the other, through the gap between the boxes of a column that lies
// between, or around the outside within a column. Where customers went back as well, the two curves lie beside each other.
func (v *Flow) link(from, to *flowNode, back bool) flowLink {
	link := flowLink{From: from.Name, To: to.Name}
	x1, y1, x2, y2 := from.X+from.Width, from.Y+from.Height/2, to.X-arrowLength, to.Y+to.Height/2
	aside := 0.0
	if back {
		aside = linkAside
	}
	if from.X > to.X {
		x1, x2 = from.X, to.X+to.Width+arrowLength
		aside = -aside
	}
	apart := math.Abs(from.X - to.X)
	if apart == 0 {
		link.bend = outside(from, to, aside)
		link.Path = link.bend.path()
		return link
	}
	y1, y2 = y1-aside, y2-aside
	if apart < columnStep*1.5 {
		link.bend = sweep(point{x1, y1}, point{x2, y2})
		link.Path = link.bend.path()
		return link
	}
	gap, left, right := v.gapNear((y1+y2)/2), flowMargin+columnStep-12, flowMargin+columnStep+nodeWidth+12
	if x1 > x2 {
		left, right = right, left
	}
	link.bend = sweep(point{right, gap}, point{x2, y2}) // not in the gap, which several may share
	link.Path = sweep(point{x1, y1}, point{left, gap}).path() + fmt.Sprintf("L%.0f %.0f", right, gap) + link.bend.curve()
	return link
}

// outside is the curve around the outside of a column, from a box to another one.
func outside(from, to *flowNode, aside float64) bend {
	x, side := from.X+from.Width, 1.0
	if x+linkOutside > flowWidth { // the last column has its room on the left
		x, side = from.X, -1
	}
	out := linkOutside
	if from.Y > to.Y { // upwards, beside the one that leads down
		out += 2 * aside
	}
	y1, y2, pulled := from.Y+from.Height/2, to.Y+to.Height/2, x+side*out
	return bend{{x, y1}, {pulled, y1}, {pulled, y2}, {x + side*arrowLength, y2}}
}

// columnStep is from the left side of a column to that of the next.
const columnStep = (flowWidth - nodeWidth - 2*flowMargin) / 2.0

// gapNear is the middle of the gap, above or below the boxes of the middle column, that is nearest to a height.
func (v *Flow) gapNear(y float64) float64 {
	const step = nodeHeight + nodeGap
	row := math.Round((y - flowMargin + nodeGap/2) / step)
	return max(flowMargin/2, min(flowMargin-nodeGap/2+row*step, v.Height-flowMargin/2))
}
