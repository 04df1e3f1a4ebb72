package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/testkit"
)

func explainOf(id string) string { return campaignList + id + "/explain/" }

// explained are some members of a customer's explanation in campaign 998, with | between them.
func explained(t *testing.T, s *testkit.Server, token, id string, members ...string) string {
	t.Helper()
	answer := s.Get(t, token, explainOf(id))
	wantStatus(t, answer, http.StatusOK)
	return valuesOf(t, answer.Body, members...)
}

// steps asks one request after another of an agent, or of an admin where it is a change by hand. "forward 2h" puts the clock forward.
func steps(t *testing.T, s *testkit.Server, id string, steps ...string) {
	t.Helper()
	for _, step := range steps {
		what, body, _ := strings.Cut(step, " ")
		var answer *testkit.Answer
		switch what {
		case "forward":
			duration, err := time.ParseDuration(body)
			if err != nil {
				t.Fatal(err)
			}
			s.Wait(duration)
			continue
		case "patch":
			answer = patch(t, s, id, body)
		case "claim":
			answer = post(t, s, s.Acme.Agent, claimOf(id), body)
		default:
			answer = post(t, s, s.Acme.Agent, outcomesOf(id), step)
		}
		if answer.Status >= http.StatusBadRequest {
			t.Fatalf("%s answered %d %s", step, answer.Status, answer.Body)
		}
	}
}

func TestAnExplanationIsOneObjectWithTheseMembers(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	deleteOutcomes(t, s, "Busy", "Call back later")
	steps(t, s, "1", `{"subtype":"Busy"}`)
	answer := s.Get(t, s.Acme.Reader, explainOf("1"))
	wantBody(t, answer, `{"customer_id":"1","call_state":"Scheduled","kind":"scheduled","since":"2026-06-17T16:30:00+02:00",`+
		`"because":"agent registered No answer / Busy: it leads to Scheduled, to be called again after 30 minutes.",`+
		`"attempts":1,"max_attempts":null,"due":"2026-06-17T17:00:00+02:00","callable":false,"why":"It is in \"Scheduled\", and not due yet.",`+
		`"callable_from":"2026-06-17T17:00:00+02:00","claimed_by":"","claimed_until":"","outcomes":[`+
		`{"type":"No answer","subtype":"Busy","call_state":"Scheduled","requires":[]},`+
		`{"type":"Callback","subtype":"Call back later","call_state":"Scheduled","requires":["callback_at"]}]}`)
}

// deleteOutcomes leaves campaign 998 with the outcomes of these subtypes alone; those that
// were registered can't go, and get other names.
func deleteOutcomes(t *testing.T, s *testkit.Server, but ...string) {
	t.Helper()
	const path = "/api/v1/campaigns/998/outcomes/"
	var outcomes []struct {
		ID      int64
		Subtype string
	}
	s.Get(t, s.Acme.Admin, path).Decode(t, &outcomes)
	for _, outcome := range outcomes {
		if strings.Contains("|"+strings.Join(but, "|")+"|", "|"+outcome.Subtype+"|") {
			continue
		}
		own := path + number(outcome.ID) + "/"
		if answer := send(t, s, http.MethodDelete, own, ""); answer.Status == http.StatusConflict {
			wantStatus(t, send(t, s, http.MethodPatch, own, `{"subtype":"Gone: `+outcome.Subtype+`"}`), http.StatusOK)
			continue
		}
		wantStatus(t, s.Get(t, s.Acme.Admin, own), http.StatusNotFound)
	}
}

func TestAnExplanationSaysWhy(t *testing.T) {
	t.Parallel()
	for sentence, test := range map[string]struct {
		steps   []string
		because string
	}{
		"put into the campaign": {nil, "Somebody put it into the campaign: it begins in Ready."},
		"a delay of hours": {
			[]string{`{"subtype":"No answer"}`}, "agent registered No answer / No answer: it leads to Scheduled, to be called again after 2 hours.",
		},
		"a promise": {
			[]string{`{"subtype":"Call back later","callback_at":"2026-06-18 10:00"}`},
			"agent registered Callback / Call back later: it leads to Scheduled, to be called again at 2026-06-18T10:00:00+02:00.",
		},
		"a promise in place of a delay": {
			[]string{`{"subtype":"Busy","callback_at":"2026-06-18 10:00"}`},
			"agent registered No answer / Busy: it leads to Scheduled, to be called again at 2026-06-18T10:00:00+02:00.",
		},
		"a sale": {[]string{`{"type":"Sale","subtype":"Yes"}`}, "agent registered Sale / Yes: it leads to Completed - Yes."},
		"by hand": {
			[]string{`patch {"call_state":"Lead"}`}, "admin moved it by hand from Ready to Lead.",
		},
		"by hand, to be called": {
			[]string{`patch {"call_state":"Scheduled","due":"2026-06-18 10:00"}`},
			"admin moved it by hand from Ready to Scheduled, to be called again at 2026-06-18T10:00:00+02:00.",
		},
		"a comment by hand": {
			[]string{`patch {"comment":"Ring ikke"}`}, "admin changed it by hand: it stays in Ready.",
		},
		"the last attempt": {
			[]string{`{"subtype":"Busy"}`, `{"subtype":"Thrice"}`, `{"subtype":"Thrice"}`},
			"agent registered No answer / Thrice, attempt 3 of the 3 that the outcome allows: that leads to On Hold.",
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			setUp(t, s, "outcomes/", `{"type":"No answer","subtype":"Thrice","call_state":"Ready","max_attempts":3,"exhausted_call_state":"On Hold"}`)
			steps(t, s, "1", test.steps...)
			if got := explained(t, s, s.Acme.Reader, "1", "because"); got != test.because {
				t.Errorf("because %s\nwant    %s", got, test.because)
			}
		})
	}
}

