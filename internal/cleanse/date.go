package cleanse

import (
	"strconv"
	"strings"
	"time"
)

// Order is in which order a date has its day, month and year.
type Order uint8

// The orders. DayOrMonth is of dates such as 03/04/2026, which may be either.
const (
	NoDate Order = iota
	YearFirst
	DayFirst
	MonthFirst
	DayOrMonth
	ZeroDate // 00.00.0000, by which programs write that there is none
)

// Parts are the numbers of a date as it is written.
type Parts struct {
	first, second, year int
	separator           byte
	order               Order
	wideFirst           bool // the first number has two digits
	ShortYear           bool // of two digits
	Midnight            bool // a time of midnight stood behind it
}

// DateOf reads a date's parts. One with a time other than midnight is none.
func DateOf(text string) (Parts, bool) {
	var p Parts
	day, rest := text, ""
	if i := strings.IndexAny(text, "T \u00a0"); i >= 6 && i <= 10 {
		day, rest = text[:i], strings.TrimLeft(text[i:], "T \u00a0")
	}
	if rest != "" {
		if !midnight(rest) {
			return p, false
		}
		p.Midnight = true
	}
	if len(day) == 8 && digits(day) == 8 {
		return p.dated(YearFirst, day[6:], day[4:6], day[:4])
	}
	i := strings.IndexAny(day, "./-")
	if i < 1 {
		return p, false
	}
	p.separator = day[i]
	numbers := strings.Split(strings.TrimSuffix(day, "."), day[i:i+1])
	if len(numbers) != 3 {
		return p, false
	}
	if len(numbers[0]) == 4 {
		return p.dated(YearFirst, numbers[2], numbers[1], numbers[0])
	}
	return p.dated(DayOrMonth, numbers[0], numbers[1], numbers[2])
}

// midnight says whether a time is one without a meaning of its own.
func midnight(text string) bool {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "Z"), "+00:00")
	return len(text) >= 4 && strings.Trim(text, "0:.") == "" && strings.Contains(text, ":")
}

func (p Parts) dated(order Order, first, second, year string) (Parts, bool) {
	for _, text := range []string{first, second, year} {
		if !Digits(text) || len(text) > 4 {
			return p, false
		}
	}
	if len(first) > 2 || len(second) > 2 || len(year) != 4 && len(year) != 2 && strings.Trim(year, "0") != "" {
		return p, false
	}
	p.first, _ = strconv.Atoi(first)
	p.second, _ = strconv.Atoi(second)
	p.year, _ = strconv.Atoi(year)
	p.order, p.ShortYear, p.wideFirst = order, len(year) <= 2, len(first) == 2
	return p, true
}

// Order says in which order the parts can be: DayOrMonth where both can.
func (p Parts) Order() Order {
	switch {
	case p.first == 0 && p.second == 0 && p.year == 0:
		return ZeroDate
	case p.order != DayOrMonth:
		return p.order
	case p.yearMayLead() && (p.first > 31 || p.first == 0):
		return YearFirst
	case p.first > 12 && p.second > 12 || p.first == 0 || p.second == 0:
		return NoDate
	case p.first > 12:
		return DayFirst
	case p.second > 12:
		return MonthFirst
	}
	return DayOrMonth
}

// yearMayLead says whether the first number may be a year of two digits, as in 24-12-31. With points the year is never first in two digits:
// who writes points has the day first.
func (p Parts) yearMayLead() bool {
	return p.ShortYear && p.wideFirst && !p.Dotted() && p.second >= 1 && p.second <= 12 && p.year >= 1 && p.year <= 31
}

// Orders is a set of orders.
type Orders uint8

// OrdersOf is the set of some orders.
func OrdersOf(orders ...Order) (set Orders) {
	for _, order := range orders {
		set |= 1 << order
	}
	return set
}

// Has says whether an order is in the set.
func (o Orders) Has(order Order) bool { return o&(1<<order) != 0 }

// Fits are the orders in which the date can be read: all where the year stands in front with four digits, and says it itself.
func (p Parts) Fits() (fits Orders) {
	switch p.Order() {
	case YearFirst:
		if p.order != DayOrMonth {
			return OrdersOf(DayFirst, MonthFirst, YearFirst)
		}
		return OrdersOf(YearFirst)
	case DayFirst:
		fits = OrdersOf(DayFirst)
	case MonthFirst:
		fits = OrdersOf(MonthFirst)
	case DayOrMonth:
		if fits = OrdersOf(DayFirst); !p.Dotted() {
			fits |= OrdersOf(MonthFirst)
		}
	case NoDate, ZeroDate:
	}
	if p.yearMayLead() {
		fits |= OrdersOf(YearFirst)
	}
	return fits
}

// Dotted says that points part the numbers: such dates have the day first everywhere.
func (p Parts) Dotted() bool { return p.separator == '.' }

// Same says that day and month are the same number, so that their order says nothing.
func (p Parts) Same() bool { return p.first == p.second }

// lastOfCentury: years of two digits up to this one are of this century, those above of the one before.
const lastOfCentury = 49

// Date writes the date as YYYY-MM-DD; order is in which order its column has day and month. Years 00 to 49 are 2000 to 2049, and 50 to 99
// are 1950 to 1999.
func (p Parts) Date(order Order) (string, bool) {
	day, month, year := p.first, p.second, p.year
	switch {
	case p.order != DayOrMonth:
	case order == MonthFirst:
		day, month = month, day
	case order == YearFirst && p.ShortYear:
		day, year = year, day
	case order == YearFirst:
		return "", false
	}
	switch {
	case p.ShortYear && year <= lastOfCentury:
		year += 2000
	case p.ShortYear:
		year += 1900
	}
	at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if year < 1 || at.Day() != day || int(at.Month()) != month {
		return "", false
	}
	return at.Format(time.DateOnly), true
}
