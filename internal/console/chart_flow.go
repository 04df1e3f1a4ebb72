package console

import (
	"fmt"
	"math"
	"slices"

	"callflow"
	"callflow/internal/app"
)

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
	X, Y      float64 // where the number of moves stands
	Thickness float64
}

// flowView draws a campaign: states where customers are called from on the left, those where they wait in the middle, those
// where calls end on the right, and how customers moved between them today.
type flowView struct {
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
	linkOutside = 34 // how far a link between states of one column swings out
	arrowLength = 9
)

var flowColumns = map[callflow.StateKind]int{
	callflow.KindReady: 0, callflow.KindScheduled: 1, callflow.KindHold: 1, callflow.KindDone: 2, callflow.KindExcluded: 2,
}

func newFlowView(states []stateView, moves []app.Move) flowView {
	view := flowView{Width: flowWidth}
	all := len(states)
	states = drawnStates(states, moves)
	view.Hidden = all - len(states)
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
		link := view.link(from, to)
		link.Times = moves[i].Times
		link.Thickness = max(linkLeast, linkMost*math.Sqrt(float64(link.Times)/float64(most)))
		view.Links = append(view.Links, link)
	}
	return view
}

// drawnStates are those that have customers, or were left today; all where that is nobody yet.
func drawnStates(states []stateView, moves []app.Move) []stateView {
	drawn := slices.DeleteFunc(slices.Clone(states), func(state stateView) bool {
		moved := slices.ContainsFunc(moves, func(move app.Move) bool { return move.From == state.Name || move.To == state.Name })
		return state.Customers == 0 && !moved
	})
	if len(drawn) == 0 {
		return states
	}
	return drawn
}

func (v *flowView) node(name string) *flowNode {
	for i := range v.Nodes {
		if v.Nodes[i].Name == name {
			return &v.Nodes[i]
		}
	}
	return nil
}

// link is the curve from one state to another, and where its number stands: from the side that faces the other, through the gap
// between the boxes of a column that lies between, or around the outside within a column.
func (v *flowView) link(from, to *flowNode) flowLink {
	link := flowLink{From: from.Name, To: to.Name}
	x1, y1, x2, y2 := from.X+from.Width, from.Y+from.Height/2, to.X-arrowLength, to.Y+to.Height/2
	if from.X > to.X {
		x1, x2 = from.X, to.X+to.Width+arrowLength
	}
	switch apart := math.Abs(from.X - to.X); {
	case apart == 0:
		out, side := from.X+from.Width+linkOutside, 1.0
		x1 = from.X + from.Width
		if out > flowWidth { // the last column has its room on the left
			out, side, x1 = from.X-linkOutside, -1, from.X
		}
		link.Path = fmt.Sprintf("M%.0f %.0f%s", x1, y1, curve([6]float64{out, y1, out, y2, x1 + side*arrowLength, y2}))
		link.X, link.Y = out-side*8, (y1+y2)/2
	case apart < columnStep*1.5:
		link.Path = fmt.Sprintf("M%.0f %.0f%s", x1, y1, curve([6]float64{(x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2}))
		link.X, link.Y = (x1+x2)/2, (y1+y2)/2
	default:
		gap, left, right := v.gapNear((y1+y2)/2), flowMargin+columnStep-12, flowMargin+columnStep+nodeWidth+12
		if x1 > x2 {
			left, right = right, left
		}
		link.Path = fmt.Sprintf("M%.0f %.0f%sL%.0f %.0f%s", x1, y1, curve([6]float64{(x1 + left) / 2, y1, (x1 + left) / 2, gap, left, gap}),
			right, gap, curve([6]float64{(right + x2) / 2, gap, (right + x2) / 2, y2, x2, y2}))
		link.X, link.Y = (right+x2)/2, (gap+y2)/2 // not in the gap, which several may share
	}
	return link
}

// columnStep is from the left side of a column to that of the next.
const columnStep = (flowWidth - nodeWidth - 2*flowMargin) / 2.0

// gapNear is the middle of the gap, above or below the boxes of the middle column, that is nearest to a height.
func (v *flowView) gapNear(y float64) float64 {
	const step = nodeHeight + nodeGap
	row := math.Round((y - flowMargin + nodeGap/2) / step)
	return max(flowMargin/2, min(flowMargin-nodeGap/2+row*step, v.Height-flowMargin/2))
}

// curve is a curve to a point, by way of two that pull at it.
func curve(points [6]float64) string {
	return fmt.Sprintf("C%.0f %.0f %.0f %.0f %.0f %.0f", points[0], points[1], points[2], points[3], points[4], points[5])
}