// setUp adds something to campaign 998.
func setUp(t *testing.T, s *testkit.Server, path, body string) *testkit.Answer {
	t.Helper()
	answer := post(t, s, s.Acme.Admin, "/api/v1/campaigns/998/"+path, body)
	wantStatus(t, answer, http.StatusCreated)
	return answer
}

func TestAnExplanationGoesByTheRulesAsTheyAreNow(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	added := setUp(t, s, "outcomes/", `{"type":"Own","subtype":"One","call_state":"Lead"}`)
	steps(t, s, "1", `{"subtype":"One"}`)
	path := relativeLocation(t, s, added)
	change := func(body string) {
		wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: path, Token: s.Acme.Admin, Body: body}), http.StatusOK)
	}
	change(`{"call_state":"On Hold"}`)
	const then = "agent registered Own / One: it led to Lead. "
	if got := explained(t, s, s.Acme.Reader, "1", "because"); got != then+"The campaign's rules were others then." {
		t.Errorf("after the outcome was changed: %s", got)
	}
	change(`{"subtype":"Two"}`)
	if got := explained(t, s, s.Acme.Reader, "1", "because"); got != then+"The campaign no longer has that outcome." {
		t.Errorf("after the outcome was renamed: %s", got)
	}
	changeCampaign(t, s, func(campaign *callflow.Campaign) { campaign.MaxAttempts = 1 })
	steps(t, s, "2", `{"subtype":"Busy"}`)
	const last = "agent registered No answer / Busy, attempt 1 of the 1 that the campaign allows: that leads to Completed - No.|1"
	if got := explained(t, s, s.Acme.Reader, "2", "because", "max_attempts"); got != last {
		t.Errorf("after the campaign's last attempt: %s", got)
	}
	customer := testkit.Request{Method: http.MethodPatch, Path: customerList + "2", Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"Ny"}`}
	wantStatus(t, s.Ask(t, customer), http.StatusOK)
	if got := explained(t, s, s.Acme.Reader, "2", "because", "max_attempts"); got != last {
		t.Errorf("a change of the customer's own values is told as why it stands there: %s", got)
	}
}

// relativeLocation is where something that was added is.
func relativeLocation(t *testing.T, s *testkit.Server, added *testkit.Answer) string {
	t.Helper()
	location := added.Header.Get("Location")
	return relative(t, s, &location)
}

func TestAnExplanationSaysWhetherACustomerMayBeCalled(t *testing.T) {
	t.Parallel()
	for sentence, test := range map[string]struct {
		steps    []string
		campaign func(*callflow.Campaign)
		want     string // callable, why, callable_from
	}{
		"ready":           {want: `true|\"Ready\" is of kind ready.|`},
		"due again":       {steps: []string{`{"subtype":"Busy"}`, "forward 30m"}, want: `true|\"Scheduled\" is of kind scheduled.|`},
		"not due yet":     {steps: []string{`{"subtype":"Busy"}`}, want: `false|It is in \"Scheduled\", and not due yet.|2026-06-17T17:00:00+02:00`},
		"on hold":         {steps: []string{`{"type":"Lead"}`}, want: `false|\"Lead\" is of kind hold: customers in it wait until somebody moves them.|`},
		"in a last state": {steps: []string{`{"type":"Sale","subtype":"Yes"}`}, want: `false|\"Completed - Yes\" is of kind done: it is final.|`},
		"called often enough": {
			steps: []string{`{"subtype":"Busy"}`}, campaign: func(c *callflow.Campaign) { c.MaxAttempts = 1 },
			want: `false|The campaign allows 1 attempt, and 1 was made.|`,
		},
		"a claimed customer": {
			steps: []string{`claim {"lease":600}`}, want: "false|Another user is calling it, until 2026-06-17T16:40:00+02:00.|2026-06-17T16:40:00+02:00",
		},
		"a claim that ends before it is due": {
			steps: []string{`{"subtype":"Busy"}`, `claim {"lease":600}`},
			want:  "false|Another user is calling it, until 2026-06-17T16:40:00+02:00.|2026-06-17T17:00:00+02:00",
		},
		"a lapsed claim": {steps: []string{`claim {"lease":600}`, "forward 601s"}, want: `true|\"Ready\" is of kind ready.|`},
		"a campaign that has ended": {
			campaign: func(c *callflow.Campaign) { c.EndDate = "2026-06-16" },
			want:     "false|The campaign ended on 2026-06-16: nobody is called in it now.|",
		},
		"a campaign that has not begun": {
			campaign: func(c *callflow.Campaign) { c.StartDate = "2026-11-01" },
			want:     "false|The campaign begins on 2026-11-01: nobody is called in it now.|2026-11-01T00:00:00+01:00",
		},
		"a last state of a campaign that has ended": {
			steps: []string{`{"type":"Sale","subtype":"Yes"}`}, campaign: func(c *callflow.Campaign) { c.EndDate = "2026-06-16" },
			want: `false|\"Completed - Yes\" is of kind done: it is final.|`,
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			steps(t, s, "1", test.steps...)
			if test.campaign != nil {
				changeCampaign(t, s, test.campaign)
			}
			if got := explained(t, s, s.Acme.Admin, "1", "callable", "why", "callable_from"); got != test.want {
				t.Errorf("explained is %s\nwant         %s", got, test.want)
			}
		})
	}
}

