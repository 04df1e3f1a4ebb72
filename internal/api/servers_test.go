package api_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/testkit"
)

func TestServersOnOneDatabaseGiveOneClockInOneOrder(t *testing.T) {
	t.Parallel()
	one, begun := newLog(t)
	two := one.Beside(t, configDefault)
	answered := &ledger{entries: map[int64]written{}}
	logs := make([][]logEntry, 4)
	var readers sync.WaitGroup
	for i := range logs {
		readers.Go(func() { logs[i] = followToTheEnd(t, []*testkit.Server{one, two}[i%2], 500) })
	}
	last := writeAll(t, answered, one, two)
	readers.Wait()
	if wrote := int64(len(answered.entries)); wrote != last-begun-1 || wrote < logWriters*writesEach/4 {
		t.Errorf("%d writes were answered, and the clock went from %d to %d", wrote, begun, last)
	}
	for i, all := range logs {
		wantChained(t, all)
		if int64(len(all)) != last {
			t.Fatalf("reader %d saw %d entries, want %d", i, len(all), last)
		}
		for seq, entry := range answered.entries {
			wantWritten(t, all[seq-1], &entry)
		}
	}
	wantStanding(t, one, logs[0])
	wantStanding(t, two, logs[0])
	wantNoDifference(t, two)
}

// wantNoDifference replays the log against everything that is kept beside it.
func wantNoDifference(t *testing.T, s *testkit.Server) {
	t.Helper()
	verified, err := s.App.Verify(t.Context(), &app.VerifyRequest{Account: "acme"})
	if err != nil || len(verified) != 1 || verified[0].Differences != 0 {
		t.Errorf("verify says %+v, %v", verified, err)
	}
}

func TestServersNeverGiveOneCustomerToTwoAgents(t *testing.T) {
	t.Parallel()
	const customers = 60
	one := newFlow(t, customers)
	two := one.Beside(t, configDefault)
	var mu sync.Mutex
	holders := map[string]int{}
	var all sync.WaitGroup
	for i := range 6 {
		s := []*testkit.Server{one, two}[i%2]
		token := []string{s.Acme.Agent, s.Acme.Admin}[i/3]
		all.Go(func() {
			for id := next(t, s, token); id != ""; id = next(t, s, token) {
				mu.Lock()
				holders[id]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if len(holders) != customers {
		t.Errorf("%d customers were given, want %d", len(holders), customers)
	}
	for id, times := range holders {
		if times != 1 {
			t.Errorf("customer %s was given %d times", id, times)
		}
	}
}

func TestARequestWithAKeyCountsOnceThroughWhicheverServersItComes(t *testing.T) {
	t.Parallel()
	one := newFlow(t, 1)
	two := one.Beside(t, configDefault)
	before, err := strconv.ParseInt(clock(t, one), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	ask := withKey(testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Body: `{"subtype":"Busy"}`, Token: one.Acme.Agent}, "k-1")
	answers := make([]*testkit.Answer, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() { answers[i] = []*testkit.Server{one, two}[i%2].Ask(t, ask) })
	}
	all.Wait()
	replayed := 0
	for _, answer := range answers {
		wantStatus(t, answer, http.StatusCreated)
		if string(answer.Body) != string(answers[0].Body) {
			t.Errorf("answered %s and %s", answer.Body, answers[0].Body)
		}
		if answer.Header.Get("Idempotent-Replayed") != "" {
			replayed++
		}
	}
	if after := clock(t, two); replayed != len(answers)-1 || after != number(before+1) {
		t.Errorf("%d of %d answers were replayed, and the clock went from %d to %s", replayed, len(answers), before, after)
	}
}

func TestWhatIsSetUpThroughOneServerHoldsOnTheOther(t *testing.T) {
	t.Parallel()
	one := newFlow(t, 1)
	two := one.Beside(t, configDefault)
	wantStatus(t, two.Get(t, two.Acme.Reader, campaignList), http.StatusOK)
	does(t, one, http.MethodPost, "/api/v1/campaigns/998/call_states/", `{"name":"Ringes senere","kind":"hold"}`)
	wantStatus(t, patch(t, two, "1", `{"call_state":"Ringes senere"}`), http.StatusOK)
	if err := one.App.SetUserActive(t.Context(), one.Acme.ID, one.Acme.Users["reader"], false); err != nil {
		t.Fatal(err)
	}
	wantStatus(t, two.Get(t, two.Acme.Reader, campaignList), http.StatusUnauthorized)
}

func TestAWaitIsAnsweredWithAChangeThatCameThroughAnotherServer(t *testing.T) {
	t.Parallel()
	one := newFlow(t, 1)
	two := one.Beside(t, configDefault)
	after := clock(t, one)
	var page *changePage
	answered := inBackground(func() { page = changesOf(t, two, two.Acme.Reader, accountChanges+"?wait=60&limit=1&after="+after) })
	one.Acme.Put(t, callflow.Customer{CustomerID: "new"})
	<-answered
	if page == nil || len(page.Results) != 1 {
		t.Fatalf("the wait was answered with %+v", page)
	}
}
