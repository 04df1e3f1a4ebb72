package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func TestACampaignThatIsAddedDoesNotEndAWalk(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	first := s.Get(t, s.Acme.Admin, assignmentList+"?call_state=Ready&page_size=2").List(t)
	err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := setuprows.CreateCampaign(w, &callflow.Campaign{AssignmentID: testkit.AssignmentID, Name: "Later"}, callflow.DefaultFlow())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if answer := s.Get(t, s.Acme.Admin, (*first.Next)[len(s.URL):]); answer.Status != http.StatusOK {
		t.Errorf("the link that was given out answered %d %s", answer.Status, answer.Body)
	}
}
