package api_test

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"callflow/internal/app"
	"callflow/internal/store/verify"
	"callflow/internal/testkit"
)

const saleOfTwo = `{"type":"Sale","subtype":"Yes","comment":"Ville ha to","products":{"PROD1":2}}`

// outcome registers one as the agent, and gives its path.
func outcome(t *testing.T, s *testkit.Server, id, body string) string {
	t.Helper()
	answer := post(t, s, s.Acme.Agent, outcomesOf(id), body)
	wantStatus(t, answer, http.StatusCreated)
	location, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || location.Path == "" {
		t.Fatalf("an outcome is at %q: %v", answer.Header.Get("Location"), err)
	}
	return location.EscapedPath()
}

func withdraw(t *testing.T, s *testkit.Server, token, outcome, body string) *testkit.Answer {
	t.Helper()
	return post(t, s, token, strings.TrimSuffix(outcome, "/")+"/withdraw/", body)
}

// stands is what a withdrawal gives back.
func stands(t *testing.T, s *testkit.Server, id string) string {
	t.Helper()
	record := s.Get(t, s.Acme.Admin, campaignList+id+"/?include=sync").Body
	return valuesOf(t, record, "callflow__callstate__name", "callflow__attempts_status__attempts", "callflow__due", "product__PROD1",
		"meeting__agent", "meeting__time__from_date_time")
}

// verified holds all that is kept against the log.
func verified(t *testing.T, s *testkit.Server) {
	t.Helper()
	_, err := s.App.Verify(t.Context(), &app.VerifyRequest{Account: "acme", Progress: func(string, int64, int64) {}, Differs: func(_ string, d verify.Difference) {
		t.Errorf("%s: %s", d.Where, d.What)
	}})
	if err != nil {
		t.Error(err)
	}
}

func TestAWithdrawnOutcomeIsAsIfItHadNotBeen(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	steps(t, s, "1", `{"subtype":"Meeting booked","meeting":{"agent":"Ola Ås","from":"2026-06-19 09:00","to":"2026-06-19 10:00"}}`, "forward 1m")
	lists := []string{outcomesPath, productsPath, statisticsPath, "/api/v1/assignments/239/call_outcomes/", "/api/v1/call_outcomes/",
		"/api/v1/data_owners/1/crm/B2C/product_registrations/", outcomesPath + "?format=csv"}
	var before []string
	for _, list := range lists {
		before = append(before, string(s.Get(t, s.Acme.Reader, list).Body))
	}
	stood, clock := stands(t, s, "1"), token(s.Get(t, s.Acme.Reader, campaignList))

	sale := outcome(t, s, "1", `{"subtype":"Yes","products":{"PROD1":2},"meeting":{"agent":"Kari","from":"2026-06-20 09:00","to":"2026-06-20 10:00"}}`)
	sold, at := stands(t, s, "1"), token(s.Get(t, s.Acme.Reader, campaignList))
	if stood == sold {
		t.Fatalf("an outcome changed nothing: %s", sold)
	}
	answer := withdraw(t, s, s.Acme.Agent, sale, `{"comment":"Feilslag"}`)
	wantStatus(t, answer, http.StatusOK)
	if record := s.Get(t, s.Acme.Admin, campaignList+"1/").Body; string(record) != string(answer.Body) {
		t.Errorf("answered %s\nlisted   %s", answer.Body, record)
	}
	const last = "agent|Withdrawn|Yes|Feilslag"
	if got := valuesOf(t, answer.Body, "callflow__last_change__user", "callflow__last_change__cause", "callflow__last_change__alternative",
		"callflow__last_change__comment"); got != last {
		t.Errorf("the last change is %s, want %s", got, last)
	}
	if got := stands(t, s, "1"); got != stood {
		t.Errorf("it stands at %s, want %s", got, stood)
	}
	for i, list := range lists {
		if got := string(s.Get(t, s.Acme.Reader, list).Body); got != before[i] {
			t.Errorf("%s is\n%s\nwant\n%s", list, got, before[i])
		}
	}
	wantIDs(t, s.Get(t, s.Acme.Reader, campaignList+"?changed_since="+clock), "1")
	then := s.Get(t, s.Acme.Reader, campaignList+"?at="+at+"&include=sync&call_state=Completed+-+Yes").List(t).Results
	if len(then) != 1 || valuesOf(t, then[0], "product__PROD1") != "2" {
		t.Errorf("as it stood then, %s", then)
	}
	verified(t, s)
}

