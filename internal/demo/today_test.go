package demo_test

import (
	"testing"
	"time"

	"callflow"
)

func TestADemoIsInTheMiddleOfAWorkingDay(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("summer", 2*60*60)
	for name, at := range map[string]time.Time{
		"in the afternoon":     time.Date(2026, time.June, 17, 14, 0, 0, 0, zone),
		"on a Sunday":          time.Date(2026, time.June, 21, 11, 0, 0, 0, zone),
		"just after midnight":  time.Date(2026, time.June, 17, 0, 20, 0, 0, zone),
		"at the very midnight": time.Date(2026, time.June, 17, 0, 0, 0, 0, zone),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := fillAt(t, 1500, at)
			midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone).UnixMilli()
			moves, latest := make(map[[2]int64]int), int64(0)
			registered := 0
			for _, c := range m.changes(t) {
				if c.at < latest || c.at > at.UnixMilli() {
					t.Fatalf("change %d is of %d, after %d and before %d", c.seq, c.at, latest, at.UnixMilli())
				}
				if latest = c.at; c.at >= midnight && callflow.What(c.what) == callflow.Registered {
					registered++
					moves[[2]int64{c.from, c.to}]++
				}
			}
			if at.UnixMilli() == midnight {
				return // there was no today yet
			}
			if registered < 15 || len(moves) < 4 {
				t.Errorf("%d outcomes were registered today, which moved customers in %d ways", registered, len(moves))
			}
		})
	}
}

func TestSomeCustomersOfADemoAreDueNow(t *testing.T) {
	t.Parallel()
	due, later := 0, 0
	for _, record := range fill(t, 1500).records(t) {
		switch text, _ := record["callflow__due"].(string); {
		case text == "":
		case text < "2026-06-17T16:30": // now, in Oslo
			due++
		default:
			later++
		}
	}
	if due < 2 || later < 2 {
		t.Errorf("%d customers are due, %d later", due, later)
	}
}
