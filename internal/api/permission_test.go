package api_test

import (
	"net/http"
	"testing"

	"callflow/internal/testkit"
)

const otherClientList = "/api/v1/campaigns/1000/callflow_customers/"

func TestWhoMayReadWhat(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, test := range map[string]struct {
		token, path string
		status      int
	}{
		"an admin lists campaigns":                          {s.Acme.Admin, "/api/v1/campaigns", 200},
		"an agent lists campaigns":                          {s.Acme.Agent, "/api/v1/campaigns", 200},
		"a reader lists campaigns":                          {s.Acme.Reader, "/api/v1/campaigns", 200},
		"an external user does not":                         {s.Acme.External, "/api/v1/campaigns", 403},
		"an external user lists its own":                    {s.Acme.External, "/api/v1/client_access/campaigns", 200},
		"a reader may list its own too":                     {s.Acme.Reader, "/api/v1/client_access/campaigns", 200},
		"an external user reads its client's campaign":      {s.Acme.External, campaignList, 200},
		"an external user reads its client's record":        {s.Acme.External, campaignList + "bare/", 200},
		"an external user reads its client's assignment":    {s.Acme.External, assignmentList, 200},
		"an external user reads its client's customers":     {s.Acme.External, customerList, 200},
		"an external user reads its client's fields":        {s.Acme.External, "/api/v1/assignments/239/crm_custom_fields/", 200},
		"another client's campaign is not there":            {s.Acme.External, otherClientList, 404},
		"another client's assignment is not there":          {s.Acme.External, "/api/v1/assignments/240/callflow_customers/", 404},
		"another client's customers are not there":          {s.Acme.External, "/api/v1/assignments/240/customers/", 404},
		"another client's fields are not there":             {s.Acme.External, "/api/v1/assignments/240/crm_custom_fields/", 404},
		"the other way round neither: a campaign":           {s.Acme.Outsider, campaignList, 404},
		"the other way round neither: a record":             {s.Acme.Outsider, campaignList + "bare/", 404},
		"the other way round neither: an assignment's list": {s.Acme.Outsider, assignmentList + "bare/", 404},
		"the other way round neither: a customer":           {s.Acme.Outsider, customerList + "bare", 404},
		"each reads its own":                                {s.Acme.Outsider, otherClientList, 200},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantStatus(t, s.Get(t, test.token, test.path), test.status)
		})
	}
}

func TestARefusalSaysSo(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const want = "You do not have permission to perform this action."
	for sentence, ask := range map[string]testkit.Request{
		"an external user's campaigns":                        {Path: "/api/v1/campaigns/", Token: s.Acme.External},
		"a reader's new customer":                             {Method: http.MethodPost, Path: customerList, Token: s.Acme.Reader, Body: `{"crm__customer_id":"1"}`},
		"an agent's new customer":                             {Method: http.MethodPost, Path: customerList, Token: s.Acme.Agent, Body: `{"crm__customer_id":"1"}`},
		"an external user's":                                  {Method: http.MethodPost, Path: customerList, Token: s.Acme.External, Body: `{"crm__customer_id":"1"}`},
		"a reader's PATCH":                                    {Method: http.MethodPatch, Path: customerList + "bare", Token: s.Acme.Reader, Body: `{}`},
		"a reader's PUT":                                      {Method: http.MethodPut, Path: customerList + "bare", Token: s.Acme.Reader, Body: `{}`},
		"before the body is looked at":                        {Method: http.MethodPut, Path: customerList + "bare", Token: s.Acme.Reader, Body: `nonsense`},
		"a method that is not there, of what may not be read": {Method: http.MethodDelete, Path: "/api/v1/campaigns", Token: s.Acme.External},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Ask(t, ask)
			if answer.Status != http.StatusForbidden || answer.Detail(t) != want {
				t.Errorf("answered %d %s, want 403 %s", answer.Status, answer.Body, want)
			}
		})
	}
}

func TestWhatMayNotBeSeenLooksLikeWhatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	missing := s.Get(t, s.Acme.External, "/api/v1/campaigns/54321/callflow_customers/")
	hidden := s.Get(t, s.Acme.External, otherClientList)
	if string(missing.Body) != string(hidden.Body) || missing.Status != hidden.Status {
		t.Errorf("%s and %s can be told apart", missing.Body, hidden.Body)
	}
	for name := range hidden.Header {
		if name != "Date" && name != "X-Request-Id" && hidden.Header.Get(name) != missing.Header.Get(name) {
			t.Errorf("the header %s tells them apart", name)
		}
	}
	wrongState := s.Get(t, s.Acme.External, otherClientList+"?call_state=Nonsense")
	if string(wrongState.Body) != string(hidden.Body) {
		t.Errorf("a call state tells that the campaign is there: %s", wrongState.Body)
	}
}

func TestNothingIsVisibleAcrossAccounts(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Other.Fill(t, testkit.CampaignID, 1, 2, "Booked")
	for _, path := range []string{campaignList, assignmentList, customerList} {
		wantIDs(t, s.Get(t, s.Other.Admin, path), "1", "2")
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), exampleID, "bare") // also from the cache of answers
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), exampleID, "bare")
	wantStatus(t, s.Get(t, s.Other.Admin, campaignList+exampleID+"/"), http.StatusNotFound)
	wantStatus(t, s.Get(t, s.Other.Admin, customerList+exampleID), http.StatusNotFound)
}
