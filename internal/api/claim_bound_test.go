package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/testkit"
)

const tooManyClaims = "You hold claims on 2 customers of this campaign, and it allows 2 at a time. Register their outcomes, or give some back with " +
	"DELETE …/claim/; they also lapse by themselves. An admin may change the campaign's max_claims_per_agent."

func TestOneAgentHoldsAsManyCustomersAsTheCampaignAllows(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 6)
	changeCampaign(t, s, func(c *callflow.Campaign) { c.MaxClaims = 2 })
	if got := next(t, s, s.Acme.Agent); got != "1" {
		t.Fatalf("the first customer is %q", got)
	}
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("4"), `{"lease":60}`), http.StatusOK)
	for _, path := range []string{nextCustomer, claimOf("3")} {
		answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Agent}, http.StatusConflict)
		if answer.Detail(t) != tooManyClaims {
			t.Errorf("%s answered %s", path, answer.Detail(t))
		}
	}
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("4"), `{"lease":60}`), http.StatusOK) // one that is held may last longer
	if got := next(t, s, s.Acme.Admin); got != "2" {
		t.Errorf("another agent is given %q, want 2: what one holds is nobody else's bound", got)
	}
	for ended, end := range map[string]func(){
		"an outcome": func() {
			wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
		},
		"the lease": func() { s.Wait(61 * time.Second) },
	} {
		end()
		if next(t, s, s.Acme.Agent) == "" {
			t.Errorf("after %s nobody is given", ended)
		}
	}
}

func TestAClaimLastsAsLongAsTheCampaignAllows(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	changeCampaign(t, s, func(c *callflow.Campaign) { c.MaxLease = 300 })
	for _, path := range []string{nextCustomer, claimOf("1")} {
		answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Agent, Body: `{"lease":301}`}, http.StatusBadRequest)
		wantProblem(t, answer, "lease", "lease must be at most 300 seconds: the campaign allows no longer. An admin may change its max_lease_seconds.")
	}
	for id, body := range map[string]string{"1": `{"lease":300}`, "2": ""} {
		answer := post(t, s, s.Acme.Agent, claimOf(id), body)
		wantStatus(t, answer, http.StatusOK)
		if got := valuesOf(t, answer.Body, "callflow__claim_until"); got != "2026-06-17T16:35:00+02:00" {
			t.Errorf("claimed with %q until %s", body, got)
		}
	}
}

func TestACampaignThatIsAddedBoundsClaims(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	answer := post(t, s, s.Acme.Admin, "/api/v1/campaigns/", `{"assignment_id":239,"name":"Later"}`)
	wantStatus(t, answer, http.StatusCreated)
	if !strings.Contains(string(answer.Body), `"max_claims_per_agent":20,"max_lease_seconds":14400`) {
		t.Errorf("a new campaign is %s", answer.Body)
	}
	for body, field := range map[string]string{`{"max_claims_per_agent":-1}`: "max_claims_per_agent", `{"max_lease_seconds":86401}`: "max_lease_seconds"} {
		if got := refused(t, s, testkit.Request{
			Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: body,
		}, http.StatusBadRequest); !strings.Contains(string(got.Body), `"field":"`+field+`"`) {
			t.Errorf("%s is answered %s", body, got.Body)
		}
	}
}
