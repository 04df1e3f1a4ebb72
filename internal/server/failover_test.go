package server_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/testkit"
)

// How the server is worked while its primary is lost.
const (
	failoverWriters = 6
	failoverWrites  = 25 // answered to each writer before the kill, and again after it
)

// worker registers outcomes one after another, each with its key until it is answered.
type worker struct {
	s        *testkit.Server
	number   int
	answered []string      // keys that were answered with 201
	refused  *atomic.Int64 // answers of 503
}

func (w *worker) work(t *testing.T, writes int) {
	t.Helper()
	for range writes {
		key := fmt.Sprintf("%d-%d", w.number, len(w.answered))
		if !w.register(t, key) {
			return
		}
		w.answered = append(w.answered, key)
	}
}

func (w *worker) register(t *testing.T, key string) bool {
	t.Helper()
	request := testkit.Request{
		Method: http.MethodPost, Path: fmt.Sprintf("%s%d/call_outcomes/", statusList, w.number+1), Token: w.s.Acme.Agent,
		Body: fmt.Sprintf(`{"subtype":"Interested","comment":%q}`, key), Header: map[string]string{"Idempotency-Key": key},
	}
	for t.Context().Err() == nil {
		answer := w.s.Ask(t, request)
		switch {
		case answer.Status == http.StatusCreated:
			return true
		case answer.Status == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != "":
			w.refused.Add(1)
		default:
			t.Errorf("registering answered %d %s", answer.Status, answer.Body)
			return false
		}
	}
	return false
}

func TestNoAnsweredChangeIsLostWithThePrimary(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	standby := primary.Standby(t, "next")
	primary.Synchronous(t, "on", "next")
	s := testkit.NewServerOn(t, api.Config{}, testkit.MultiHost(primary, standby))
	s.Acme.Fill(t, testkit.CampaignID, 1, failoverWriters, "Ready")
	_, begun := stateSeen(t, s, "")

	var refused atomic.Int64
	workers := make([]*worker, failoverWriters)
	var before, after sync.WaitGroup
	for i := range workers {
		workers[i] = &worker{s: s, number: i, refused: &refused}
		before.Add(1)
		after.Go(func() {
			workers[i].work(t, failoverWrites)
			before.Done()
			workers[i].work(t, failoverWrites)
		})
	}
	before.Wait()
	primary.Kill(t)
	readsGoOn(t, s, begun)
	for refused.Load() == 0 && t.Context().Err() == nil { // writes are refused meanwhile
		stateOf(t, s)
	}
	standby.Promote(t)
	after.Wait()
	wantEachOnce(t, s, workers)
}

// readsGoOn asks until the standby has caught up with what was shown, and holds it against time running backwards.
func readsGoOn(t *testing.T, s *testkit.Server, begun string) {
	t.Helper()
	for t.Context().Err() == nil {
		if answer := stateOf(t, s); answer.Status == http.StatusOK {
			if answer.Header.Get("Callflow-Sync-Token") <= begun {
				t.Errorf("the standby stands at %s, before the load", answer.Header.Get("Callflow-Sync-Token"))
			}
			return
		}
	}
}

// stateOf asks for the list; while the database changes hands it may be refused.
func stateOf(t *testing.T, s *testkit.Server) *testkit.Answer {
	t.Helper()
	answer := s.Get(t, s.Acme.Reader, statusList)
	if answer.Status != http.StatusOK && answer.Status != http.StatusServiceUnavailable {
		t.Errorf("reading answered %d %s", answer.Status, answer.Body)
	}
	return answer
}

// wantEachOnce reads the whole log: what was answered is there once, and nothing else differs.
func wantEachOnce(t *testing.T, s *testkit.Server, workers []*worker) {
	t.Helper()
	var page struct {
		Results []struct {
			What    string `json:"what"`
			Comment string `json:"comment"`
		} `json:"results"`
	}
	s.Get(t, s.Acme.Admin, "/api/v1/changes/?limit=5000").Decode(t, &page)
	registered := map[string]int{}
	total := 0
	for _, change := range page.Results {
		if change.What == "registered" {
			registered[change.Comment]++
			total++
		}
	}
	for _, w := range workers {
		if len(w.answered) != 2*failoverWrites {
			t.Errorf("worker %d was answered %d times", w.number, len(w.answered))
		}
	}
	if total != len(workers)*2*failoverWrites {
		t.Errorf("the log has %d outcomes, want %d", total, len(workers)*2*failoverWrites)
	}
	verified, err := s.App.Verify(t.Context(), &app.VerifyRequest{Account: "acme"})
	if err != nil || verified[0].Differences != 0 {
		t.Errorf("verify says %+v, %v", verified, err)
	}
}
