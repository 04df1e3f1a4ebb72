package api_test

import (
	"net/http"
	"testing"
	"time"

	"callflow/internal/testkit"
)

func skipOf(id string) string { return campaignList + id + "/skip/" }

func TestACustomerThatIsSkippedIsOfferedToOthersAndAgainWhenTheTimeIsOver(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	if first := next(t, s, s.Acme.Agent); first != "1" {
		t.Fatalf("first comes %q", first)
	}
	wantStatus(t, post(t, s, s.Acme.Agent, skipOf("1"), `{"minutes":60}`), http.StatusNoContent)
	wantNext(t, s, s.Acme.Agent, "2", "3")
	wantNext(t, s, s.Acme.Admin, "1")
	wantStatus(t, post(t, s, s.Acme.Admin, skipOf("1"), ""), http.StatusNoContent)
	s.Wait(59 * time.Minute) // the leases are over
	wantNext(t, s, s.Acme.Agent, "2", "3")
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("2"), `{"subtype":"Busy"}`), http.StatusCreated)
	s.Wait(2 * time.Minute)
	if again := next(t, s, s.Acme.Agent); again != "1" {
		t.Errorf("after the time comes %q", again)
	}
}

func TestOnlyWhoHoldsACustomerSkipsItAndMayRegisterAnOutcomeAllTheSame(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	skip := func(token, body string, status int) {
		t.Helper()
		refused(t, s, testkit.Request{Method: http.MethodPost, Path: skipOf("1"), Token: token, Body: body}, status)
	}
	skip(s.Acme.Agent, "", http.StatusNotFound)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
	skip(s.Acme.Reader, "", http.StatusForbidden)
	skip(s.Acme.Admin, "", http.StatusConflict)
	skip(s.Acme.Agent, `{"minutes":0}`, http.StatusBadRequest)
	skip(s.Acme.Agent, `{"minutes":1441}`, http.StatusBadRequest)
	wantStatus(t, post(t, s, s.Acme.Agent, skipOf("1"), ""), http.StatusNoContent)
	skip(s.Acme.Agent, "", http.StatusNotFound)
	wantNext(t, s, s.Acme.Agent)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
}

func TestASkipIsInTheAuditWithItsReasonAndMinutesOnceHoweverOftenItIsSent(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	wantNext(t, s, s.Acme.Agent, "1", "2")
	ask := testkit.Request{Method: http.MethodPost, Path: skipOf("2"), Token: s.Acme.Agent, Body: `{"reason":"language","minutes":45}`}
	for range 3 {
		wantStatus(t, s.Ask(t, withKey(ask, "skip-2")), http.StatusNoContent)
	}
	wantStatus(t, post(t, s, s.Acme.Agent, skipOf("1"), `{"reason":null}`), http.StatusNoContent)
	wantStatus(t, post(t, s, s.Acme.Agent, skipOf("1"), ""), http.StatusNotFound)
	entries := audited(t, s, "skipped")
	if len(entries) != 2 || entries[0].Details != "30 minutes, campaign 998" || entries[1].Details != "language, 45 minutes, campaign 998" {
		t.Fatalf("the audit tells %+v", entries)
	}
	entry := entries[1]
	if entry.Noun != "customer" || entry.NounID != 2 || entry.UserID != s.Acme.Users["agent"] || entry.TokenID == 0 || entry.RequestID == "" {
		t.Errorf("the entry is %+v", entry)
	}
}

func TestAReasonThatASkipCannotHaveIsRefusedWithTheNearestAndLeavesTheClaimAndTheAudit(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
	for body, want := range map[string]string{
		`{"reason":"languages"}`: `reason must be one of language, known_to_agent, conflict, needs_another_agent, technical, other. Did you mean "language"?`,
		`{"reason":"Kari"}`:      "reason must be one of language, known_to_agent, conflict, needs_another_agent, technical, other.",
		`{"reason":""}`:          "reason must be one of language, known_to_agent, conflict, needs_another_agent, technical, other.",
		`{"reason":1}`:           "reason must be a string.",
	} {
		ask := testkit.Request{Method: http.MethodPost, Path: skipOf("1"), Token: s.Acme.Agent, Body: body}
		wantProblem(t, refused(t, s, ask, http.StatusBadRequest), "reason", want)
	}
	if entries := audited(t, s, "skipped"); len(entries) != 0 {
		t.Errorf("the audit tells %+v", entries)
	}
	wantStatus(t, post(t, s, s.Acme.Agent, skipOf("1"), `{"reason":"other"}`), http.StatusNoContent)
}
