package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

const dryRunPath = "/api/v1/campaigns/998/dry_run/"

// newHistories starts a server whose campaign 998 has ten customers with a history each.
func newHistories(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 10)
	const busy, later = `{"subtype":"Busy"}`, `{"subtype":"Call back later","callback_at":"2026-06-30 10:00"}`
	for id, log := range map[string][]string{
		"1":  {busy},
		"2":  {busy, busy},
		"3":  {busy, busy, busy},
		"4":  {busy, busy, `{"type":"Sale","subtype":"Yes"}`},
		"5":  {busy, busy, `patch {"call_state":"Lead"}`},
		"6":  {later, later, busy},
		"7":  {`{"type":"Lead"}`, `{"subtype":"Not interested"}`},
		"8":  {`{"type":"Lead"}`},
		"9":  {later, later, `patch {"call_state":"Ready"}`, busy},
		"10": {busy, busy},
	} {
		steps(t, s, id, log...)
	}
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + "10/", Token: s.Acme.Admin}), http.StatusNoContent)
	return s
}

func TestADryRunTellsWhoWouldBeElsewhere(t *testing.T) {
	t.Parallel()
	s := newHistories(t)
	const none = `{"customers":9,"elsewhere":0,"moves":[],"examples":[]}`
	for sentence, test := range map[string]struct{ body, want string }{
		"the rules as they are":              {`{"max_attempts":0}`, none},
		"null is as it is":                   {`{"max_attempts":null}`, none},
		"an outcome as it is":                {`{"outcomes":[{"type":"No answer","subtype":"Busy"}]}`, none},
		"a call state as it is":              {`{"call_states":[{"name":"Lead","kind":"hold"}]}`, none},
		"another delay moves nobody":         {`{"outcomes":[{"subtype":"Busy","retry_after_minutes":5}]}`, none},
		"another demand moves nobody":        {`{"outcomes":[{"subtype":"Busy","requires":["comment"]}]}`, none},
		"more attempts than were made":       {`{"max_attempts":4}`, none},
		"a call state that nobody came to":   {`{"call_states":[{"name":"Unconfirmed - Yes","kind":"done"}]}`, none},
		"an outcome that was not registered": {`{"outcomes":[{"subtype":"Wrong number","call_state":"Excluded"}]}`, none},
		"three attempts": {`{"max_attempts":3}`, `{"customers":9,"elsewhere":3,"moves":[{"from":"Scheduled","to":"Completed - No","customers":3}],` +
			`"examples":[{"customer_id":"3","from":"Scheduled","to":"Completed - No"},{"customer_id":"6","from":"Scheduled","to":"Completed - No"},` +
			`{"customer_id":"9","from":"Scheduled","to":"Completed - No"}]}`},
		"two attempts: no sale any more, but who was moved by hand stays": {
			`{"max_attempts":2}`, `{"customers":9,"elsewhere":5,"moves":[{"from":"Scheduled","to":"Completed - No","customers":4},` +
				`{"from":"Completed - Yes","to":"Completed - No","customers":1}],"examples":[` +
				`{"customer_id":"2","from":"Scheduled","to":"Completed - No"},{"customer_id":"3","from":"Scheduled","to":"Completed - No"},` +
				`{"customer_id":"4","from":"Completed - Yes","to":"Completed - No"},{"customer_id":"6","from":"Scheduled","to":"Completed - No"},` +
				`{"customer_id":"9","from":"Scheduled","to":"Completed - No"}]}`,
		},
		"of one outcome": {
			`{"outcomes":[{"subtype":"Busy","max_attempts":3,"exhausted_call_state":"On Hold"}]}`,
			`{"customers":9,"elsewhere":3,"moves":[{"from":"Scheduled","to":"On Hold","customers":3}],"examples":[` +
				`{"customer_id":"3","from":"Scheduled","to":"On Hold"},{"customer_id":"6","from":"Scheduled","to":"On Hold"},` +
				`{"customer_id":"9","from":"Scheduled","to":"On Hold"}]}`,
		},
		"what would be no attempt": {
			`{"max_attempts":3,"outcomes":[{"subtype":"Call back later","counts_as_attempt":false}]}`,
			`{"customers":9,"elsewhere":1,"moves":[{"from":"Scheduled","to":"Completed - No","customers":1}],` +
				`"examples":[{"customer_id":"3","from":"Scheduled","to":"Completed - No"}]}`,
		},
		"a call state that would be final": {
			`{"call_states":[{"name":"Lead","kind":"done"}]}`,
			`{"customers":9,"elsewhere":1,"moves":[{"from":"Completed - No","to":"Lead","customers":1}],` +
				`"examples":[{"customer_id":"7","from":"Completed - No","to":"Lead"}]}`,
		},
		"an outcome that would lead elsewhere": {
			`{"outcomes":[{"type":"Lead","call_state":"To Call"}]}`,
			`{"customers":9,"elsewhere":1,"moves":[{"from":"Lead","to":"To Call","customers":1}],"examples":[{"customer_id":"8","from":"Lead","to":"To Call"}]}`,
		},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantBody(t, post(t, s, s.Acme.Admin, dryRunPath, test.body), test.want)
		})
	}
}

