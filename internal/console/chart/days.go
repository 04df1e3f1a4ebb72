package chart

import "callflow/internal/app"

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

// Days is the plot of outcomes by day.
type Days struct {
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

// NewDays draws outcomes by day; the latest day is the last.
func NewDays(days []app.OutcomeSum) Days {
	view := Days{Width: plotWidth + plotScale, Inner: plotWidth, Height: plotHeight + 24, Top: plotTop, Base: plotHeight, Most: 1}
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
