package app

import (
	"time"

	"callflow"
)

// dayLayout is how a request writes a day.
const dayLayout = "20060102"

// parseDay reads a day of a request: the moment at which it begins, in the zone of the
// day that is taken where the request gives none.
func parseDay(parameter, text string, absent time.Time) (time.Time, error) {
	if text == "" {
		return absent, nil
	}
	day, err := time.ParseInLocation(dayLayout, text, absent.Location())
	if err != nil {
		return day, callflow.InvalidField(parameter, parameter+" must be a day as 20261124: year, month and day without anything between.")
	}
	return day, nil
}

// checkDays refuses days in the wrong order.
func checkDays(from, to time.Time) error {
	if to.Before(from) {
		return callflow.InvalidField("to_date", "to_date is before from_date. Both days are included.")
	}
	return nil
}
