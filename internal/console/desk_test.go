package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// newDesk starts a server with so many customers who are ready, and gives the desk of an agent.
func newDesk(t *testing.T, customers int) (*testkit.Server, *browser) {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, customers, "Ready")
	return s, signedIn(t, s, s.Acme.Email("agent"))
}

const deskOfCampaign = "/desk/998"

// atDesk takes the next customer.
func atDesk(t *testing.T, b *browser) *page {
	t.Helper()
	page := b.post(t, deskOfCampaign+"/next", nil)
	page.shows(t, http.StatusOK, "What came of the call?")
	return page
}

var (
	keyOfPage      = regexp.MustCompile(`name="key" value="([^"]+)"`)
	outcomesOfPage = regexp.MustCompile(`(?s)name="outcome" value="(\d+)"[^>]*>.*?<span>([^<]*)<small>`)
)

// outcome is the form that registers one of the page's outcomes, which was chosen before, with its key.
func (p *page) outcome(t *testing.T, subtype string) url.Values {
	t.Helper()
	form := url.Values{"key": {keyOfPage.FindStringSubmatch(p.body)[1]}, "customer": {valueOf(t, p, "customer")}, "register": {"1"}}
	for _, found := range outcomesOfPage.FindAllStringSubmatch(p.body, -1) {
		if found[2] == subtype {
			form.Set("outcome", found[1])
			return form
		}
	}
	t.Fatalf("the desk has no outcome %s", subtype)
	return nil
}

// standing is a customer's record as the API tells it.
func standing(t *testing.T, s *testkit.Server, id string) map[string]any {
	t.Helper()
	var record map[string]any
	s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/callflow_customers/"+url.PathEscape(id)+"/").Decode(t, &record)
	return record
}

func TestAnOutcomeThatIsRegisteredAtTheDeskIsInTheAPIAndTheNextCustomerComes(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	page := atDesk(t, b)
	form := page.outcome(t, "Yes")
	form.Set("comment", "Faktura på e-post <3")
	form.Set("units.PROD1", "2")
	after := b.post(t, page.path, form)
	after.shows(t, http.StatusOK, "The outcome was registered.", "Kunde 2", "<b>Yes</b>", "Completed - Yes", ">Kunde 1</a>")
	record := standing(t, s, "1")
	for key, want := range map[string]any{
		"callflow__callstate__name": "Completed - Yes", "callflow__last_change__comment": "Faktura på e-post <3", "callflow__last_change__user": "agent", "product__PROD1": 2.0,
	} {
		if record[key] != want {
			t.Errorf("%s is %v, want %v", key, record[key], want)
		}
	}
	b.get(t, "/assignments/239/customer?id=1").shows(t, http.StatusOK, "Faktura på e-post &lt;3", "2 × PROD1", "Ready → Completed - Yes")
}

func TestWhatIsSentTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 4)
	page := atDesk(t, b)
	form := page.outcome(t, "Busy")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { b.post(t, page.path, form) })
	}
	both.Wait()
	if attempts := standing(t, s, "1")["callflow__attempts_status__attempts"]; attempts != 1.0 {
		t.Errorf("%v attempts, want 1", attempts)
	}
	if attempts := standing(t, s, "3")["callflow__attempts_status__attempts"]; attempts != "" {
		t.Errorf("customer 3 has %v attempts", attempts)
	}
	if next := atDesk(t, b); !strings.Contains(next.body, "Kunde 2") { // and no customer is kept that nobody calls
		t.Errorf("after both came %s", next.path)
	}
}

func TestAClaimThatLapsedSaysSoAndLosesNoTypedText(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.outcome(t, "Not interested")
	form.Set("comment", "Har avtale ut 2027")
	s.Wait(11 * time.Minute)
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusConflict, "lapsed", "Har avtale ut 2027", "Keep it for me again")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Ready" {
		t.Fatalf("registered all the same: %v", state)
	}
	again := url.Values{"again": {"1"}, "chosen": form["outcome"], "comment": form["comment"], "key": {keyOfPage.FindStringSubmatch(refused.body)[1]}, "customer": form["customer"]}
	b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
	if comment := standing(t, s, "1")["callflow__last_change__comment"]; comment != "Har avtale ut 2027" {
		t.Errorf("the comment is %v", comment)
	}
}

