package callflow_test

import (
	"testing"
	"time"

	"callflow"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	location, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func TestAMomentIsReadWithItsOffsetOrInTheAccountsZone(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, text, want string }{
		{"Europe/Oslo", "2026-11-24 10:30", "2026-11-24T10:30:00+01:00"},
		{"Europe/Oslo", "2026-07-01 00:00", "2026-07-01T00:00:00+02:00"},
		{"Europe/Oslo", "2028-02-29 23:59", "2028-02-29T23:59:00+01:00"},
		{"Asia/Kathmandu", "2026-11-24 10:30", "2026-11-24T10:30:00+05:45"},
		{"UTC", "2026-11-24 10:30", "2026-11-24T10:30:00Z"},
		{"Europe/Oslo", "2026-11-24T10:30:00+01:00", "2026-11-24T10:30:00+01:00"},
		{"Europe/Oslo", "2026-11-24T10:30:00Z", "2026-11-24T11:30:00+01:00"},
		{"Europe/Oslo", "2026-11-24T23:30:00-03:30", "2026-11-25T04:00:00+01:00"},
		{"America/St_Johns", "2026-11-24T10:30:00+01:00", "2026-11-24T06:00:00-03:30"},
		{"Europe/Oslo", "2026-11-24T10:30:59.999+01:00", "2026-11-24T10:30:59+01:00"},
		// The clocks are put forward at 02:00: the minutes around the gap are there.
		{"Europe/Oslo", "2026-03-29 01:59", "2026-03-29T01:59:00+01:00"},
		{"Europe/Oslo", "2026-03-29 03:00", "2026-03-29T03:00:00+02:00"},
		// They are put back at 03:00: an offset tells the two half past two apart.
		{"Europe/Oslo", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+02:00"},
		{"Europe/Oslo", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00"},
		{"Europe/Oslo", "2026-10-25 01:59", "2026-10-25T01:59:00+02:00"},
		{"Europe/Oslo", "2026-10-25 03:00", "2026-10-25T03:00:00+01:00"},
	} {
		location := zone(t, test.zone)
		at, err := callflow.ParseMoment(test.text, location)
		if got := callflow.FormatMoment(at, location); err != nil || got != test.want {
			t.Errorf("%s in %s is %s, %v, want %s", test.text, test.zone, got, err, test.want)
		}
	}
}

func TestAMomentHasMillisecondsAndNoFinerParts(t *testing.T) {
	t.Parallel()
	at, err := callflow.ParseMoment("1970-01-01T00:00:01.2349Z", time.UTC)
	if err != nil || at != 1234 {
		t.Errorf("it is %d, %v, want 1234", at, err)
	}
}

func TestAMomentThatTheClockSkipsIsRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ zone, text string }{
		{"Europe/Oslo", "2026-03-29 02:00"},
		{"Europe/Oslo", "2026-03-29 02:30"},
		{"Europe/Oslo", "2026-03-29 02:59"},
		{"America/New_York", "2026-03-08 02:30"},
		{"Australia/Lord_Howe", "2026-10-04 02:15"}, // by half an hour
		{"Pacific/Apia", "2011-12-30 12:00"},        // by a whole day
	} {
		_, err := callflow.ParseMoment(test.text, zone(t, test.zone))
		want := test.text + " does not exist in " + test.zone + ": the clocks are put forward then. Give another time, or one with its offset."
		if callflow.ErrorCode(err) != callflow.Invalid || callflow.ErrorText(err) != want {
			t.Errorf("%s in %s: %v, want %s", test.text, test.zone, err, want)
		}
	}
	if _, err := callflow.ParseMoment("2026-03-29 02:30", time.UTC); err != nil {
		t.Errorf("where no clock is put forward: %v", err)
	}
}

func TestAMomentWithoutOffsetIsToldHowToBeWritten(t *testing.T) {
	t.Parallel()
	const want = "has no offset from UTC. Write it as 2026-11-24 10:30 in the account's zone, or with its offset as 2026-11-24T10:30:"
	for text, seconds := range map[string]string{
		"2026-11-24T10:30:15":     "15+01:00.",
		"2026-11-24T10:30:15.250": "15+01:00.",
		"2026-11-24T10:30":        "00+01:00.",
		"2026-11-24 10:30:15":     "15+01:00.",
	} {
		_, err := callflow.ParseMoment(text, time.UTC)
		if callflow.ErrorCode(err) != callflow.Invalid || callflow.ErrorText(err) != want+seconds {
			t.Errorf("%s: %v, want %s", text, err, want+seconds)
		}
	}
}

func TestWhatIsNoMomentIsRefused(t *testing.T) {
	t.Parallel()
	const want = "must be a time as 2026-11-24 10:30 in the account's zone, or as 2026-11-24T10:30:00+01:00."
	for _, text := range []string{
		"", " ", "tomorrow", "2026-11-24", "10:30", "24.11.2026 10:30", "2026-02-30 10:30", "2026-13-01 10:30", "2026-11-24 24:00", "2026-11-24 10:60",
		"2026-11-24 10:30 ", " 2026-11-24 10:30", "2026-11-24 10:30 CET", "2026-11-24T10:30+01:00", "2026-11-24T10:30:00+25:00", "2027-02-29T10:30:00Z",
		"2026-11-24 9:30", "2026-11-24 9:05", "2026-1-24 10:30", "26-11-24 10:30", "1795512600000", "2026-11-24 10:30\x00", "\xff",
	} {
		if at, err := callflow.ParseMoment(text, time.UTC); at != 0 || callflow.ErrorCode(err) != callflow.Invalid || callflow.ErrorText(err) != want {
			t.Errorf("%q is %d, %v, want %s", text, at, err, want)
		}
	}
}

func TestAMomentIsAfter1970Began(t *testing.T) {
	t.Parallel()
	const want = "must be a time after 1970."
	for _, test := range []struct{ zone, text string }{
		{"UTC", "1970-01-01T00:00:00Z"},
		{"UTC", "1970-01-01T00:00:00.0009Z"}, // not a millisecond yet
		{"UTC", "1970-01-01T01:00:00+01:00"},
		{"UTC", "1970-01-01 00:00"},
		{"Europe/Oslo", "1970-01-01 01:00"},
		{"UTC", "1969-12-31T23:59:59.999Z"},
		{"UTC", "1969-12-31 23:59"},
		{"UTC", "0001-01-01 00:00"},
	} {
		at, err := callflow.ParseMoment(test.text, zone(t, test.zone))
		if at != 0 || callflow.ErrorCode(err) != callflow.Invalid || callflow.ErrorText(err) != want {
			t.Errorf("%s in %s is %d, %v, want %s", test.text, test.zone, at, err, want)
		}
	}
	if at, err := callflow.ParseMoment("1970-01-01T00:00:00.001Z", time.UTC); at != 1 || err != nil {
		t.Errorf("the first moment after it is %d, %v", at, err)
	}
}

func TestAMomentThatIsWrittenIsReadBack(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Oslo", "UTC", "America/St_Johns", "Asia/Kathmandu"} {
		location := zone(t, name)
		for at := now; at < now+2*365*day; at += 7*hour + 1000 {
			text := callflow.FormatMoment(at, location)
			if read, err := callflow.ParseMoment(text, location); err != nil || read != at {
				t.Fatalf("%d is written %s and read as %d, %v", at, text, read, err)
			}
		}
	}
}
