package imports_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/importer"
	"callflow/internal/testkit"
)

func TestTheOrderOfDatesIsDecidedFromAllValuesOfTheirColumn(t *testing.T) {
	t.Parallel()
	const (
		dayOrMonth = "can have the day first, or the month. Say which with --dates dmy or mdy."
		dayOrYear  = "can have the day first, or the year. Say which with --dates dmy or ymd."
		any3       = "can have the day first, the month, or the year. Say which with --dates dmy, mdy or ymd."
		none       = "No one order of day, month and year fits all dates of the column \"Dato\". Say which with --dates dmy, mdy or ymd."
	)
	for dates, want := range map[string]string{
		// Years of two digits first: only the day may stand there as well.
		"24-12-01 24-12-31 25-01-15": dayOrYear,
		"24/12/01 24/12/31 25/01/15": dayOrYear,
		"24-02-29":                   dayOrYear,
		"03-04-05 06-07-08":          any3,
		"03/04/26":                   any3,
		"03/03/26":                   any3,
		"03/03/03":                   "dmy",
		// Only the year fits all values.
		"99-12-31":          "ymd",
		"99/12/31 24/02/29": "ymd",
		"00-12-31":          "ymd",
		"24-12-01 99-12-31": "ymd",
		// Another value excludes the year.
		"24-12-01 24-12-45":   "dmy",
		"31/12/24 03/04/26":   "dmy",
		"03/24/26 03/04/26":   "mdy",
		"3/4/26":              dayOrMonth,
		"3/4/26 13/4/26":      "dmy",
		"24/12/01 03/04/2026": "dmy",
		"03/04/26 03/04/2026": dayOrMonth,
		// A year of four digits first says nothing of those with two: a database writes the one, and people the other.
		"24/02/29 2024/02/28":          dayOrYear,
		"24-12-01 2024-12-31":          dayOrYear,
		"12-05-24 2024-05-12":          any3,
		"03/04/05 2024/02/28":          any3,
		"24/12/01 2024-12-31":          dayOrYear,
		"24/12/01 24-12-01 2024-12-31": dayOrYear,
		// With points the year is never first in two digits.
		"24.12.01 24.12.31": "dmy",
		"03.04.26":          "dmy",
		"24.12.01 24-12-01": "dmy",
		// No order fits all.
		"99-12-31 31-12-2024":   none,
		"99-12-31 12-31-2024":   none,
		"31/12/2024 12/31/2024": "Some dates of the column \"Dato\" have the day first, and some the month. Say which with --dates dmy or mdy.",
		// Years of four digits are as before.
		"31/12/2024 03/04/2026": "dmy",
		"12/31/2024 03/04/2026": "mdy",
		"03/04/2026":            dayOrMonth,
		"03/03/2026":            "dmy",
		"2024-12-31 03/04/2026": dayOrMonth,
	} {
		t.Run(strings.ReplaceAll(dates, "/", "÷"), func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			file := "customer_id,Dato\n"
			for _, date := range strings.Fields(dates) {
				file += "K" + date + "," + date + "\n"
			}
			result, err := s.App.Importer.Import(t.Context(), s.Acme.ID, &importer.Request{
				AssignmentID: testkit.AssignmentID, Source: strings.NewReader(file), CreateFields: true, DryRun: true,
			})
			got := callflow.ErrorText(err)
			if err == nil {
				got = result.Reading.Columns[1].Read
			}
			if err == nil && got != want || err != nil && !strings.Contains(got, want) || result != nil && result.Rejected > 0 && want != "dmy" {
				t.Errorf("it is read as %q, not %q", got, want)
			}
		})
	}
}

func TestDatesWithTheYearFirstInTwoDigitsAreKeptAsSaid(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		by         importer.Dates
		date, want string
	}{{importer.YearFirst, "24-12-01", "2024-12-01"}, {importer.DayFirst, "24-12-01", "2001-12-24"}, {"", "99-12-31", "1999-12-31"}} {
		i := newFixture(t)
		i.imported(t, importer.Request{CreateFields: true, Dates: c.by}, "customer_id,Dato\nK-1,"+c.date+"\n")
		if record := string(i.Get(t, i.Acme.Admin, "/api/v1/assignments/239/customers/K-1/").Body); !strings.Contains(record, c.want) {
			t.Errorf("%s by %q is kept as %s", c.date, c.by, record)
		}
	}
}