func TestACustomerThatSomebodyElseCallsMeanwhileIsNotRegistered(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	page := atDesk(t, b)
	form := page.outcome(t, "Yes")
	form.Set("comment", "Takk for praten")
	s.Wait(11 * time.Minute)
	other := signedIn(t, s, s.Acme.Email("admin"))
	atDesk(t, other).shows(t, http.StatusOK, "Kunde 1")
	form.Set("again", "1")
	form.Set("chosen", form.Get("outcome"))
	form.Del("outcome")
	b.post(t, page.path, form).shows(t, http.StatusConflict, "Somebody else is calling", "Takk for praten", "admin is calling it")
}

func TestAnOutcomeThatIsFinalIsAskedAboutAndThenRegistered(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.outcome(t, "Not interested")
	form.Del("register")
	form.Set("comment", "Vil ikke")
	asked := b.post(t, page.path, form)
	asked.shows(t, http.StatusConflict, "This outcome is final. Nothing was registered yet.", "Vil ikke", `aria-pressed="true"`, "and that is final")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Ready" {
		t.Fatalf("registered all the same: %v", state)
	}
	again := url.Values{"register": {"1"}, "chosen": form["outcome"], "comment": form["comment"], "key": form["key"], "customer": form["customer"]}
	b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
}

func TestAnOutcomeSaysWhatIsMissingBesideTheInput(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.outcome(t, "Call back later")
	form.Set("comment", "Ring heller i morgen")
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusBadRequest, "Nothing was registered yet", "Ring heller i morgen", "Say when the customer is to be called back.")
	form.Set("callback_at", "2026-06-18T10:00")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	b.get(t, "/assignments/239/customer?id=1").shows(t, http.StatusOK, "To be called from 18 Jun 2026, 10:00")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Scheduled" {
		t.Errorf("the state is %v", state)
	}
}

func TestAMeetingWithoutAnEndLastsAnHour(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	page := atDesk(t, b)
	form := page.outcome(t, "Meeting booked")
	form.Set("meeting_from", "2026-06-19T09:30")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	record := standing(t, s, "1")
	if record["meeting__time__to_date_time"] != "2026-06-19 10:30" || record["meeting__agent"] != "agent" {
		t.Errorf("the meeting is %v to %v with %v", record["meeting__time__from_date_time"], record["meeting__time__to_date_time"], record["meeting__agent"])
	}
}

func TestTheDeskGivesNobodyTwoCustomers(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	first, second := atDesk(t, b), atDesk(t, b)
	if first.path != second.path {
		t.Errorf("first %s, then %s", first.path, second.path)
	}
	b.post(t, strings.Replace(first.path, "/customer?", "/release?", 1), showing(t, s, "1", nil)).shows(t, http.StatusOK, "The customer was given back.")
}

func TestTheDeskSaysWhenNobodyCanBeCalled(t *testing.T) {
	t.Parallel()
	_, b := newDesk(t, 1)
	page := atDesk(t, b)
	form := page.outcome(t, "Yes")
	form.Set("pause", "1")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.", "Next customer")
	b.post(t, deskOfCampaign+"/next", nil).shows(t, http.StatusOK, "Nobody can be called now.")
}

func TestACampaignThatIsOverIsNotCalledIn(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	s.Acme.Fill(t, testkit.SecondID, 10, 11, "Ready")
	b.post(t, "/desk/999/next", nil).shows(t, http.StatusConflict, "ended on 16 Jun 2026")
}

