package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestWhoeverGetsAnotherRoleOrClientIsAnsweredSoFromTheNextRequestOn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	beside := s.Beside(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	const outcomes = "/api/v1/campaigns/998/callflow_customers/1/call_outcomes/"
	register := testkit.Request{Method: http.MethodPost, Path: outcomes, Token: s.Acme.Agent, Body: `{"subtype":"Interested"}`}
	change := func(role callflow.Role, client int64) {
		t.Helper()
		user := callflow.User{ID: s.Acme.Users["agent"], Name: "agent", Email: s.Acme.Email("agent"), Role: role, ClientID: client}
		if err := s.App.UpdateUser(t.Context(), s.Acme.ID, user); err != nil {
			t.Fatal(err)
		}
	}
	wants := func(server *testkit.Server, request testkit.Request, status int) {
		t.Helper()
		if answer := server.Ask(t, request); answer.Status != status {
			t.Errorf("%s answered %d %s, want %d", request.Path, answer.Status, answer.Body, status)
		}
	}
	list := testkit.Request{Path: "/api/v1/campaigns/998/callflow_customers/", Token: s.Acme.Agent}
	wants(s, register, http.StatusCreated)
	change(callflow.Reader, 0)
	wants(s, register, http.StatusForbidden)
	wants(beside, register, http.StatusForbidden)
	wants(s, list, http.StatusOK)
	change(callflow.Reader, testkit.OtherClientID)
	wants(s, list, http.StatusNotFound)
	wants(beside, list, http.StatusNotFound)
	change(callflow.Agent, 0)
	wants(beside, register, http.StatusCreated)
}

func TestAStreamEndsForWhoeverIsBoundToAnotherClient(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	stream := s.Stream(t, testkit.Request{Path: "/api/v1/campaigns/998/changes/", Token: s.Acme.Agent})
	user := callflow.User{ID: s.Acme.Users["agent"], Name: "agent", Email: s.Acme.Email("agent"), Role: callflow.Reader, ClientID: testkit.OtherClientID}
	if err := s.App.UpdateUser(t.Context(), s.Acme.ID, user); err != nil {
		t.Fatal(err)
	}
	does(t, s, http.MethodPatch, campaignList+"1/", `{"comment":"nummer 1"}`)
	for {
		event, goesOn := stream.Next(t)
		if !goesOn {
			return
		}
		if !event.Comment {
			t.Fatalf("the stream of another client's campaign tells %s", event.Data)
		}
	}
}
