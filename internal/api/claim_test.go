package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow"
	"callflow/internal/testkit"
)

// next claims the next customer, and gives its id; "" when nobody can be called.
func next(t *testing.T, s *testkit.Server, token string) string {
	t.Helper()
	answer := post(t, s, token, nextCustomer, "")
	if answer.Status == http.StatusNoContent {
		return ""
	}
	wantStatus(t, answer, http.StatusOK)
	return valuesOf(t, answer.Body, "crm__customer_id")
}

// wantNext claims until nobody can be called, and holds whom it got against what should come.
func wantNext(t *testing.T, s *testkit.Server, token string, want ...string) {
	t.Helper()
	var got []string
	for id := next(t, s, token); id != "" && len(got) <= len(want); id = next(t, s, token) {
		got = append(got, id)
	}
	if !slices.Equal(got, want) {
		t.Errorf("claimed %q, want %q", got, want)
	}
}

// newQueue starts a server with a customer in every place of the order in which they are called.
func newQueue(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 6)
	s.Acme.Fill(t, testkit.CampaignID, 7, 11, "On Hold", "Lead", "Completed - No", "Excluded", "Booked")
	wantStatus(t, patch(t, s, "2", `{"call_state":"To Call"}`), http.StatusOK)
	for _, call := range []struct{ token, id, body string }{
		{s.Acme.Agent, "3", `{"subtype":"Call back later","callback_at":"2026-06-17 17:25"}`},
		{s.Acme.Agent, "4", `{"subtype":"Call back later","callback_at":"2026-06-17 17:20"}`},
		{s.Acme.Admin, "5", `{"subtype":"Call back later","callback_at":"2026-06-17 17:10"}`},
		{s.Acme.Agent, "6", `{"subtype":"Busy"}`},
	} {
		wantStatus(t, post(t, s, call.token, outcomesOf(call.id), call.body), http.StatusCreated)
	}
	return s
}

func TestWhoIsCalledNext(t *testing.T) {
	t.Parallel()
	for sentence, test := range map[string]struct {
		wait time.Duration
		user string
		want []string
	}{
		"nobody is due yet":                       {0, "agent", []string{"1", "2"}},
		"a busy one is due again":                 {30 * time.Minute, "agent", []string{"6", "1", "2"}},
		"own callbacks first, by their time":      {time.Hour, "agent", []string{"4", "3", "5", "6", "1", "2"}},
		"the other agent's own before the others": {time.Hour, "admin", []string{"5", "4", "3", "6", "1", "2"}},
		"one of them is due":                      {50 * time.Minute, "agent", []string{"4", "5", "6", "1", "2"}},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newQueue(t)
			s.Wait(test.wait)
			token := map[string]string{"agent": s.Acme.Agent, "admin": s.Acme.Admin}[test.user]
			_, clock := standing(t, s, "1")
			wantNext(t, s, token, test.want...)
			if _, after := standing(t, s, "1"); after != clock {
				t.Errorf("the clock was %s and is %s: a claim changes nothing that is listed", clock, after)
			}
		})
	}
}

func TestAClaimShowsTheRecordAndItsEnd(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	record := s.Get(t, s.Acme.Agent, campaignList+"1/")
	want := func(until string) string {
		return strings.TrimSuffix(string(record.Body), "}") + `,"callflow__claim_until":"` + until + `"}`
	}
	for _, test := range []struct{ path, body, until string }{
		{nextCustomer, ``, "2026-06-17T16:40:00+02:00"},
		{claimOf("1"), ``, "2026-06-17T16:40:00+02:00"},
		{claimOf("1"), `{}`, "2026-06-17T16:40:00+02:00"},
		{claimOf("1"), `{"lease":null}`, "2026-06-17T16:40:00+02:00"},
		{claimOf("1"), `{"lease":1}`, "2026-06-17T16:30:01+02:00"},
		{claimOf("1"), `{"lease":86400}`, "2026-06-18T16:30:00+02:00"},
	} {
		answer := post(t, s, s.Acme.Agent, test.path, test.body)
		if answer.Status != http.StatusOK || string(answer.Body) != want(test.until) {
			t.Errorf("%s %s answered %d\n%s\nwant\n%s", test.path, test.body, answer.Status, answer.Body, want(test.until))
		}
		if answer.Header.Get("ETag") != record.Header.Get("ETag") {
			t.Errorf("the tag is %s, the record's %s", answer.Header.Get("ETag"), record.Header.Get("ETag"))
		}
	}
	if read := s.Get(t, s.Acme.Agent, campaignList+"1/"); string(read.Body) != string(record.Body) {
		t.Errorf("the record shows %s", read.Body)
	}
}

