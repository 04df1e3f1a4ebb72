package profile

import (
	"cmp"

	"callflow/internal/cleanse"
)

// DateOrders is what the dates of a column show of the order of their day, month and year.
type DateOrders struct {
	unfit  cleanse.Orders         // in which not all dates can be read
	dotted bool                   // one has points, which stand in dates that have the day first
	Years  bool                   // one has a year of two digits first, and can have nothing else there
	doubts [len(ordersTwo)]string // for each two orders, the first date that is another one in each
}

// ordersTwo are the orders that a date can be read in, two by two.
var ordersTwo = [...][2]cleanse.Order{
	{cleanse.DayFirst, cleanse.MonthFirst}, {cleanse.DayFirst, cleanse.YearFirst}, {cleanse.MonthFirst, cleanse.YearFirst},
}

// allOrders are those that a date can be read in.
var allOrders = cleanse.OrdersOf(cleanse.DayFirst, cleanse.MonthFirst, cleanse.YearFirst)

func (o *DateOrders) add(parts cleanse.Parts, text string) {
	order, fits := parts.Order(), parts.Fits()
	switch {
	case order == cleanse.NoDate || order == cleanse.ZeroDate:
		return
	case fits == allOrders && order == cleanse.YearFirst: // a year of four digits says nothing of the order of short dates
		return
	}
	o.Years = o.Years || order == cleanse.YearFirst
	o.dotted = o.dotted || order == cleanse.DayOrMonth && parts.Dotted()
	o.unfit |= allOrders &^ fits
	for i, two := range ordersTwo {
		if o.doubts[i] != "" || !o.fit(two) {
			continue
		}
		first, _ := parts.Date(two[0])
		if second, _ := parts.Date(two[1]); first != second {
			o.doubts[i] = text
		}
	}
}

// fit says whether all dates can be read in both of two orders.
func (o *DateOrders) fit(two [2]cleanse.Order) bool {
	return !o.unfit.Has(two[0]) && !o.unfit.Has(two[1])
}

// Order is the order of the column's dates: one of several where it is open, and NoDate where none fits all dates.
func (o *DateOrders) Order() (order cleanse.Order, open bool) {
	switch {
	case o.dotted:
		return cleanse.DayFirst, false
	case o.unfit == allOrders:
		return cleanse.NoDate, true
	}
	for _, order = range []cleanse.Order{cleanse.DayFirst, cleanse.MonthFirst, cleanse.YearFirst} {
		if !o.unfit.Has(order) {
			break
		}
	}
	orders, _ := o.Open()
	return order, orders != 0
}

// Open gives the orders that all dates can be read in and that make another date of one of them, with the first such date.
func (o *DateOrders) Open() (orders cleanse.Orders, example string) {
	for i, two := range ordersTwo {
		if o.doubts[i] != "" && o.fit(two) {
			orders |= cleanse.OrdersOf(two[0], two[1])
			example = cmp.Or(example, o.doubts[i])
		}
	}
	return orders, example
}
