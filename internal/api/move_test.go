package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

// patch changes a customer of campaign 998 by hand, as an admin.
func patch(t *testing.T, s *testkit.Server, id, body string) *testkit.Answer {
	t.Helper()
	return send(t, s, http.MethodPatch, campaignList+id+"/", body)
}

func TestAChangeByHand(t *testing.T) {
	t.Parallel()
	keys := []string{"callstate__name", "attempts_status__attempts", "due", "last_change__user", "last_change__cause", "last_change__alternative", "last_change__comment"}
	const busy, callback = `{"subtype":"Busy","comment":"a"}`, `{"subtype":"Call back later","callback_at":"2026-06-18 10:00","comment":"a"}`
	for sentence, test := range map[string]struct{ outcome, body, want string }{
		"another call state":              {``, `{"call_state":"Lead"}`, "Lead|||admin|Manual|Manual|"},
		"with a comment":                  {``, `{"call_state":"On Hold","comment":"«Ferie»"}`, "On Hold|||admin|Manual|Manual|«Ferie»"},
		"a comment alone":                 {``, `{"comment":"x"}`, "Ready|||admin|Manual|Manual|x"},
		"a call at a time":                {``, `{"call_state":"Scheduled","due":"2026-06-18T08:00:00Z"}`, "Scheduled||2026-06-18 10:00|admin|Manual|Manual|"},
		"another time":                    {busy, `{"due":"2026-06-18 10:00"}`, "Scheduled|1|2026-06-18 10:00|admin|Manual|Manual|"},
		"a comment leaves the time":       {callback, `{"comment":"x"}`, "Scheduled|1|2026-06-18 10:00|admin|Manual|Manual|x"},
		"out of the schedule":             {busy, `{"call_state":"To Call"}`, "To Call|1||admin|Manual|Manual|"},
		"out of the schedule, no time":    {busy, `{"call_state":"To Call","due":""}`, "To Call|1||admin|Manual|Manual|"},
		"out of a final state":            {`{"type":"Do not call"}`, `{"call_state":"Ready"}`, "Ready|1||admin|Manual|Manual|"},
		"a comment is cleared":            {busy, `{"comment":""}`, "Scheduled|1|2026-06-17 17:00|admin|Manual|Manual|"},
		"what is as it was stays so":      {busy, `{"call_state":"Scheduled","due":"2026-06-17 17:00","comment":"a"}`, "Scheduled|1|2026-06-17 17:00|agent|No answer|Busy|a"},
		"nothing at all":                  {busy, `{}`, "Scheduled|1|2026-06-17 17:00|agent|No answer|Busy|a"},
		"a time that was given passes by": {busy, `{"call_state":"Scheduled","due":"2026-06-17 16:31"}`, "Scheduled|1|2026-06-17 16:31|admin|Manual|Manual|"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			if test.outcome != "" {
				wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), test.outcome), http.StatusCreated)
			}
			before, clock := standing(t, s, "1")
			answer := patch(t, s, "1", test.body)
			wantStatus(t, answer, http.StatusOK)
			if got := shown(t, s, "1", keys...); got != test.want {
				t.Errorf("the record says %s, want %s", got, test.want)
			}
			if read := s.Get(t, s.Acme.Admin, campaignList+"1/"); string(read.Body) != string(answer.Body) {
				t.Errorf("answered\n%s\nand read as\n%s", answer.Body, read.Body)
			}
			after, _ := standing(t, s, "1")
			if moved := answer.Header.Get("Callflow-Sync-Token") != clock; moved != (after != before) {
				t.Errorf("the clock moved: %t, though the record changed: %t", moved, after != before)
			}
		})
	}
}

func TestAChangeByHandThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for sentence, test := range map[string]struct{ body, field, message string }{
		"a call state that is misspelt":      {`{"call_state":"Scheduld"}`, "call_state", `call_state "Scheduld" is none of the campaign's call states. Did you mean "Scheduled"? They are: Ready, On Hold, `},
		"a call state in other letters":      {`{"call_state":"lead"}`, "call_state", `call_state "lead" is none of the campaign's call states. Did you mean "Lead"?`},
		"no call state":                      {`{"call_state":null}`, "call_state", `call_state "" is none of the campaign's call states. They are: `},
		"a call state that is a number":      {`{"call_state":1}`, "call_state", "call_state must be a string."},
		"a schedule without a time":          {`{"call_state":"Scheduled"}`, "due", `"Scheduled" is of kind scheduled: give due, the time from which the customer may be called.`},
		"a time in a state without":          {`{"due":"2026-06-18 10:00"}`, "due", `"Ready" is of kind ready: only customers in a state of kind scheduled have a due time.`},
		"a time in a new state without":      {`{"call_state":"Lead","due":"2026-06-18 10:00"}`, "due", `"Lead" is of kind hold: only customers in a state of kind scheduled have a due time.`},
		"a time in the past":                 {`{"call_state":"Scheduled","due":"2026-06-17 16:30"}`, "due", "due is in the past. Give a time that is still to come."},
		"a far year":                         {`{"call_state":"Scheduled","due":"2062-06-17 16:30"}`, "due", "due is more than ten years ahead. Check the year."},
		"a time without a zone":              {`{"call_state":"Scheduled","due":"2026-06-18T10:00"}`, "due", "due has no offset from UTC."},
		"a time that is none":                {`{"call_state":"Scheduled","due":"18.06.2026"}`, "due", "due must be a time as 2026-11-24 10:30"},
		"a comment that is an object":        {`{"comment":{}}`, "comment", "comment must be a string."},
		"a comment that is too long":         {`{"comment":"` + strings.Repeat("å", 10001) + `"}`, "comment", "comment must have at most 10000 characters."},
		"an unknown member":                  {`{"callstate":"Lead"}`, "callstate", `A change by hand has no member "callstate". Did you mean "call_state"?`},
		"a key of the record, which is told": {`{"callflow__callstate__name":"Lead"}`, "callflow__callstate__name", `A change by hand has no member "callflow__callstate__name".`},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := refused(t, s, testkit.Request{Method: http.MethodPatch, Path: campaignList + "1/", Token: s.Acme.Admin, Body: test.body}, http.StatusBadRequest)
			if got := answer.Problems(t)[test.field]; !strings.HasPrefix(got, test.message) {
				t.Errorf("the answer is %s\nwant for %s: %s", answer.Body, test.field, test.message)
			}
		})
	}
}

func TestIfMatchKeepsWhatTheCallerHasNotSeen(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	ask := func(method, match, body string) testkit.Request {
		return testkit.Request{Method: method, Path: campaignList + "1/", Token: s.Acme.Admin, Body: body, Header: map[string]string{"If-Match": match}}
	}
	first := tagOf(t, s, campaignList+"1/")
	answer := s.Ask(t, ask(http.MethodPatch, first, `{"comment":"first"}`))
	wantStatus(t, answer, http.StatusOK)
	const movedOn = "The record has changed since it was read. Read it again, then repeat the change."
	for _, match := range []string{first, `"of old"`, tagOf(t, s, campaignList+"2/"), tagOf(t, s, campaignList), tagOf(t, s, campaignList+"1/?include=sync")} {
		if detail := refused(t, s, ask(http.MethodPatch, match, `{"comment":"second"}`), http.StatusPreconditionFailed).Detail(t); detail != movedOn {
			t.Errorf("answered %s, want %s", detail, movedOn)
		}
		refused(t, s, ask(http.MethodDelete, match, ""), http.StatusPreconditionFailed)
	}
	answer = s.Ask(t, ask(http.MethodPatch, `"of old", `+answer.Header.Get("ETag"), `{"comment":"second"}`))
	wantStatus(t, answer, http.StatusOK)
	wantStatus(t, s.Ask(t, ask(http.MethodPatch, "*", `{"comment":"third"}`)), http.StatusOK)
	refused(t, s, ask(http.MethodDelete, answer.Header.Get("ETag"), ""), http.StatusPreconditionFailed)
	wantStatus(t, s.Ask(t, ask(http.MethodDelete, tagOf(t, s, campaignList+"1/"), "")), http.StatusNoContent)
}

func TestAMoveByHandEndsTheClaimOnAnotherState(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
	wantStatus(t, patch(t, s, "1", `{"comment":"x"}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusConflict)
	wantStatus(t, patch(t, s, "1", `{"call_state":"To Call"}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusOK)
}

func TestACustomerTakenOutBeginsAnewWhenAddedAgain(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy","comment":"x","products":{"p":2}}`), http.StatusCreated)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
	_, before := standing(t, s, "1")
	answer := send(t, s, http.MethodDelete, campaignList+"1/", "")
	if answer.Status != http.StatusNoContent || len(answer.Body) != 0 || answer.Header.Get("Callflow-Sync-Token") == before {
		t.Fatalf("answered %d %s with the clock at %s", answer.Status, answer.Body, answer.Header.Get("Callflow-Sync-Token"))
	}
	wantError(t, s, campaignList+"1/", http.StatusNotFound, "Not found.")
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), "2")
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Scheduled"))
	wantIDs(t, s.Get(t, s.Acme.Admin, customerList), "1", "2")
	wantStatus(t, send(t, s, http.MethodDelete, campaignList+"1/", ""), http.StatusNotFound)
	wantStatus(t, post(t, s, s.Acme.Admin, campaignList, `{"customer_ids":["1"]}`), http.StatusOK)
	got := shown(t, s, "1", "callstate__name", "attempts_status__attempts", "due", "last_change__cause", "last_change__comment", "product__p")
	if want := "Ready|||Segmentation||"; got != want {
		t.Errorf("the record says %s, want %s", got, want)
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), "1", "2")
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusOK)
}
