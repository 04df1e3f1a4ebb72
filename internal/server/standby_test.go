package server_test

import (
	"net/http"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// The requests of these tests.
const (
	statusList = "/api/v1/campaigns/998/callflow_customers/"
	outcomes   = statusList + "1/call_outcomes/"
	lead       = `{"subtype":"Interested"}`
)

// caughtUp is true on a standby that has replayed all that it has received, and has lost nothing on the way.
const caughtUp = "pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()"

// stateSeen asks for the first customer's state as somebody who has seen the account up to a token, and gives
// how far the answer is.
func stateSeen(t *testing.T, s *testkit.Server, token string) (state, upTo string) {
	t.Helper()
	request := testkit.Request{Path: statusList + "?page_size=1", Token: s.Acme.Reader}
	if token != "" {
		request.Header = map[string]string{"Callflow-Sync-Token": token}
	}
	answer := s.Ask(t, request)
	if answer.Status != http.StatusOK {
		t.Fatalf("answered %d %s", answer.Status, answer.Body)
	}
	var page struct {
		Results []struct {
			State string `json:"callflow__callstate__name"`
		} `json:"results"`
	}
	answer.Decode(t, &page)
	return page.Results[0].State, answer.Header.Get("Callflow-Sync-Token")
}

func TestAStandbyAnswersWhoeverHasSeenNoMoreThanIt(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	standby := primary.Standby(t, "near")
	s := testkit.NewServerOn(t, api.Config{}, primary.DSN(), standby.DSN())
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	_, before := stateSeen(t, s, "")
	lsn := primary.Exec(t, "SELECT pg_current_wal_lsn()")
	standby.Await(t, "pg_last_wal_replay_lsn() >= '"+lsn+"'")
	standby.PauseReplay(t)
	moved := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: outcomes, Token: s.Acme.Agent, Body: lead})
	after := moved.Header.Get("Callflow-Sync-Token")

	for _, test := range []struct{ sentence, seen, state, upTo string }{
		{"who says nothing sees the newest", "", "Lead", after},
		{"who has seen what the standby has is answered by it", before, "Ready", before},
		{"who has seen more is answered by the primary", after, "Lead", after},
		{"and nobody's answer is kept for another", "", "Lead", after},
	} {
		if state, upTo := stateSeen(t, s, test.seen); state != test.state || upTo != test.upTo {
			t.Errorf("%s: %s at %s, want %s at %s", test.sentence, state, upTo, test.state, test.upTo)
		}
	}
	ahead := s.Ask(t, testkit.Request{Path: statusList, Token: s.Acme.Reader, Header: map[string]string{"Callflow-Sync-Token": "9999"}})
	if ahead.Status != http.StatusServiceUnavailable || ahead.Header.Get("Retry-After") == "" {
		t.Errorf("a token that the clock has not come to is answered %d %s", ahead.Status, ahead.Body)
	}

	standby.ResumeReplay(t)
	standby.Await(t, caughtUp)
	lsn = primary.Exec(t, "SELECT pg_current_wal_lsn()")
	standby.Await(t, "pg_last_wal_replay_lsn() >= '"+lsn+"'")
	if state, upTo := stateSeen(t, s, before); state != "Lead" || upTo != after {
		t.Errorf("the standby goes on with %s at %s, want Lead at %s", state, upTo, after)
	}
}

func TestAStandbyThatIsAwayIsNotMissed(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	standby := primary.Standby(t, "away")
	s := testkit.NewServerOn(t, api.Config{}, primary.DSN(), standby.DSN())
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	_, token := stateSeen(t, s, "")
	lsn := primary.Exec(t, "SELECT pg_current_wal_lsn()")
	standby.Await(t, "pg_last_wal_replay_lsn() >= '"+lsn+"'")
	stateSeen(t, s, token)
	standby.Kill(t)
	for range 3 {
		if state, _ := stateSeen(t, s, token); state != "Ready" {
			t.Errorf("the state is %s, want Ready", state)
		}
	}
}

func TestADatabaseThatComesBackIsServedAgainWithoutARestart(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	s := testkit.NewServerOn(t, api.Config{}, primary.DSN())
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	read := testkit.Request{Path: statusList, Token: s.Acme.Reader}
	write := testkit.Request{Method: http.MethodPost, Path: outcomes, Token: s.Acme.Agent, Body: lead}
	for _, stop := range []func(testing.TB){primary.Stop, primary.Kill} {
		stop(t)
		for _, request := range []testkit.Request{read, write, read} {
			answer := s.Ask(t, request)
			if answer.Status != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
				t.Errorf("%s answered %d %s", request.Path, answer.Status, answer.Body)
			}
		}
		primary.Start(t)
		for _, request := range []testkit.Request{write, read} {
			if answer := s.Ask(t, request); answer.Status/100 != 2 {
				t.Errorf("%s answered %d %s after the database had come back", request.Path, answer.Status, answer.Body)
			}
		}
	}
}
