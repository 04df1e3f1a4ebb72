package demo

import (
	"time"

	"callflow"
)

// The hours in which the invented call center calls, Monday to Friday.
const (
	workingDays  = 85
	openingHour  = 9
	workingHours = 11
	workingDay   = workingHours * time.Hour
	workingTime  = workingDays * workingDay
)

// calendar turns working time into moments: an hour of working time is an hour
// in which somebody calls. It covers the last working days before today.
type calendar struct {
	location *time.Location
	today    time.Time // its midnight
	openings []int64   // milliseconds since 1970, ascending
}

func newCalendar(now time.Time, location *time.Location) *calendar {
	year, month, day := now.In(location).Date()
	c := &calendar{
		location: location,
		today:    time.Date(year, month, day, 0, 0, 0, 0, location),
		openings: make([]int64, workingDays),
	}
	for i, back := workingDays-1, 1; i >= 0; back++ {
		opening := time.Date(year, month, day-back, openingHour, 0, 0, 0, location)
		if isWeekend(opening) {
			continue
		}
		c.openings[i] = opening.UnixMilli()
		i--
	}
	return c
}

// at is the moment, milliseconds since 1970, at which so much working time had passed.
func (c *calendar) at(worked time.Duration) int64 {
	return c.openings[worked/workingDay] + (worked % workingDay).Milliseconds()
}

// ahead is a moment on the first working day that is so many days after today.
func (c *calendar) ahead(days int, sinceOpening time.Duration) int64 {
	year, month, day := c.today.Date()
	opening := time.Date(year, month, day+days, openingHour, 0, 0, 0, c.location)
	for isWeekend(opening) {
		opening = opening.AddDate(0, 0, 1)
	}
	return opening.Add(sinceOpening).UnixMilli()
}

// date is the day of a moment, YYYY-MM-DD.
func (c *calendar) date(ms int64) string {
	return time.UnixMilli(ms).In(c.location).Format(callflow.DateLayout)
}

func isWeekend(t time.Time) bool {
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}
