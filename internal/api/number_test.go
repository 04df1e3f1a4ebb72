package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

func TestWhoeverHasNoNumberThatCanBeCalledIsNotHandedOut(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	for id, phone := range map[string]string{"1": "", "2": "22334455x", "3": "abc"} {
		s.Acme.Put(t, callflow.Customer{CustomerID: id, Phone1: phone, Phone2: "123"})
	}
	s.Acme.Put(t, callflow.Customer{CustomerID: "4", Phone2: "11223344"})
	if got := next(t, s, s.Acme.Agent); got != "4" {
		t.Errorf("the first customer is %q, want the first with a number", got)
	}
	wantNext(t, s, s.Acme.Agent)
	const why = `"callable":false,"why":"It has no telephone number that can be called.","callable_from":""`
	if answer := s.Get(t, s.Acme.Agent, campaignList+"2/explain/"); !strings.Contains(string(answer.Body), why) {
		t.Errorf("it is explained by %s", answer.Body)
	}
	s.Acme.Put(t, callflow.Customer{CustomerID: "3", Phone3: "+47 22 33 44 55"}) // somebody found it
	if got := next(t, s, s.Acme.Agent); got != "3" {
		t.Errorf("after it was given a number, %q comes", got)
	}
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("2"), ""), http.StatusOK) // by hand anybody may be taken
}

func TestACampaignMayHandOutCustomersWithoutANumber(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	s.Acme.Put(t, callflow.Customer{CustomerID: "1"})
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"hand_out_without_number":true}`,
	})
	if wantStatus(t, answer, http.StatusOK); !strings.Contains(string(answer.Body), `"hand_out_without_number":true`) {
		t.Errorf("the campaign is %s", answer.Body)
	}
	if answer := s.Get(t, s.Acme.Agent, campaignList+"1/explain/"); !strings.Contains(string(answer.Body), `"callable":true`) {
		t.Errorf("it is explained by %s", answer.Body)
	}
	if got := next(t, s, s.Acme.Agent); got != "1" {
		t.Errorf("the first customer is %q, want 1", got)
	}
}