func TestAClaimLapsesAtItsEnd(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	wantStatus(t, post(t, s, s.Acme.Agent, nextCustomer, `{"lease":60}`), http.StatusOK)
	s.Wait(time.Minute - time.Millisecond)
	wantNext(t, s, s.Acme.Admin)
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusConflict)
	s.Wait(time.Millisecond)
	wantStatus(t, post(t, s, s.Acme.Admin, nextCustomer, `{"lease":60}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusConflict)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusConflict)
}

func TestAnOutcomeThatComesAfterOthersHaveCalledIsToldThatItsClaimLapsed(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for name, meanwhile := range map[string]func(){
		"another user's outcome": func() {
			wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusOK)
			wantStatus(t, post(t, s, s.Acme.Admin, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
		},
		"a change by hand": func() { wantStatus(t, patch(t, s, "1", `{"call_state":"On Hold"}`), http.StatusOK) },
	} {
		wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), `{"lease":60}`), http.StatusOK)
		s.Wait(time.Minute)
		meanwhile()
		refused(t, s, testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}, http.StatusConflict)
		wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
		if answer := post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`); answer.Status != http.StatusCreated {
			t.Errorf("after %s and another claim: %d %s", name, answer.Status, answer.Body)
		}
	}
}

func TestAClaimIsRenewedFromNowOn(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), `{"lease":60}`), http.StatusOK)
	s.Wait(50 * time.Second)
	answer := post(t, s, s.Acme.Agent, claimOf("1"), `{"lease":60}`)
	if got := valuesOf(t, answer.Body, "claim_until"); got != "2026-06-17T16:31:50+02:00" {
		t.Errorf("renewed until %s", got)
	}
	s.Wait(50 * time.Second)
	wantNext(t, s, s.Acme.Admin)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
}

func TestAClaimIsGivenBack(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	release := func(token string, status int) {
		t.Helper()
		refused(t, s, testkit.Request{Method: http.MethodDelete, Path: claimOf("1"), Token: token}, status)
	}
	release(s.Acme.Agent, http.StatusNotFound)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), `{"lease":60}`), http.StatusOK)
	release(s.Acme.Reader, http.StatusForbidden)
	release(s.Acme.Admin, http.StatusConflict)
	release(s.Acme.Agent, http.StatusNoContent)
	release(s.Acme.Agent, http.StatusNotFound)
	wantNext(t, s, s.Acme.Admin, "1")
	s.Wait(time.Hour)
	release(s.Acme.Agent, http.StatusNotFound)
	release(s.Acme.Admin, http.StatusNoContent) // a claim that has lapsed may be forgotten
	wantStatus(t, post(t, s, s.Acme.Admin, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
}

func TestWhoeverWaitsMayBeClaimedByID(t *testing.T) {
	t.Parallel()
	s := newQueue(t)
	s.Acme.Put(t, callflow.Customer{CustomerID: "a/1"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "a/1", State: "Lead"})
	for id, state := range map[string]string{"3": "not due yet", "7": "on hold", "8": "a lead", "a%2F1": "an id with a slash"} {
		if answer := post(t, s, s.Acme.Agent, claimOf(id), ""); answer.Status != http.StatusOK {
			t.Errorf("%s: answered %d %s", state, answer.Status, answer.Body)
		}
	}
	for _, id := range []string{"9", "10", "11"} {
		wantStatus(t, post(t, s, s.Acme.Agent, claimOf(id), ""), http.StatusConflict)
	}
}

func TestALeaseThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	const bounds = "lease must be a number of seconds from 1 to 86400."
	for _, path := range []string{nextCustomer, claimOf("1")} {
		for body, want := range map[string][2]string{
			`{"lease":0}`:       {"lease", bounds},
			`{"lease":-1}`:      {"lease", bounds},
			`{"lease":86401}`:   {"lease", bounds},
			`{"lease":"600"}`:   {"lease", "lease must be a whole number."},
			`{"lease":1.5}`:     {"lease", "lease must be a whole number."},
			`{"seconds":600}`:   {"seconds", `A claim has no member "seconds". The members are: lease.`},
			`{"leese":600}`:     {"leese", `A claim has no member "leese". Did you mean "lease"?`},
			`{"lease":1e30}`:    {"lease", "lease must be a whole number."},
			`{"lease":[60, 1]}`: {"lease", "lease must be a whole number."},
		} {
			wantProblem(t, refused(t, s, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Agent, Body: body}, http.StatusBadRequest), want[0], want[1])
		}
	}
	wantNext(t, s, s.Acme.Agent, "1") // nobody was claimed
}

