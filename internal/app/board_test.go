package app_test

import (
	"testing"

	"callflow/internal/api"
	"callflow/internal/callwork"
	"callflow/internal/given"
	"callflow/internal/testkit"
)

// moveByHand moves a customer at the server's own time.
func moveByHand(t *testing.T, s *testkit.Server, id, state string) {
	t.Helper()
	at := callwork.Place{CampaignID: testkit.CampaignID, CustomerID: id}
	input := &callwork.MoveInput{State: given.Of(state)}
	if _, err := s.App.Calls.MoveCustomer(t.Context(), s.Session(t, s.Acme.Admin), at, input); err != nil {
		t.Fatal(err)
	}
}

// wantMoves holds today's moves of the campaign against from → to: times.
func wantMoves(t *testing.T, s *testkit.Server, want map[[2]string]int64) {
	t.Helper()
	board, err := s.App.CampaignBoard(t.Context(), s.Session(t, s.Acme.Reader), testkit.CampaignID)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[[2]string]int64)
	for _, move := range board.Moves {
		got[[2]string{move.From, move.To}] = move.Times
	}
	if len(got) != len(want) {
		t.Errorf("moves %v, want %v", got, want)
	}
	for between, n := range want {
		if got[between] != n {
			t.Errorf("%v: %d moves, want %d", between, got[between], n)
		}
	}
}

func TestTheDaysMovesAreCountedOnceEachAndBeginAnewAtMidnight(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready") // in January
	wantMoves(t, s, nil)
	moveByHand(t, s, "1", "Booked")
	moveByHand(t, s, "2", "Booked")
	wantMoves(t, s, map[[2]string]int64{{"Ready", "Booked"}: 2})
	wantMoves(t, s, map[[2]string]int64{{"Ready", "Booked"}: 2})
	moveByHand(t, s, "1", "Ready")
	moveByHand(t, s, "3", "Booked")
	wantMoves(t, s, map[[2]string]int64{{"Ready", "Booked"}: 3, {"Booked", "Ready"}: 1})
	s.Wait(12 * 60 * 60 * 1e9)
	wantMoves(t, s, nil)
	moveByHand(t, s, "4", "Lead")
	wantMoves(t, s, map[[2]string]int64{{"Ready", "Lead"}: 1})
}