func TestAWithdrawalIsToldByTheLogTheHistoryAndTheLists(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	sale := outcome(t, s, "1", saleOfTwo)
	id := path.Base(sale)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, sale, ""), http.StatusOK)

	log := s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/changes/?after="+id).List(t).Results
	const want = `,"what":"withdrawn","campaign_id":998,"customer_id":"1","from":"Completed - Yes","to":"Ready","user":"admin","cause":"Withdrawn",` +
		`"alternative":"Yes","comment":"","attempts":"","withdrew":`
	if len(log) != 1 || !strings.HasSuffix(string(log[0]), want+id+"}") {
		t.Errorf("the log tells %s, want at its end %s%s", log, want, id)
	}
	history := s.Get(t, s.Acme.Reader, historyOf("1")).List(t).Results
	if registered := string(history[len(history)-2]); !strings.HasSuffix(registered, `"attempts":1,"withdrawn_by":4}`) {
		t.Errorf("the history tells of the outcome %s", registered)
	}
	if got := explained(t, s, s.Acme.Reader, "1", "because"); got != "admin withdrew Sale / Yes, which agent had registered: it is back in Ready." {
		t.Errorf("it is explained by %q", got)
	}

	wantIDs(t, s.Get(t, s.Acme.Reader, outcomesPath+"?include=id"))
	keys := []string{"call_outcome__type", "call_outcome__id", "call_outcome__withdrawn_when", "call_outcome__withdrawn_by", "call_outcome__withdrawn_comment"}
	const marked = "2026-06-17 16:30|admin|"
	for _, list := range []string{outcomesPath, productsPath} {
		listed := s.Get(t, s.Acme.Reader, list+"?include=id,withdrawn").List(t).Results
		if len(listed) != 1 || valuesOf(t, listed[0], keys...) != "Sale|"+id+"|"+marked {
			t.Errorf("%s marks it as %s", list, listed)
		}
	}
	wantBody(t, s.Get(t, s.Acme.Reader, sale), string(s.Get(t, s.Acme.Reader, outcomesPath+"?include=id,withdrawn").List(t).Results[0]))
	file := string(s.Get(t, s.Acme.Reader, productsPath+"?include=withdrawn&format=csv").Body)
	if !strings.Contains(file, "call_outcome__withdrawn_by") || !strings.Contains(file, ",2026-06-17 16:30,admin,\r\n") {
		t.Errorf("the file is %s", file)
	}
	wantError(t, s, outcomesPath+"?include=sync", http.StatusBadRequest, `There is nothing to include by the name "sync". include may be: id, withdrawn.`)
	changes := string(s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/changes/?format=csv").Body)
	if !strings.HasPrefix(changes, "seq,") || !strings.Contains(changes, ",withdrew") {
		t.Errorf("the log as a file is %s", changes)
	}
}

func wantForbidden(t *testing.T, answer *testkit.Answer, why string) {
	t.Helper()
	wantStatus(t, answer, http.StatusForbidden)
	if got := answer.Detail(t); got != why {
		t.Errorf("it is refused with %q, want %q", got, why)
	}
}

