package callflow

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestAClockAgreesWithTheStandardLibraryInEveryZone(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Oslo", "UTC", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia"} {
		t.Run(zone, func(t *testing.T) {
			t.Parallel()
			location, err := time.LoadLocation(zone)
			if err != nil {
				t.Fatal(err)
			}
			clock := NewClock(location)
			for _, at := range moments(location) {
				want := at.In(location).Format(MinuteLayout)
				if got := string(clock.AppendMinute(nil, at.UnixMilli())); got != want {
					t.Fatalf("%s is written %s, want %s", at, got, want)
				}
			}
		})
	}
}

// moments are random ones between the years 1 and 9999, and those around every change of the clocks for 60 years.
func moments(location *time.Location) []time.Time {
	random := rand.New(rand.NewPCG(1, 2))
	var moments []time.Time
	first, last := time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli(), time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC).UnixMilli()
	for range 20_000 {
		moments = append(moments, time.UnixMilli(first+random.Int64N(last-first)))
	}
	for at := time.Date(1980, 1, 1, 0, 0, 0, 0, location); at.Year() < 2040; {
		_, end := at.ZoneBounds()
		if end.IsZero() {
			break
		}
		for _, around := range []time.Duration{-time.Hour, -time.Minute, -time.Millisecond, 0, time.Millisecond, time.Hour} {
			moments = append(moments, end.Add(around))
		}
		at = end
	}
	random.Shuffle(len(moments), func(i, j int) { moments[i], moments[j] = moments[j], moments[i] })
	return moments
}

func TestATimeThatComesTwiceIsAskedForWithItsOffset(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, text, first, second string }{
		{"Europe/Oslo", "2026-10-25 02:00", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"},
		{"Europe/Oslo", "2026-10-25 02:59", "2026-10-25T02:59:00+02:00", "2026-10-25T02:59:00+01:00"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-05T01:45:00+11:00", "2026-04-05T01:45:00+10:30"},
		{"America/St_Johns", "2026-11-01 01:30", "2026-11-01T01:30:00-02:30", "2026-11-01T01:30:00-03:30"},
	} {
		location, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseMoment(test.text, location)
		want := test.text + " comes twice in " + test.zone + ": the clocks are put back then. Write which one is meant, " + test.first + " or " + test.second
		if !strings.HasPrefix(ErrorText(err), want) {
			t.Errorf("%s is answered %q, want %q", test.text, ErrorText(err), want)
		}
		first, err := ParseMoment(test.first, location)
		second, otherErr := ParseMoment(test.second, location)
		if err != nil || otherErr != nil || first >= second {
			t.Errorf("%s and %s are %d and %d (%v, %v)", test.first, test.second, first, second, err, otherErr)
		}
	}
}

func TestEveryTimeIsOneMomentOrAskedFor(t *testing.T) {
	t.Parallel()
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	twice := 0
	for at := time.Date(2026, 10, 24, 23, 0, 0, 0, oslo); at.Before(time.Date(2026, 10, 25, 6, 0, 0, 0, oslo)); at = at.Add(time.Minute) {
		got, err := ParseMoment(at.Format(MinuteLayout), oslo)
		if err != nil {
			twice++
		} else if got != at.UnixMilli() {
			t.Errorf("%s is read as %s", at, time.UnixMilli(got))
		}
	}
	if twice != 120 {
		t.Errorf("%d minutes were asked for, want the 120 of the hour that comes twice", twice)
	}
}