func TestOnlyWhoRegistersOutcomesSitsAtTheDesk(t *testing.T) {
	t.Parallel()
	s, _ := newDesk(t, 1)
	for user, status := range map[string]int{"agent": 200, "admin": 200, "reader": 403, "external": 403, "outsider": 403} {
		b := signedIn(t, s, s.Acme.Email(user))
		for _, path := range []string{"/desk", deskOfCampaign, deskOfCampaign + "/customer?id=1"} {
			if page := b.get(t, path); page.status != status {
				t.Errorf("%s gets %d at %s, want %d", user, page.status, path, status)
			}
		}
		if page := b.post(t, deskOfCampaign+"/next", nil); page.status != status {
			t.Errorf("%s takes the next: %s", user, strconv.Itoa(page.status))
		}
		b.post(t, deskOfCampaign+"/release?id=1", nil)
	}
}

func TestWhatWasFilledInForAnotherOutcomeIsAskedAbout(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.outcome(t, "Not interested")
	form.Set("meeting_from", "2026-06-19T09:30")
	form.Set("comment", "Vil ikke ha møte")
	asked := b.post(t, page.path, form)
	asked.shows(t, http.StatusConflict, "which this outcome does not ask for", "Vil ikke ha møte", "They belong to the outcome")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Ready" {
		t.Fatalf("registered all the same: %v", state)
	}
	form.Del("meeting_from")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	if record := standing(t, s, "1"); record["meeting__time__from_date_time"] != "" || record["callflow__callstate__name"] != "Completed - No" {
		t.Errorf("the record is %v", record)
	}
}

func TestASecondTabRegistersTheSameCallNoSecondTime(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	first := atDesk(t, b)
	second := b.get(t, first.path)
	b.post(t, first.path, first.outcome(t, "Busy")).shows(t, http.StatusOK, "The outcome was registered.")
	form := second.outcome(t, "Busy")
	form.Set("comment", "Fra den andre fanen")
	b.post(t, second.path, form).shows(t, http.StatusConflict, "The customer is not kept for you any more.", "Fra den andre fanen")
	if attempts := standing(t, s, "1")["callflow__attempts_status__attempts"]; attempts != 1.0 {
		t.Errorf("%v attempts, want 1", attempts)
	}
}

func TestWhoIsSignedOutAtTheDeskStillSeesWhatWasTyped(t *testing.T) {
	t.Parallel()
	_, b := newDesk(t, 1)
	page := atDesk(t, b)
	form := page.outcome(t, "Busy")
	form.Set("comment", "Ring etter ferien")
	b.client.Jar.SetCookies(mustURL(t, b.url), []*http.Cookie{{Name: "callflow_session", Value: "gone", Path: "/"}})
	form.Set("callback_at", "2026-06-19T09:30")
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusUnauthorized, "You are signed out.", "Ring etter ferien", "2026-06-19T09:30", "<dt>Comment</dt>", "<dt>Call back at</dt>")
	refused.lacks(t, form.Get("key"), "<dt>callback_at", "<dt>outcome", "<dt>chosen", "<dt>register")
}

func TestWhoKeepsACustomerForLongerKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.outcome(t, "Meeting booked")
	form.Set("chosen", form.Get("outcome"))
	form.Del("outcome")
	form.Set("comment", "Vil møtes på kontoret")
	form.Set("meeting_from", "2026-06-19T09:30")
	form.Set("units.PROD1", "2")
	claim := strings.Replace(page.path, "/customer?", "/claim?", 1)
	s.Wait(9 * time.Minute)
	for range 2 { // before it lapses, and afterwards
		kept := b.post(t, claim, form)
		kept.shows(t, http.StatusOK, "Vil møtes på kontoret", `value="2026-06-19T09:30"`, `name="units.PROD1" value="2"`, `aria-pressed="true"`, form.Get("key"))
		kept.lacks(t, "Keep it for me")
		b.post(t, "/preferences", url.Values{"language": {"en"}, "next": {valueOf(t, kept, "next")}}).shows(t, http.StatusOK, "Kunde 1")
		s.Wait(11 * time.Minute)
		b.get(t, page.path).shows(t, http.StatusOK, "Keep it for me")
	}
	b.post(t, claim, form)
	form.Del("units.PROD1")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	if comment := standing(t, s, "1")["callflow__last_change__comment"]; comment != "Vil møtes på kontoret" {
		t.Errorf("the comment is %v", comment)
	}
}

