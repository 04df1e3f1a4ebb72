package app

import (
	"callflow/internal/cleanse"
)

// decideOrder decides the order of a column's dates. before is that in the file that its rows were rejected of, NoDate in others.
func (im *importer) decideOrder(c *column, p *columnProfile, before cleanse.Order) error {
	order, open := p.ordered.order()
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
		return im.ask(p.openDates(c))
	}
	c.reads.order = order
	if c.decided = dateNames[before]; p.slashed > 0 || im.request.Dates != "" {
		c.decided = dateNames[order]
	}
	if p.dates+p.compact == p.orders[cleanse.YearFirst] {
		order = cleanse.YearFirst
	}
	if p.dates > p.iso || p.compact > 0 {
		im.notes.add(noteDates, c, p.values, dateNames[order])
	}
	if p.short > 0 {
		im.notes.add(noteShortYears, c, p.short, "")
	}
	return nil
}

// openDates asks in which order the dates of a column are, where they leave it open.
func (p *columnProfile) openDates(c *column) *openReading {
	asked := &openReading{column: c, option: "dates", answers: []string{"dmy", "mdy"}}
	if order, _ := p.ordered.order(); order == cleanse.NoDate {
		if asked.question = "Some dates of the column %q have the day first, and some the month."; p.ordered.years {
			asked.question = "No one order of day, month and year fits all dates of the column %q."
			asked.answers = append(asked.answers, "ymd")
		}
		return asked
	}
	var open cleanse.Orders
	open, asked.example = p.ordered.open()
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
