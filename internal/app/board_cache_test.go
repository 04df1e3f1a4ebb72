package app_test

import (
	"reflect"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

var boarded = []int64{testkit.CampaignID, testkit.SecondID}

// boards tells both campaigns' boards, and holds them against those of a server that remembers none.
func boards(t *testing.T, s *testkit.Server, when string) []app.Board {
	t.Helper()
	reader := s.Session(t, s.Acme.Reader)
	told, err := s.App.Boards(t.Context(), reader, boarded)
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := app.New(s.Store, s.Now)
	if err != nil {
		t.Fatal(err)
	}
	anew, err := fresh.Boards(t.Context(), reader, boarded)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(told, anew) {
		t.Errorf("%s, the boards are\n%+v, want\n%+v", when, told, anew)
	}
	return told
}

func dueIn(state string, at time.Time) testkit.Place {
	return testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: state, DueAt: at.UnixMilli()}
}

func TestABoardThatIsRememberedIsTheOneThatWouldBeToldAnew(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	s.Acme.Fill(t, testkit.SecondID, 6, 8, "Ready", "Lead")
	boards(t, s, "at first")
	for _, step := range []struct {
		what string
		do   func()
	}{
		{"after a move", func() { moveByHand(t, s, "1", "Booked") }},
		{"after a customer's removal", func() { s.Acme.Remove(t, testkit.SecondID, "6") }},
		{"with somebody who is due later", func() { s.Acme.Move(t, dueIn("Ready", s.Now().Add(time.Hour))) }},
		{"right before that", func() { s.Wait(time.Hour - time.Millisecond) }},
		{"when it is due", func() { s.Wait(time.Millisecond) }},
		{"when the clock is set back", func() { s.Wait(-time.Minute) }},
		{"on the next day", func() { s.Wait(12 * time.Hour) }},
		{"when the other has ended", func() { s.Wait(24 * time.Hour) }},
		{"with a state of another name", func() { renameState(t, s) }},
	} {
		step.do()
		boards(t, s, step.what)
	}
	if due := boards(t, s, "in the end")[0].Due; due != 1 {
		t.Errorf("%d customers are due, want 1", due)
	}
}

func renameState(t *testing.T, s *testkit.Server) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		state := setup.States[testkit.CampaignID][0]
		state.Name = "Another name"
		return setuprows.UpdateState(w, testkit.CampaignID, &state)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestABoardIsNotToldAnewForWhatHappensInAnotherCampaign(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	s.Acme.Put(t, callflow.Customer{CustomerID: "6"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: "6", State: "Ready"})
	before := boards(t, s, "at first")
	moveByHand(t, s, "1", "Booked")
	s.Wait(time.Minute)
	after := boards(t, s, "after a move")
	if &after[1].Days[0] != &before[1].Days[0] {
		t.Error("the board of the campaign in which nothing happened was counted again")
	}
	if &after[0].Days[0] == &before[0].Days[0] {
		t.Error("the board of the campaign in which something happened was not counted again")
	}
}