func TestWhoMayWithdrawAnOutcomeAndForHowLong(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 4)
	sale := outcome(t, s, "1", saleOfTwo)
	for name, token := range map[string]string{"a reader": s.Acme.Reader, "a client's user": s.Acme.External, "another client's user": s.Acme.Outsider} {
		if answer := withdraw(t, s, token, sale, ""); answer.Status != http.StatusForbidden {
			t.Errorf("%s is answered %d %s", name, answer.Status, answer.Body)
		}
	}
	others := post(t, s, s.Acme.Admin, outcomesOf("2"), saleOfTwo)
	wantForbidden(t, withdraw(t, s, s.Acme.Agent, outcomesOf("2")+path.Base(others.Header.Get("Location")), ""),
		"Somebody else registered it: only they can withdraw it, within 10 minutes, or an admin. Ask an admin to do so.")
	steps(t, s, "1", "forward 9m59s")
	wantStatus(t, withdraw(t, s, s.Acme.Agent, sale, ""), http.StatusOK)

	late := outcome(t, s, "3", saleOfTwo)
	steps(t, s, "3", "forward 10m")
	answer := withdraw(t, s, s.Acme.Agent, late, "")
	wantStatus(t, answer, http.StatusConflict)
	if want := "It was registered more than 10 minutes ago: only an admin can withdraw it now. Ask an admin to do so."; answer.Detail(t) != want {
		t.Errorf("too late is %q, want %q", answer.Detail(t), want)
	}
	wantStatus(t, withdraw(t, s, s.Acme.Admin, late, ""), http.StatusOK)

	never := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"withdraw_minutes":0}`}
	wantStatus(t, s.Ask(t, never), http.StatusOK)
	last := outcome(t, s, "4", saleOfTwo)
	wantForbidden(t, withdraw(t, s, s.Acme.Agent, last, ""), "Only an admin can withdraw outcomes of this campaign. Ask an admin to do so.")
	wantStatus(t, withdraw(t, s, s.Acme.Admin, last, ""), http.StatusOK)
	verified(t, s)
}

func TestWhatHappenedSinceAnOutcomeStaysWhenItIsWithdrawn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		since []string
		want  string // the customer then: state, attempts, due, PROD1
	}{
		"its values were changed":    {[]string{"rename"}, "Ready|||"},
		"a comment was set by hand":  {[]string{`patch {"comment":"Ring Kari først"}`}, "Ready|||"},
		"it was moved by hand":       {[]string{`patch {"call_state":"Lead"}`}, "Lead|||"},
		"it was given a time":        {[]string{`patch {"call_state":"Scheduled","due":"2026-06-18 09:00"}`}, "Scheduled||2026-06-18 09:00|"},
		"another was registered":     {[]string{`patch {"call_state":"Ready"}`, `{"subtype":"Booked","products":{"PROD1":1}}`}, "Booked|1||1"},
		"another was, and was taken": {[]string{`patch {"call_state":"Ready"}`, `{"subtype":"Booked"}`, "withdraw"}, "Ready|||"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			sale := outcome(t, s, "1", saleOfTwo)
			for _, since := range test.since {
				switch since {
				case "rename":
					ask := testkit.Request{Method: http.MethodPatch, Path: customerList + "1", Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"Ny"}`}
					wantStatus(t, s.Ask(t, ask), http.StatusOK)
				case "withdraw":
					log := s.Get(t, s.Acme.Admin, historyOf("1")).List(t).Results
					wantStatus(t, withdraw(t, s, s.Acme.Admin, outcomesOf("1")+valuesOf(t, log[len(log)-1], "seq"), ""), http.StatusOK)
				default:
					steps(t, s, "1", since)
				}
			}
			wantStatus(t, withdraw(t, s, s.Acme.Agent, sale, ""), http.StatusOK)
			if got := strings.TrimSuffix(stands(t, s, "1"), "||"); got != test.want {
				t.Errorf("it stands at %s, want %s", got, test.want)
			}
			verified(t, s)
		})
	}
}

func TestAWithdrawalThatIsRefusedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	twice := outcome(t, s, "1", saleOfTwo)
	wantStatus(t, withdraw(t, s, s.Acme.Agent, twice, ""), http.StatusOK)
	gone := outcome(t, s, "2", saleOfTwo)
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + "2/", Token: s.Acme.Admin}), http.StatusNoContent)
	setUp(t, s, "outcomes/", `{"type":"No answer","subtype":"Twice","call_state":"Ready","counts_as_attempt":true,"max_attempts":2,"exhausted_call_state":"On Hold"}`)
	first := outcome(t, s, "3", `{"subtype":"Twice"}`)
	second := outcome(t, s, "3", `{"subtype":"Twice"}`)
	clock := token(s.Get(t, s.Acme.Reader, campaignList))
	for outcome, want := range map[string]string{
		twice: "The outcome was withdrawn already, by change 8. There is nothing left to do: the customer's history tells who did, and when.",
		gone:  "The customer was taken out of the campaign since. Have an admin put it into the campaign again, then withdraw the outcome.",
		first: `It counts among the attempts after which the customer came to "On Hold". ` +
			"Withdraw the outcome that was registered last first, or move the customer to another call state.",
	} {
		answer := withdraw(t, s, s.Acme.Admin, outcome, "")
		if answer.Status != http.StatusConflict || answer.Detail(t) != want {
			t.Errorf("answered %d %s, want %q", answer.Status, answer.Body, want)
		}
	}
	for _, path := range []string{outcomesOf("1") + "1", outcomesOf("1") + path.Base(gone), outcomesOf("1") + "99999", outcomesOf("nobody") + path.Base(gone), outcomesOf("1") + "x"} {
		wantStatus(t, withdraw(t, s, s.Acme.Admin, path, ""), http.StatusNotFound)
	}
	wantStatus(t, withdraw(t, s, s.Acme.Admin, first, `{"reason":"x"}`), http.StatusBadRequest)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, first, `{"comment":"`+strings.Repeat("x", 10_001)+`"}`), http.StatusBadRequest)
	if after := token(s.Get(t, s.Acme.Reader, campaignList)); after != clock {
		t.Errorf("the clock went on from %s to %s", clock, after)
	}

	wantStatus(t, withdraw(t, s, s.Acme.Admin, second, ""), http.StatusOK)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, first, ""), http.StatusOK)
	add(t, s, "2")
	wantStatus(t, withdraw(t, s, s.Acme.Admin, gone, ""), http.StatusOK)
	for _, id := range []string{"2", "3"} {
		if got := stands(t, s, id); got != "Ready|||||" {
			t.Errorf("customer %s stands at %s", id, got)
		}
	}
	wantIDs(t, s.Get(t, s.Acme.Reader, outcomesPath))
	verified(t, s)
}

