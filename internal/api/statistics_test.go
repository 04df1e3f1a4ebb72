package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/app"
	"callflow/internal/testkit"
)

const statisticsPath = "/api/v1/campaigns/998/statistics/"

func TestStatisticsOfACampaign(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 6)
	steps(t, s, "1", `{"type":"Sale","subtype":"Yes","products":{"PROD1":1}}`)
	steps(t, s, "2", `{"type":"Sale","subtype":"Yes","products":{"PROD1":1,"p":2}}`)
	steps(t, s, "3", `{"subtype":"Busy"}`)
	wantStatus(t, post(t, s, s.Acme.Admin, outcomesOf("3"), `{"subtype":"Not interested"}`), http.StatusCreated)
	steps(t, s, "4", `{"subtype":"Meeting booked","meeting":{"from":"2026-06-19 09:00","to":"2026-06-19 10:00"}}`, "forward 8h")
	steps(t, s, "5", `{"type":"Sale","subtype":"Yes"}`)
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + "2/", Token: s.Acme.Admin}), http.StatusNoContent)

	answer := s.Get(t, s.Acme.Reader, statisticsPath)
	states, outcomes, _ := strings.Cut(string(answer.Body), `"attempts"`)
	for _, want := range []string{
		`{"campaign_id":998,"customers":5,"call_states":[{"name":"Ready","kind":"ready","customers":1},{"name":"On Hold","kind":"hold","customers":0},`,
		`{"name":"Appointment open","kind":"hold","customers":1},`,
		`{"name":"Completed - Yes","kind":"done","customers":2},{"name":"Completed - No","kind":"done","customers":1},`,
	} {
		if !strings.Contains(states, want) {
			t.Errorf("answered %s\nwithout  %s", states, want)
		}
	}
	const want = `:[{"attempts":0,"customers":1},{"attempts":1,"customers":3},{"attempts":2,"customers":1}],` +
		`"outcomes":{"registered":6,"hits":3,"decisions":5,"hit_rate":0.6,` +
		`"by_day":[{"day":"2026-06-17","registered":5,"hits":3,"decisions":4,"hit_rate":0.75},` +
		`{"day":"2026-06-18","registered":1,"hits":0,"decisions":1,"hit_rate":0}],` +
		`"by_user":[{"user":"admin","registered":1,"hits":0,"decisions":1,"hit_rate":0},` +
		`{"user":"agent","registered":5,"hits":3,"decisions":4,"hit_rate":0.75}],` +
		`"by_type":[{"type":"Meeting","subtype":"Meeting booked","registered":1,"hits":1,"decisions":1,"hit_rate":1},` +
		`{"type":"No","subtype":"Not interested","registered":1,"hits":0,"decisions":1,"hit_rate":0},` +
		`{"type":"No answer","subtype":"Busy","registered":1,"hits":0,"decisions":0,"hit_rate":null},` +
		`{"type":"Sale","subtype":"Yes","registered":3,"hits":2,"decisions":3,"hit_rate":0.6667}]}}`
	if outcomes != want {
		t.Errorf("answered %s\nwant     %s", outcomes, want)
	}
}

func TestStatisticsBetweenDays(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	for _, id := range []string{"1", "2", "3"} {
		steps(t, s, id, `{"type":"Lead"}`, "forward 24h")
	}
	for query, want := range map[string]string{
		"":                                       "2026-06-17 2026-06-18 2026-06-19",
		"?from_date=20260618":                    "2026-06-18 2026-06-19",
		"?to_date=20260618":                      "2026-06-17 2026-06-18",
		"?from_date=20260618&to_date=20260618":   "2026-06-18",
		"?from_date=20260620":                    "",
		"?from_date=20000101&to_date=99991231":   "2026-06-17 2026-06-18 2026-06-19",
		"?from_date=20260619&to_date=20260619&_": "2026-06-19",
	} {
		var counted struct {
			Customers int
			Outcomes  struct {
				Registered int
				ByDay      []struct{ Day string } `json:"by_day"`
			}
		}
		s.Get(t, s.Acme.Reader, statisticsPath+query).Decode(t, &counted)
		var days []string
		for _, day := range counted.Outcomes.ByDay {
			days = append(days, day.Day)
		}
		if strings.Join(days, " ") != want || counted.Outcomes.Registered != len(days) || counted.Customers != 3 {
			t.Errorf("%q has %v: %+v, want %s", query, days, counted, want)
		}
	}
}

func TestStatisticsOfACampaignInWhichNothingHappened(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 0)
	answer := string(s.Get(t, s.Acme.Reader, statisticsPath).Body)
	const want = `"attempts":[],"outcomes":{"registered":0,"hits":0,"decisions":0,"hit_rate":null,"by_day":[],"by_user":[],"by_type":[]}}`
	if !strings.HasSuffix(answer, want) {
		t.Errorf("answered %s\nwant at its end %s", answer, want)
	}
}

func TestDaysThatAreNone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 0)
	const malformed = " must be a day as 20261124: year, month and day without anything between."
	for _, path := range []string{statisticsPath, outcomesPath, productsPath} {
		for query, want := range map[string]string{
			"?from_date=2026-06-17":                "from_date" + malformed,
			"?from_date=20260631":                  "from_date" + malformed,
			"?to_date=today":                       "to_date" + malformed,
			"?to_date=2026061":                     "to_date" + malformed,
			"?from_date=20260618&to_date=20260617": "to_date is before from_date. Both days are included.",
			"?from_date=":                          "from_date is empty. Give a day as 20261124, or leave it out.",
			"?to_date=20260617&to_date=20260617":   "The parameter to_date is given 2 times. Give it once.",
			"?from=20260617":                       `There is no parameter "from". Did you mean "from_date"?`,
		} {
			wantError(t, s, path+query, http.StatusBadRequest, want)
		}
	}
}

func TestOutcomesAreCountedByTheDaysOfTheAccountsTimeZoneAlsoAfterItHasChanged(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	steps(t, s, "1", `{"type":"Lead"}`)
	sale := outcome(t, s, "2", saleOfTwo)
	withdrawn := outcome(t, s, "3", saleOfTwo)
	wantStatus(t, withdraw(t, s, s.Acme.Agent, withdrawn, ""), http.StatusOK)
	before := s.Get(t, s.Acme.Admin, statisticsPath+"?from_date=2026-06-17&to_date=2026-06-17").Body
	zone := "Pacific/Kiritimati" // where the next day has begun
	if err := s.App.SetAccount(t.Context(), s.Acme.ID, &app.AccountRequest{TimeZone: &zone}); err != nil {
		t.Fatal(err)
	}
	verified(t, s)
	after := s.Get(t, s.Acme.Admin, statisticsPath+"?from_date=2026-06-18&to_date=2026-06-18").Body
	if told := strings.ReplaceAll(string(after), "2026-06-18", "2026-06-17"); told != string(before) {
		t.Errorf("the day after is told as\n%s\nwant, but for the day,\n%s", after, before)
	}
	wantStatus(t, withdraw(t, s, s.Acme.Agent, sale, ""), http.StatusOK)
	verified(t, s)
	left := s.Get(t, s.Acme.Admin, statisticsPath+"?from_date=2026-06-17&to_date=2026-06-18").Body
	if strings.Contains(string(left), "-1") || strings.Contains(string(left), `"Sale"`) {
		t.Errorf("the statistics have %s", left)
	}
}