func TestNobodyIsCalledInACampaignThatIsNotOn(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	const further = ": nobody is called in it now. An admin may change its dates."
	for want, change := range map[string]func(*callflow.Campaign){
		"The campaign ended on 2026-06-16" + further:        func(c *callflow.Campaign) { c.EndDate = "2026-06-16" },
		"The campaign begins on 2026-06-18" + further:       func(c *callflow.Campaign) { c.StartDate = "2026-06-18" },
		"The campaign was archived on 2026-06-17" + further: func(c *callflow.Campaign) { c.ArchivedDate = "2026-06-17" },
	} {
		changeCampaign(t, s, func(c *callflow.Campaign) {
			c.StartDate, c.EndDate, c.ArchivedDate = "2026-06-17", "2026-06-17", ""
			change(c)
		})
		for _, path := range []string{nextCustomer, claimOf("1")} {
			answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Agent}, http.StatusConflict)
			if answer.Detail(t) != want {
				t.Errorf("%s answered %s, want %s", path, answer.Detail(t), want)
			}
		}
	}
	changeCampaign(t, s, func(c *callflow.Campaign) { c.StartDate, c.EndDate, c.ArchivedDate = "2026-06-17", "2026-06-17", "" })
	wantNext(t, s, s.Acme.Agent, "1") // its only day is today
}

func TestWhoeverWasCalledOftenEnoughIsNotNext(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
	wantStatus(t, patch(t, s, "1", `{"call_state":"Ready"}`), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("2"), `{"subtype":"Busy"}`), http.StatusCreated)
	changeCampaign(t, s, func(c *callflow.Campaign) { c.MaxAttempts = 1 })
	s.Wait(time.Hour)
	wantNext(t, s, s.Acme.Agent, "3")
}

func TestTwoAgentsNeverHoldTheSameCustomer(t *testing.T) {
	t.Parallel()
	const agents, customers = 16, 200
	s := newFlow(t, customers)
	claimed := make([][]string, agents)
	var all sync.WaitGroup
	for agent := range agents {
		all.Go(func() {
			token := []string{s.Acme.Agent, s.Acme.Admin}[agent%2]
			for range customers + 1 {
				answer := post(t, s, token, nextCustomer, "")
				if answer.Status != http.StatusOK {
					if answer.Status != http.StatusNoContent {
						t.Errorf("answered %d %s", answer.Status, answer.Body)
					}
					return
				}
				claimed[agent] = append(claimed[agent], valuesOf(t, answer.Body, "crm__customer_id"))
			}
		})
	}
	all.Wait()
	got := slices.Concat(claimed...)
	slices.Sort(got)
	want := make([]string, customers)
	for i := range want {
		want[i] = fmt.Sprint(i + 1)
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%d claims on %d customers: %q", len(got), customers, got)
	}
	wantNext(t, s, s.Acme.Agent)
}
