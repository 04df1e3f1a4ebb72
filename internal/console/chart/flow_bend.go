package chart

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// point is a place in the drawing of the flow.
type point struct{ x, y float64 }

// bend is a cubic curve: its ends, and between them two points that pull at it.
type bend [4]point

// sweep leaves a point level, and comes level to another one.
func sweep(from, to point) bend {
	middle := (from.x + to.x) / 2
	return bend{from, {middle, from.y}, {middle, to.y}, to}
}

// path begins at the curve's first point, and curve goes on from it.
func (b bend) path() string { return fmt.Sprintf("M%.0f %.0f", b[0].x, b[0].y) + b.curve() }

func (b bend) curve() string {
	return fmt.Sprintf("C%.0f %.0f %.0f %.0f %.0f %.0f", b[1].x, b[1].y, b[2].x, b[2].y, b[3].x, b[3].y)
}

// at is the point a part of the way along, from 0 to 1.
func (b bend) at(part float64) point {
	rest := 1 - part
	weights := [4]float64{rest * rest * rest, 3 * rest * rest * part, 3 * rest * part * part, part * part * part}
	var p point
	for i, weight := range weights {
		p.x, p.y = p.x+weight*b[i].x, p.y+weight*b[i].y
	}
	return p
}

// How much room the number of moves takes, in the units of the drawing.
const (
	digitWidth   = 8.0
	numberHeight = 13.0
)

// placeNumber puts the number of moves on the link, as near its middle as it lies on the number of no other one.
func (l *flowLink) placeNumber(others []flowLink) {
	const step, most = .03, .4
	for off := 0.0; off <= most; off += step {
		for _, part := range []float64{.5 - off, .5 + off} {
			at := l.bend.at(part)
			l.X, l.Y = at.x, at.y
			if !slices.ContainsFunc(others, func(other flowLink) bool { return l.printsOver(&other) }) {
				return
			}
		}
	}
	at := l.bend.at(.5) // there is no room
	l.X, l.Y = at.x, at.y
}

func (l *flowLink) printsOver(other *flowLink) bool {
	return math.Abs(l.X-other.X) < (l.numberWidth()+other.numberWidth())/2 && math.Abs(l.Y-other.Y) < numberHeight
}

func (l *flowLink) numberWidth() float64 {
	return digitWidth * float64(len(strconv.FormatInt(l.Times, 10))+1)
}
