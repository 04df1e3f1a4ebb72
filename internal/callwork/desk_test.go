package callwork_test

import (
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/callwork"
	"callflow/internal/customer"
	"callflow/internal/given"
	"callflow/internal/testkit"
)

// wantNext takes the next customer for somebody who calls, and holds its claim's end against how long it lasts.
func wantNext(t *testing.T, s *testkit.Server, agent *auth.Session, id string, lasts time.Duration) {
	t.Helper()
	taken, err := s.App.Calls.TakeNext(t.Context(), agent, testkit.CampaignID)
	if err != nil || taken != id {
		t.Fatalf("the next is %q, want %q (%v)", taken, id, err)
	}
	if id == "" {
		return
	}
	card, err := s.App.Card(t.Context(), agent, &customer.Request{AssignmentID: testkit.AssignmentID, CustomerID: id})
	if err != nil {
		t.Fatal(err)
	}
	place := card.Place(testkit.CampaignID)
	if want := s.Now().Add(lasts).UnixMilli(); !place.ClaimedByMe || place.ClaimedUntil != want {
		t.Errorf("%s is claimed until %d, want %d", id, place.ClaimedUntil, want)
	}
}

func TestWhoeverTakesTheNextCustomerHoldsItForAWholeLeaseAlsoTheOneThatWasHeld(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	agent := s.Session(t, s.Acme.Agent)
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	wantNext(t, s, agent, "1", 10*time.Minute)
	s.Wait(9 * time.Minute)
	wantNext(t, s, agent, "1", 10*time.Minute)
	s.Wait(9 * time.Minute)
	wantNext(t, s, agent, "1", 10*time.Minute)
	other := s.Session(t, s.Acme.Admin)
	wantNext(t, s, other, "2", 10*time.Minute)
	wantNext(t, s, other, "2", 10*time.Minute)
}

func TestAClaimThatWasMadeForLongerIsNotShortenedAtTheDesk(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	agent := s.Session(t, s.Acme.Agent)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	input := &callwork.ClaimInput{Lease: given.Of[int64](3600)}
	answer, err := s.App.Calls.ClaimCustomer(t.Context(), agent, callwork.Place{CampaignID: testkit.CampaignID, CustomerID: "1"}, input)
	if err != nil || !strings.Contains(string(answer.Body), callflow.FormatMoment(s.Now().Add(time.Hour).UnixMilli(), agent.Setup.Location)) {
		t.Fatalf("it is claimed as %s, %v", answer.Body, err)
	}
	s.Wait(30 * time.Minute)
	wantNext(t, s, agent, "1", 30*time.Minute)
}
