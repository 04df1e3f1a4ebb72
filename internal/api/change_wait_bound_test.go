package api_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// listenToTheBound opens listeners of a user until no more are let in: a wait of that user is refused then.
func listenToTheBound(t *testing.T, s *testkit.Server, token string) []*app.Listener {
	t.Helper()
	caller := session(t, s, token)
	var all []*app.Listener
	t.Cleanup(func() {
		for _, listener := range all[1:] { // the first is the test's to close
			listener.Close()
		}
	})
	for {
		listener, err := s.App.Listen(t.Context(), caller, app.ChangeScope{}, 0)
		if callflow.ErrorCode(err) == callflow.TooMany && len(all) > 1 {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, listener)
	}
}

const manyStreams = "You have as many streams and waits open as one user may. Close some of them: one stream tells everything that the user may see."

// wait is how a wait ended.
type wait struct {
	page *app.ChangePage
	err  error
}

func TestAWaitIsCountedAmongTheStreams(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready") // 1 and 2
	listeners := listenToTheBound(t, s, s.Acme.Admin)
	refused := s.Get(t, s.Acme.Admin, accountChanges+"?after=2&wait=60")
	if refused.Status != http.StatusTooManyRequests || refused.Header.Get("Retry-After") == "" || refused.Detail(t) != manyStreams {
		t.Errorf("a wait too many was answered %d %s", refused.Status, refused.Body)
	}
	if len(listeners) != 100 {
		t.Errorf("%d listen for one user, want 100", len(listeners))
	}
	for _, query := range []string{"?after=2", "?after=1&wait=60"} { // there is nothing to wait for
		wantStatus(t, s.Get(t, s.Acme.Admin, accountChanges+query), http.StatusOK)
	}
	wantStatus(t, s.Get(t, s.Acme.Reader, accountChanges+"?after=2&wait=1"), http.StatusOK) // another user has places of its own
	listeners[0].Close()

	// Of two that wait at once, one has the place.
	ended := make(chan wait, 2)
	caller := session(t, s, s.Acme.Admin)
	for range 2 {
		go func() {
			page, err := s.App.Changes(t.Context(), caller, &app.ChangeRequest{After: 2, Limit: 1, Wait: app.LongestWait})
			ended <- wait{page, err}
		}()
	}
	if first := <-ended; callflow.ErrorCode(first.err) != callflow.TooMany {
		t.Errorf("the first that ended was told %+v, %v", first.page, first.err)
	}
	comment(t, s, "1", "etter")
	if second := <-ended; second.err != nil || second.page.NextAfter != 3 {
		t.Errorf("the second was told %+v, %v", second.page, second.err)
	}
	again, err := s.App.Listen(t.Context(), session(t, s, s.Acme.Admin), app.ChangeScope{}, 0)
	if err != nil {
		t.Fatalf("a wait that is over keeps its place: %v", err)
	}
	again.Close()
}

func TestAllWhoWaitHearOfAChange(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready") // 1 and 2
	const waiters = 50
	ended := make(chan wait, waiters)
	caller := session(t, s, s.Acme.Admin)
	for range waiters {
		go func() {
			page, err := s.App.Changes(t.Context(), caller, &app.ChangeRequest{After: 2, Limit: 1, Wait: app.LongestWait})
			ended <- wait{page, err}
		}()
	}
	comment(t, s, "1", "etter")
	for range waiters {
		if w := <-ended; w.err != nil || w.page.NextAfter != 3 || len(w.page.Results) < 3 {
			t.Errorf("told %+v, %v", w.page, w.err)
		}
	}
}

func TestWhoeverIsShutOutWhileItWaitsIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for sentence, test := range shutOuts {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			does(t, s, http.MethodPost, "/api/v1/campaigns/", `{"id":77,"assignment_id":239,"name":"Uten kunder"}`)
			caller := session(t, s, s.Acme.Reader)
			request := &app.ChangeRequest{ChangeScope: app.ChangeScope{CampaignID: test.campaign}, Limit: 1, Wait: app.LongestWait}
			ended := make(chan wait, 1)
			go func() {
				page, err := s.App.Changes(t.Context(), caller, request)
				ended <- wait{page, err}
			}()
			if err := s.Acme.Write(t, func(w *store.Write) error { return test.shutOut(s, w) }); err != nil {
				t.Fatal(err)
			}
			if w := <-ended; callflow.ErrorCode(w.err) != test.code {
				t.Errorf("told %+v, %v", w.page, w.err)
			}
		})
	}
}
