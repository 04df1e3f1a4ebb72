package app

import (
	"callflow/internal/cleanse"
	"callflow/internal/notes"
	"callflow/internal/profile"
)

// decideOrder decides the order of a column's dates. before is that in the file that its rows were rejected of, NoDate in others.
func (im *importer) decideOrder(c *column, p *profile.Column, before cleanse.Order) error {
	order, open := p.Ordered.Order()
	if before != cleanse.NoDate {
		order, open = before, false
	}
	switch im.request.Dates {
	case DayFirst:
		order = cleanse.DayFirst
	case YearFirst:
		order = cleanse.YearFirst
	case MonthFirst:
		order = cleanse.MonthFirst
	case DatesText, "":
		if !open {
			break
		}
		return im.ask(openDates(p, c))
	}
	c.reads.order = order
	if c.decided = dateNames[before]; p.Slashed > 0 || im.request.Dates != "" {
		c.decided = dateNames[order]
	}
	if p.Dates+p.Compact == p.Orders[cleanse.YearFirst] {
		order = cleanse.YearFirst
	}
	if p.Dates > p.ISO || p.Compact > 0 {
		im.notes.Add(notes.Dates, c, p.Values, dateNames[order])
	}
	if p.Short > 0 {
		im.notes.Add(notes.ShortYears, c, p.Short, "")
	}
	return nil
}

// openDates asks in which order the dates of a column are, where they leave it open.
func openDates(p *profile.Column, c *column) *openReading {
	asked := &openReading{column: c, option: "dates", answers: []string{"dmy", "mdy"}}
	if order, _ := p.Ordered.Order(); order == cleanse.NoDate {
		if asked.question = "Some dates of the column %q have the day first, and some the month."; p.Ordered.Years {
			asked.question = "No one order of day, month and year fits all dates of the column %q."
			asked.answers = append(asked.answers, "ymd")
		}
		return asked
	}
	var open cleanse.Orders
	open, asked.example = p.Ordered.Open()
	switch open {
	case cleanse.OrdersOf(cleanse.DayFirst, cleanse.MonthFirst):
		asked.question = "In the column %q, %s can have the day first, or the month."
	case cleanse.OrdersOf(cleanse.DayFirst, cleanse.YearFirst):
		asked.question, asked.answers = "In the column %q, %s can have the day first, or the year.", []string{"dmy", "ymd"}
	default:
		asked.question, asked.answers = "In the column %q, %s can have the day first, the month, or the year.", append(asked.answers, "ymd")
	}
	return asked
}
