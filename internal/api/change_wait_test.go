package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"callflow"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// untilAnswered does one thing after another, until a request that was sent before has its answer.
func untilAnswered(answered <-chan struct{}, do func(step int)) (steps int) {
	for step := 0; ; step++ {
		select {
		case <-answered:
			return step
		default:
			do(step)
		}
	}
}

// inBackground runs fn, and closes the channel when it has ended.
func inBackground(fn func()) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		fn()
	}()
	return ended
}

func TestAWaitEndsWithTheFirstChange(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready") // 1 and 2
	for _, path := range []string{accountChanges, campaignChanges, assignmentChanges} {
		after := clock(t, s)
		var page *changePage
		answered := inBackground(func() { page = changesOf(t, s, s.Acme.Admin, path+"?wait=60&limit=1&after="+after) })
		untilAnswered(answered, func(step int) {
			does(t, s, http.MethodPatch, campaignList+"1/", fmt.Sprintf(`{"comment":"nummer %d, %s"}`, step, path))
		})
		if page == nil {
			t.Fatal("the wait was not answered")
		}
		if seqs := page.seqs(t); len(seqs) != 1 || fmt.Sprint(seqs[0]-1) != after || page.NextAfter != seqs[0] {
			t.Errorf("after %s %s told %v, followed by %d", after, path, seqs, page.NextAfter)
		}
	}
}

func TestAWaitForNothingEndsWithNothing(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	began := time.Now()
	page := changesOf(t, s, s.Acme.Admin, accountChanges+"?after=2&wait=1")
	if len(page.Results) != 0 || page.NextAfter != 2 {
		t.Errorf("told %d entries, followed by %d", len(page.Results), page.NextAfter)
	}
	if took := time.Since(began); took < time.Second {
		t.Errorf("waited for %s, not for a second", took)
	}
}

func TestAnExternalUserIsNotWokenByTheChangesOfOthers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	s.Acme.Put(t, callflow.Customer{CustomerID: "other", AssignmentID: testkit.OtherAssignID})
	var page *changePage
	began := time.Now()
	answered := inBackground(func() { page = changesOf(t, s, s.Acme.Outsider, accountChanges+"?wait=1&after=3") })
	untilAnswered(answered, func(step int) {
		does(t, s, http.MethodPatch, campaignList+"1/", fmt.Sprintf(`{"comment":"nummer %d"}`, step))
	})
	if page == nil || len(page.Results) != 0 || page.NextAfter < 3 || time.Since(began) < time.Second {
		t.Errorf("after %s told %+v", time.Since(began), page)
	}
	does(t, s, http.MethodPatch, "/api/v1/assignments/240/customers/other", `{"crm__standard_info__name":"Ny"}`)
	page = changesOf(t, s, s.Acme.Outsider, fmt.Sprint(accountChanges, "?wait=60&after=", page.NextAfter))
	if len(page.Results) != 1 {
		t.Errorf("then told %s", page.Results)
	}
}

// session is a request that began before what the test does next.
func session(t *testing.T, s *testkit.Server, token string) *auth.Session {
	t.Helper()
	opened, err := s.App.WithToken(t.Context(), token, "")
	if err == nil {
		err = opened.May(auth.ReadStatus)
	}
	if err != nil {
		t.Fatal(err)
	}
	return opened
}

// setUpAnotherAssignment makes an assignment with one customer.
func setUpAnotherAssignment(w *store.Write) error {
	if _, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: 700, ClientID: testkit.ClientID, Name: "Nytt oppdrag"}); err != nil {
		return err
	}
	_, err := w.PutCustomer(&callflow.Customer{
		AssignmentID: 700, CustomerID: "new", Updated: "2026-01-07", UpdatedBy: "admin", UpdateMethod: callflow.MethodImportNew,
	})
	return err
}

func TestWhatIsSetUpDuringAWaitIsHeard(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	waiting := []*auth.Session{session(t, s, s.Acme.Admin), session(t, s, s.Acme.External)}
	if err := s.Acme.Write(t, setUpAnotherAssignment); err != nil {
		t.Fatal(err)
	}
	for _, caller := range waiting {
		page, err := s.App.Changes(t.Context(), caller, &app.ChangeRequest{Limit: 10, Wait: app.LongestWait})
		if err != nil || page.NextAfter != 1 || len(page.Results) < 3 {
			t.Errorf("%s was told %+v, %v", caller.User.Name, page, err)
		}
	}
}

func TestWhoeverIsShutOutDuringAWaitHearsNothing(t *testing.T) {
	t.Parallel()
	for sentence, test := range shutOuts {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, configDefault)
			does(t, s, http.MethodPost, "/api/v1/campaigns/", `{"id":77,"assignment_id":239,"name":"Uten kunder"}`)
			waiting := session(t, s, s.Acme.Reader)
			if err := s.Acme.Write(t, func(w *store.Write) error { return test.shutOut(s, w) }); err != nil {
				t.Fatal(err)
			}
			s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
			page, err := s.App.Changes(t.Context(), waiting, &app.ChangeRequest{ChangeScope: app.ChangeScope{CampaignID: test.campaign}, Limit: 10})
			if callflow.ErrorCode(err) != test.code {
				t.Errorf("told %+v, %v", page, err)
			}
		})
	}
}

// shutOuts are the ways in which the reader loses what it could see.
var shutOuts = map[string]struct {
	campaign int64
	code     callflow.Code
	shutOut  func(*testkit.Server, *store.Write) error
}{
	"a user who is switched off": {0, callflow.Unauthenticated, func(s *testkit.Server, w *store.Write) error {
		return w.SetUserActive(s.Acme.Users["reader"], false)
	}},
	"a token that is taken away": {0, callflow.Unauthenticated, func(s *testkit.Server, w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		for _, token := range setup.Tokens() {
			if token.UserID == s.Acme.Users["reader"] {
				return w.DeleteToken(token.ID)
			}
		}
		return fmt.Errorf("the reader has no token")
	}},
	"a campaign that is deleted": {77, callflow.NotFound, func(_ *testkit.Server, w *store.Write) error { return setuprows.DeleteCampaign(w, 77) }},
}