func TestADryRunComparesWithThePresentRulesAndNotWithThoseOfTheTime(t *testing.T) {
	t.Parallel()
	s := newHistories(t)
	changeCampaign(t, s, func(campaign *callflow.Campaign) { campaign.MaxAttempts = 2 })
	wantBody(t, post(t, s, s.Acme.Admin, dryRunPath, `{"max_attempts":2}`), `{"customers":9,"elsewhere":0,"moves":[],"examples":[]}`)
	// 3 and 6 were called a third time before, and are scheduled: neither set of rules leaves them there.
	wantBody(t, post(t, s, s.Acme.Admin, dryRunPath, `{"max_attempts":3}`), `{"customers":9,"elsewhere":2,"moves":[`+
		`{"from":"Completed - No","to":"Completed - Yes","customers":1},{"from":"Completed - No","to":"Scheduled","customers":1}],"examples":[`+
		`{"customer_id":"2","from":"Completed - No","to":"Scheduled"},{"customer_id":"4","from":"Completed - No","to":"Completed - Yes"}]}`)
}

func TestAnOutcomeThatIsGoneLeadsWhereItLed(t *testing.T) {
	t.Parallel()
	s := newHistories(t)
	deleteOutcomes(t, s, "Call back later", "Yes", "Interested", "Not interested")
	wantBody(t, post(t, s, s.Acme.Admin, dryRunPath, `{"max_attempts":1}`), `{"customers":9,"elsewhere":1,"moves":[`+
		`{"from":"Scheduled","to":"Completed - No","customers":1}],"examples":[{"customer_id":"6","from":"Scheduled","to":"Completed - No"}]}`)
}

func TestADryRunChangesNothing(t *testing.T) {
	t.Parallel()
	s := newHistories(t)
	record, clock := standing(t, s, "3")
	wantStatus(t, post(t, s, s.Acme.Admin, dryRunPath, `{"max_attempts":1}`), http.StatusOK)
	recordAfter, clockAfter := standing(t, s, "3")
	if recordAfter != record || clockAfter != clock {
		t.Errorf("the record was %s at %s\nand is %s at %s", record, clock, recordAfter, clockAfter)
	}
}

func TestADryRunThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	const states = "They are: Ready, On Hold, To Call, Scheduled, Lead, Unconfirmed - Yes, Booked, Appointment open, Appointment closed, " +
		"Completed - Yes, Completed - No, Excluded."
	for body, want := range map[string][2]string{
		`{}`:                               {"outcomes", "Give at least one of max_attempts, outcomes and call_states: what would be changed."},
		`{"max_attempts":-1}`:              {"max_attempts", "max_attempts can't be negative; 0 means no limit."},
		`{"max_attempts":"3"}`:             {"max_attempts", "max_attempts must be a whole number."},
		`{"max_attempts":3,"outcome":[]}`:  {"outcome", `A dry run has no member "outcome". Did you mean "outcomes"?`},
		`{"outcomes":{}}`:                  {"outcomes", "outcomes must be a list of objects."},
		`{"outcomes":["Busy"]}`:            {"outcomes[0]", "outcomes[0] must be an object."},
		`{"outcomes":[null]}`:              {"outcomes[0]", "outcomes[0] must be an object."},
		`{"call_states":[{"name":"Led"}]}`: {"call_states[0].name", `call_states[0].name "Led" is none of the campaign's call states. Did you mean "Lead"? ` + states},
		`{"call_states":[{"name":"Lead","kind":"last"}]}`: {"call_states[0].kind", "call_states[0].kind must be one of ready, scheduled, hold, done, excluded."},
		`{"call_states":[{"name":"Lead","kind":"done","position":1}]}`: {
			"call_states[0].position", `A dry run has no member "call_states[0].position". The members are: name, kind.`,
		},
		`{"outcomes":[{"subtype":"Busy","call_state":"Lead"}]}`: {
			"outcomes[0].call_state", `The outcome says when to call again, so its call_state must be of kind scheduled; "Lead" is of kind hold.`,
		},
		`{"call_states":[{"name":"Lead","kind":"scheduled"}]}`: {
			"call_states", `The outcome "Lead / Interested" would no longer fit. "Lead" is of kind scheduled: give retry_after_minutes, or require callback_at, so that it is known when to call again.`,
		},
		`{"outcomes":[{"subtype":"Busy"},{"subtype":"Busy","max_atempts":3}]}`: {
			"outcomes[1].max_atempts", `A dry run has no member "outcomes[1].max_atempts". Did you mean "outcomes[1].max_attempts"?`,
		},
	} {
		answer := post(t, s, s.Acme.Admin, dryRunPath, body)
		if answer.Status != http.StatusBadRequest {
			t.Errorf("%s answered %d %s", body, answer.Status, answer.Body)
			continue
		}
		wantProblem(t, answer, want[0], want[1])
	}
	answer := post(t, s, s.Acme.Admin, dryRunPath, `{"outcomes":[{"type":"Busy"}]}`)
	if answer.Status != http.StatusBadRequest || answer.Problems(t)["outcomes[0].type"] == "" {
		t.Errorf("an outcome that is not there answered %d %s", answer.Status, answer.Body)
	}
}

func TestAnOutcomeThatDoesNotFitAsItIsStopsNoDryRun(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	withOutcome(t, s, "Scheduled", callflow.Outcome{Type: "Own", Subtype: "Without a time"})
	wantStatus(t, post(t, s, s.Acme.Admin, dryRunPath, `{"max_attempts":3}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Admin, dryRunPath, `{"outcomes":[{"subtype":"Without a time","max_attempts":3}]}`), http.StatusBadRequest)
	wantStatus(t, post(t, s, s.Acme.Admin, dryRunPath, `{"outcomes":[{"subtype":"Without a time","retry_after_minutes":3}]}`), http.StatusOK)
}

func TestWhoMayDryRun(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for token, status := range map[string]int{
		s.Acme.Admin: http.StatusOK, s.Acme.Agent: http.StatusForbidden, s.Acme.Reader: http.StatusForbidden, s.Acme.External: http.StatusForbidden,
		"": http.StatusUnauthorized,
	} {
		if answer := post(t, s, token, dryRunPath, `{"max_attempts":1}`); answer.Status != status {
			t.Errorf("answered %d %s, want %d", answer.Status, answer.Body, status)
		}
	}
	wantStatus(t, post(t, s, s.Acme.Admin, "/api/v1/campaigns/5/dry_run/", `{"max_attempts":1}`), http.StatusNotFound)
	wantStatus(t, s.Get(t, s.Acme.Admin, dryRunPath), http.StatusMethodNotAllowed)
}