func TestAClaimHoldsOthersBackAndNotItsHolder(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	steps(t, s, "1", `claim {"lease":600}`)
	members := []string{"callable", "claimed_by", "claimed_until"}
	const claim = "agent|2026-06-17T16:40:00+02:00"
	if got := explained(t, s, s.Acme.Agent, "1", members...); got != "true|"+claim {
		t.Errorf("its holder reads %s", got)
	}
	if got := explained(t, s, s.Acme.Admin, "1", members...); got != "false|"+claim {
		t.Errorf("another user reads %s", got)
	}
	s.Wait(10 * time.Minute)
	if got := explained(t, s, s.Acme.Admin, "1", members...); got != "true||" {
		t.Errorf("after the lease another user reads %s", got)
	}
}

func TestNothingMayBeRegisteredInAFinalState(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	steps(t, s, "1", `{"type":"Sale","subtype":"Yes"}`)
	if got := explained(t, s, s.Acme.Admin, "1", "outcomes"); got != "[]" {
		t.Errorf("the outcomes are %s", got)
	}
	if got := explained(t, s, s.Acme.Admin, "2", "outcomes"); strings.Count(got, `"type"`) != len(callflow.DefaultOutcomes(nil)) {
		t.Errorf("the outcomes are %s", got)
	}
}

func TestAReportThatIsTheSameIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	steps(t, s, "1", `{"type":"Sale","subtype":"Yes","products":{"PROD1":1}}`)
	for _, path := range reportPaths() {
		first := s.Get(t, s.Acme.Reader, path)
		wantStatus(t, first, http.StatusOK)
		again := testkit.Request{Path: path, Token: s.Acme.Reader, Header: map[string]string{"If-None-Match": first.Header.Get("ETag")}}
		wantStatus(t, s.Ask(t, again), http.StatusNotModified)
	}
}

// reportPaths are all that is read beside the lists, of newFlow's customer 1.
func reportPaths() []string {
	return []string{
		explainOf("1"), historyOf("1"), statisticsPath, outcomesPath, productsPath, "/api/v1/assignments/239/call_outcomes/",
		"/api/v1/assignments/239/product_registrations/",
	}
}

func TestWhoMayReadReports(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for _, path := range reportPaths() {
		for token, status := range map[string]int{
			s.Acme.Admin: http.StatusOK, s.Acme.Agent: http.StatusOK, s.Acme.Reader: http.StatusOK, s.Acme.External: http.StatusOK,
			s.Acme.Outsider: http.StatusNotFound, "": http.StatusUnauthorized,
		} {
			if answer := s.Get(t, token, path); answer.Status != status {
				t.Errorf("%s answered %d %s, want %d", path, answer.Status, answer.Body, status)
			}
		}
		if answer := s.Get(t, s.Acme.Admin, path+"?form_date=20260617"); answer.Status != http.StatusBadRequest {
			t.Errorf("%s took an unknown parameter: %d", path, answer.Status)
		}
		if answer := post(t, s, s.Acme.Admin, path, `{}`); answer.Status != http.StatusMethodNotAllowed {
			t.Errorf("%s answered POST with %d", path, answer.Status)
		}
	}
	for _, path := range []string{
		explainOf("2"), historyOf("2"), "/api/v1/campaigns/5/statistics/", "/api/v1/campaigns/5/call_outcomes/", "/api/v1/assignments/5/call_outcomes/",
		"/api/v1/campaigns/5/product_registrations/", "/api/v1/campaigns/999/callflow_customers/1/explain/", "/api/v1/campaigns/999/callflow_customers/1/history/",
	} {
		wantError(t, s, path, http.StatusNotFound, "Not found.")
	}
}
