package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// newLostState starts a server with two customers in a call state of campaign 998 that is not there any more, as earlier versions could leave it.
func newLostState(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 2)
	var id int64
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		id, err = setuprows.CreateState(w, testkit.CampaignID, &callflow.State{Name: "Lost", Kind: callflow.KindReady})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, customer := range []string{"1", "2"} {
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: customer, State: "Lost"})
	}
	if err := s.Acme.Write(t, func(w *store.Write) error { return setuprows.DeleteState(w, testkit.CampaignID, id) }); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestACustomerWhoseCallStateIsGoneIsShownAndCanBeMoved(t *testing.T) {
	t.Parallel()
	s := newLostState(t)
	if got := explained(t, s, s.Acme.Reader, "1", "call_state", "kind", "callable", "why"); got != `|hold|false|`+
		`It is in a call state that the campaign does not have: nobody calls it until somebody moves it to another one.` {
		t.Errorf("the explanation is %s", got)
	}
	for _, path := range []string{campaignList, campaignList + "1/", campaignList + "1/history/", "/api/v1/campaigns/998/statistics/"} {
		wantStatus(t, s.Get(t, s.Acme.Admin, path), http.StatusOK)
	}
	wantStatus(t, patch(t, s, "1", `{"comment":"Ingen vet hvor"}`), http.StatusOK)
	wantStatus(t, patch(t, s, "1", `{"call_state":"Ready"}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("2"), `{"subtype":"Busy"}`), http.StatusCreated)
	if got := shown(t, s, "1", "callstate__name") + shown(t, s, "2", "callstate__name"); got != "ReadyScheduled" {
		t.Errorf("they stand in %s", got)
	}
}