func TestWhatWasRegisteredOnTheLastDayIsSaidAlthoughNobodyElseIsCalled(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	admin := signedIn(t, s, s.Acme.Email("admin"))
	set := admin.get(t, "/set-up/campaigns/998").formOf(t)
	set.Set("end_date", "2026-06-16")
	admin.post(t, "/set-up/campaigns/998", set).shows(t, http.StatusOK, "Saved.")
	b.post(t, page.path, page.outcome(t, "Yes")).shows(t, http.StatusOK, "The outcome was registered.", "ended on 16 Jun 2026")
}

func mustURL(t *testing.T, text string) *url.URL {
	t.Helper()
	address, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func TestAnAnonymisedCustomerIsNotCalledAnyMore(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/assignments/239/customer/anonymize?id=1", showing(t, s, "1", saidSure)).shows(t, http.StatusOK, "Excluded")
	atDesk(t, b).shows(t, http.StatusOK, "Kunde 2")
}

func TestTheDeskSaysThatACustomerHasNoNumberThatCanBeCalled(t *testing.T) {
	t.Parallel()
	const said = "The customer has no telephone number that can be called."
	s, b := newDesk(t, 2)
	atDesk(t, b).lacks(t, said)
	s.Acme.Put(t, callflow.Customer{CustomerID: "2", Name: "Uten nummer", Phone1: "ukjent"})
	b.post(t, "/desk/998/claim?id=2", showing(t, s, "2", nil)).shows(t, http.StatusOK, "What came of the call?", said)
}

func TestACustomerThatCanNotBeCalledAnyMoreIsNotGivenAgain(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	atDesk(t, b).shows(t, http.StatusOK, "Kunde 1")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	state := admin.get(t, "/set-up/campaigns/998/states/1").formOf(t)
	s.Acme.Fill(t, testkit.CampaignID, 10, 10, "To Call")
	state.Set("kind", "done")
	admin.post(t, "/set-up/campaigns/998/states/1", state).shows(t, http.StatusOK, "Saved.")
	atDesk(t, b).shows(t, http.StatusOK, "Kunde 10")
}

func TestTheDeskOfACustomerWhoseCallsHaveEndedHasNothingToFillIn(t *testing.T) {
	t.Parallel()
	_, b := newDesk(t, 2)
	page := atDesk(t, b)
	b.post(t, page.path, page.outcome(t, "Yes")).shows(t, http.StatusOK, "The outcome was registered.")
	ended := b.get(t, "/desk/998/customer?id=1")
	ended.shows(t, http.StatusOK, "The customer stands where calls end", "Next customer", "Open the customer")
	ended.lacks(t, "<textarea", "Register what I chose", "Keep it for me")
}

func TestWhoeverWasMovedWhereCallsEndDuringTheCallIsLeftForTheNextCustomer(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.chosenWith(t, "Busy")
	form.Set("comment", "Ring etter ferien")
	moved := url.Values{"customer_id": {"1"}, "call_state": {"Completed - Yes"}}
	signedIn(t, s, s.Acme.Email("admin")).post(t, "/campaigns/998/move", moved).shows(t, http.StatusOK, "Completed - Yes")
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusConflict, "Nothing was registered", "Ring etter ferien", "The customer stands where calls end", "Next customer")
}

func TestALapsedClaimIsToldOnceWithOneButton(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	s.Wait(11 * time.Minute)
	refused := b.post(t, page.path, page.outcome(t, "Yes"))
	refused.shows(t, http.StatusConflict, "Keep it for me again, and register what I chose")
	refused.lacks(t, ">Keep it for me<", "The customer is not kept for you: somebody else may call it.")
}

