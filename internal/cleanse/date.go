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
	p.order, p.ShortYear = order, len(year) <= 2
	return p, true
}

// Order says in which order the parts can be: DayOrMonth where both can.
func (p Parts) Order() Order {
	switch {
	case p.first == 0 && p.second == 0 && p.year == 0:
		return ZeroDate
	case p.order != DayOrMonth:
		return p.order
	case p.first > 12 && p.second > 12 || p.first == 0 || p.second == 0:
		return NoDate
	case p.first > 12:
		return DayFirst
	case p.second > 12:
		return MonthFirst
	}
	return DayOrMonth
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
