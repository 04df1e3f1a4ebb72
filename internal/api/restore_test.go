package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

// place is what a client has of a history: tokens and links to go on from.
type place struct {
	token   string
	cursors []string
}

// placeOf reads lists as a client does, and keeps what it would go on from.
func placeOf(t *testing.T, s *testkit.Server) place {
	t.Helper()
	p := place{token: clock(t, s)}
	for _, path := range []string{campaignList + "?page_size=1", outcomesPath + "?page_size=1", campaignList + "?page_size=1&changed_since=0"} {
		next := s.Get(t, s.Acme.Admin, path).List(t).Next
		if next == nil {
			t.Fatalf("%s has one page", path)
		}
		p.cursors = append(p.cursors, strings.TrimPrefix(*next, s.URL))
	}
	return p
}

// wantPlaceGone asks from everything that a lost history gave out.
func wantPlaceGone(t *testing.T, s *testkit.Server, p place) {
	t.Helper()
	wantGone(t, s, p.token)
	for _, path := range p.cursors {
		if answer := s.Get(t, s.Acme.Admin, path); answer.Status != http.StatusGone {
			t.Errorf("%s goes on with %d %.300s", path, answer.Status, answer.Body)
		}
	}
}

// wantAhead asks from a token that the clock has not come to again. The header alone may be of a standby that lags, so that it is to wait:
// where the database is known to be another one, it is gone too.
func wantAhead(t *testing.T, s *testkit.Server, token string, header int) {
	t.Helper()
	for name, request := range lostPlaces(token) {
		want := http.StatusGone
		switch request.Token = s.Acme.Admin; name {
		case "a file": // which begins at the beginning
			continue
		case "the header":
			want = header
		}
		if answer := s.Ask(t, request); answer.Status != want || !strings.Contains(strings.ToLower(string(answer.Body)), "read everything again") {
			t.Errorf("%s from %s, which is ahead, answers %d %s", name, token, answer.Status, answer.Body)
		}
	}
}

// clusterFlow is a server on a PostgreSQL server of the test's own, with four customers of whom two have outcomes.
func clusterFlow(t *testing.T, dsn string) *testkit.Server {
	t.Helper()
	s := testkit.NewServerOn(t, configDefault, dsn)
	s.Acme.Fill(t, testkit.CampaignID, 1, 4, "Ready")
	steps(t, s, "1", `{"type":"Lead"}`)
	steps(t, s, "2", `{"type":"Lead"}`)
	return s
}

// Files that are put back are the same server in every way that PostgreSQL tells, so that an administrator has to say it.
func TestAPostgreSQLThatWasPutBackAnswersWhatItLostWithGoneOnceItsEpochIsRenewed(t *testing.T) {
	t.Parallel()
	node := testkit.StartPrimary(t)
	before := clusterFlow(t, node.DSN())
	node.Backup(t)
	before = before.Beside(t, configDefault)
	steps(t, before, "3", `{"type":"Lead"}`)
	steps(t, before, "4", `{"type":"Lead"}`)
	lost := placeOf(t, before)
	node.Restore(t)

	s := before.Beside(t, configDefault)
	wantAhead(t, s, lost.token, http.StatusServiceUnavailable)
	for _, comment := range []string{"one", "two", "three"} {
		steps(t, s, "1", `{"type":"Lead","comment":"`+comment+`"}`)
	}
	if answer := s.Get(t, s.Acme.Admin, campaignList+"?changed_since="+lost.token); answer.Status != http.StatusOK {
		t.Fatalf("before its epoch is renewed %d is answered: docs/operations.md says that callflow can't find out", answer.Status)
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 0); err != nil {
		t.Fatal(err)
	}
	wantPlaceGone(t, s, lost)
	now := clock(t, s)
	steps(t, s, "2", `{"type":"Lead"}`)
	wantPlaceGone(t, s, lost)
	wantTold(t, s, now, "2")
	wantNoDifference(t, s)
}

// The standby does not have the primary's last commits, and begins a timeline of its own: callflow finds out with the first change.
func TestAStandbyThatTakesOverAnswersWhatItNeverReceivedWithGone(t *testing.T) {
	t.Parallel()
	primary := testkit.StartPrimary(t)
	standby := primary.Standby(t, "standby")
	before := clusterFlow(t, testkit.MultiHost(primary, standby))
	shared := clock(t, before)
	primary.Await(t, "(SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication)")
	standby.Stop(t)
	steps(t, before, "3", `{"type":"Lead"}`)
	steps(t, before, "4", `{"type":"Lead"}`)
	lost := placeOf(t, before)
	primary.Kill(t)
	standby.Start(t)
	standby.Promote(t)

	s := before.Beside(t, configDefault)
	wantAhead(t, s, lost.token, http.StatusGone)
	for _, comment := range []string{"one", "two", "three"} {
		steps(t, s, "1", `{"type":"Lead","comment":"`+comment+`"}`)
		wantPlaceGone(t, s, lost)
	}
	wantTold(t, s, shared, "1")
	wantNoDifference(t, s)
}