func TestAnAddressSaysOfNobodyWhatWasNotRegistered(t *testing.T) {
	t.Parallel()
	_, b := newDesk(t, 2)
	b.get(t, "/desk/998?done=The+outcome+was+registered.&of=1").lacks(t, "Kunde 1")
}

func TestWhoGivesACustomerBackIsGivenAnotherNext(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	page.shows(t, http.StatusOK, "Kunde 1")
	b.post(t, strings.Replace(page.path, "/customer?", "/release?", 1), showing(t, s, "1", nil)).shows(t, http.StatusOK, "The customer was given back.")
	atDesk(t, b).shows(t, http.StatusOK, "Kunde 2")
	atDesk(t, signedIn(t, s, s.Acme.Email("admin"))).shows(t, http.StatusOK, "Kunde 1")
}

func TestACustomerIsGivenBackWithoutScriptForAReasonThatTheAuditTellsInBothLanguages(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	page.shows(t, http.StatusOK, `<select id="f-reason" name="reason"><option value="">No reason given</option>`, `<option value="conflict">A conflict of interest</option>`)
	release := strings.Replace(page.path, "/customer?", "/release?", 1)
	b.post(t, release, showing(t, s, "1", form("reason", "conflicts"))).shows(t, http.StatusBadRequest, "Did you mean")
	b.post(t, release, showing(t, s, "1", form("reason", "conflict"))).shows(t, http.StatusOK, "The customer was given back.")
	second := atDesk(t, b)
	b.post(t, strings.Replace(second.path, "/customer?", "/release?", 1), showing(t, s, "2", form("reason", ""))).shows(t, http.StatusOK, "The customer was given back.")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	const skipped = "/set-up/audit?action=skipped"
	customer := `<td>skipped</td><td>customer <a href="/assignments/239/customer?id=`
	const name = "Bookingkampanje - TEST"
	admin.get(t, skipped).shows(t, http.StatusOK, customer+`1">1</a> (A conflict of interest, 30 minutes, campaign `+name+")",
		customer+`2">2</a> (30 minutes, campaign `+name+")", `<option value="skipped" selected>skipped</option>`)
	admin.get(t, "/set-up/audit?action=created").lacks(t, "30 minutes")
	anonymize := testkit.Request{Method: http.MethodPost, Path: "/api/v1/assignments/239/customers/1/anonymize/", Token: s.Acme.Admin, Body: "{}"}
	if answer := s.Ask(t, anonymize); answer.Status != http.StatusOK {
		t.Fatalf("anonymising answers %d %s", answer.Status, answer.Body)
	}
	admin.get(t, skipped).shows(t, http.StatusOK, `id=anonymized-1">anonymized-1</a> (A conflict of interest`)
	admin.post(t, "/preferences", form("language", "nb"))
	admin.get(t, skipped).shows(t, http.StatusOK, "<td>hoppet over</td>", "(Agenten er inhabil, 30 minutter, kampanje "+name+")")
}

func TestTheDeskCountsWhomItHandsOut(t *testing.T) {
	t.Parallel()
	s, desk := newDesk(t, 5)
	s.Acme.Put(t, callflow.Customer{CustomerID: "2", Name: "Kunde 2"})
	for _, path := range []string{"/desk", deskOfCampaign} {
		desk.get(t, path).shows(t, http.StatusOK, "Can be called</dt><dd>4<")
	}
	setUp := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"hand_out_without_number":true}`}
	if answer := s.Ask(t, setUp); answer.Status != http.StatusOK {
		t.Fatal(answer.Status)
	}
	for _, path := range []string{"/desk", deskOfCampaign} {
		desk.get(t, path).shows(t, http.StatusOK, "Can be called</dt><dd>5<")
	}
}
