package callflow

import (
	"math/rand/v2"
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