func TestAWithdrawalLeavesWhoeverIsCallingAlone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	setUp(t, s, "outcomes/", `{"type":"Wrong","subtype":"Again","call_state":"Ready"}`)
	again := outcome(t, s, "1", `{"subtype":"Again"}`)
	lead := outcome(t, s, "1", `{"type":"Lead"}`)
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusOK)
	wantStatus(t, withdraw(t, s, s.Acme.Agent, lead, ""), http.StatusConflict)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, lead, ""), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Agent, claimOf("1"), ""), http.StatusOK)
	wantStatus(t, withdraw(t, s, s.Acme.Agent, again, ""), http.StatusOK)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"type":"Lead"}`), http.StatusCreated)
}

func TestAWithdrawalKeepsToItsKeyAndToTheRecordThatWasRead(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	sale := outcome(t, s, "1", saleOfTwo)
	ask := testkit.Request{Method: http.MethodPost, Path: sale + "/withdraw/", Token: s.Acme.Agent, Header: map[string]string{"If-Match": `"another"`}}
	wantStatus(t, s.Ask(t, ask), http.StatusPreconditionFailed)
	ask.Header = map[string]string{"If-Match": s.Get(t, s.Acme.Agent, campaignList+"1/").Header.Get("ETag")}
	ask = withKey(ask, "one")
	first := s.Ask(t, ask)
	wantStatus(t, first, http.StatusOK)
	sameAnswer(t, first, s.Ask(t, ask))
}

func TestAnAnonymisedCustomerIsNotCalledAgainByAWithdrawal(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	sale := outcome(t, s, "1", saleOfTwo)
	wantStatus(t, post(t, s, s.Acme.Admin, customerList+"1/anonymize/", "{}"), http.StatusOK)
	withdrawn := strings.Replace(sale, "/1/call_outcomes", "/anonymized-1/call_outcomes", 1)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, withdrawn, `{"comment":"Kari angret"}`), http.StatusConflict)
	wantStatus(t, withdraw(t, s, s.Acme.Admin, withdrawn, ""), http.StatusOK)
	if got := stands(t, s, "anonymized-1"); got != "Completed - Yes|||||" {
		t.Errorf("it stands at %s", got)
	}
	wantIDs(t, s.Get(t, s.Acme.Reader, productsPath))
	verified(t, s)
}

func TestADryRunGoesByTheOutcomesThatWereNotWithdrawn(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	lead := outcome(t, s, "1", `{"type":"Lead"}`)
	outcome(t, s, "2", `{"type":"Lead"}`)
	wantStatus(t, withdraw(t, s, s.Acme.Agent, lead, ""), http.StatusOK)
	steps(t, s, "1", `{"subtype":"Busy"}`)
	wantBody(t, post(t, s, s.Acme.Admin, dryRunPath, `{"outcomes":[{"type":"Lead","call_state":"On Hold"},{"subtype":"Busy","max_attempts":2}]}`),
		`{"customers":2,"elsewhere":1,"moves":[{"from":"Lead","to":"On Hold","customers":1}],"examples":[{"customer_id":"2","from":"Lead","to":"On Hold"}]}`)
}

func TestOfManyWithdrawalsOfOneOutcomeAtOnceOneIsDone(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	sale := outcome(t, s, "1", saleOfTwo)
	clock := token(s.Get(t, s.Acme.Reader, campaignList))
	var all sync.WaitGroup
	statuses := make([]int, 8)
	for i := range statuses {
		by := []string{s.Acme.Agent, s.Acme.Admin}[i%2]
		all.Go(func() { statuses[i] = withdraw(t, s, by, sale, "").Status })
	}
	all.Wait()
	slices.Sort(statuses)
	if statuses[0] != http.StatusOK || slices.Index(statuses, http.StatusConflict) != 1 || statuses[len(statuses)-1] != http.StatusConflict {
		t.Errorf("they were answered %v, want one 200 and 409 for all others", statuses)
	}
	changes := s.Get(t, s.Acme.Reader, campaignList+"1/history/").Body
	if told := strings.Count(string(changes), `"withdrawn"`); told != 1 {
		t.Errorf("the history tells of %d withdrawals after %s: %s", told, clock, changes)
	}
	if got := stands(t, s, "1"); got != "Ready|||||" {
		t.Errorf("it stands at %s", got)
	}
	verified(t, s)
}
