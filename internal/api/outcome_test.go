package api_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/changelog"
	"callflow/internal/testkit"
)

func TestARegisteredOutcomeIsTheRecordThatIsListed(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	_, before := standing(t, s, "2")
	answer := post(t, s, s.Acme.Agent, outcomesOf("2"), `{"type":"No","subtype":"Not interested","comment":"Ring\nikke, «Å»"}`)
	wantStatus(t, answer, http.StatusCreated)
	want := `Completed - No|1|agent|2026-06-17 16:30|No|Not interested|Ring\nikke, «Å»`
	got := valuesOf(t, answer.Body, "callstate__name", "attempts_status__attempts", "last_change__user", "last_change__when", "last_change__cause",
		"last_change__alternative", "last_change__comment")
	if got != want {
		t.Errorf("the record says %s, want %s", got, want)
	}
	read := s.Get(t, s.Acme.Agent, campaignList+"2/")
	if string(read.Body) != string(answer.Body) || read.Header.Get("ETag") != answer.Header.Get("ETag") {
		t.Errorf("answered\n%s %s\nand read as\n%s %s", answer.Header.Get("ETag"), answer.Body, read.Header.Get("ETag"), read.Body)
	}
	if clock, _ := strconv.Atoi(before); answer.Header.Get("Callflow-Sync-Token") != strconv.Itoa(clock+1) {
		t.Errorf("the clock was %s and is %s", before, answer.Header.Get("Callflow-Sync-Token"))
	}
	wantIDs(t, s.Get(t, s.Acme.Agent, campaignList+"?call_state=Ready"), "1", "3")
	list := s.Get(t, s.Acme.Agent, campaignList+"?call_state=Completed+-+No").List(t)
	if list.Count != 1 || len(list.Results) != 1 || string(list.Results[0]) != string(answer.Body) {
		t.Errorf("listed are %d: %s", list.Count, list.Results)
	}
}

func TestWhereAnOutcomeLeads(t *testing.T) {
	t.Parallel()
	const meeting = `"from":"2026-06-18 09:00","to":"2026-06-18T10:00:00+02:00"`
	keys := []string{"callstate__name", "attempts_status__attempts", "due", "meeting__agent", "meeting__time__from_date_time",
		"meeting__time__to_date_time", "product__PROD1", "product__p"}
	for sentence, test := range map[string]struct{ body, want string }{
		"nobody answers":                  {`{"type":"No answer","subtype":"No answer"}`, "Scheduled|1|2026-06-17 18:30|||||"},
		"a delay of its own":              {`{"subtype":"Busy"}`, "Scheduled|1|2026-06-17 17:00|||||"},
		"a type that has one":             {`{"type":"Lead"}`, "Lead|1||||||"},
		"a callback":                      {`{"subtype":"Call back later","callback_at":"2026-06-18 10:00"}`, "Scheduled|1|2026-06-18 10:00|||||"},
		"a callback with an offset":       {`{"subtype":"Call back later","callback_at":"2026-06-18T10:00:00+03:00"}`, "Scheduled|1|2026-06-18 09:00|||||"},
		"a callback in place of a delay":  {`{"subtype":"Busy","callback_at":"2026-06-17T14:31:00Z"}`, "Scheduled|1|2026-06-17 16:31|||||"},
		"a callback after winter begins":  {`{"subtype":"Busy","callback_at":"2026-12-24 09:00"}`, "Scheduled|1|2026-12-24 09:00|||||"},
		"a sale":                          {`{"type":"Sale","subtype":"Yes"}`, "Completed - Yes|1||||||"},
		"a sale of products":              {`{"type":"Sale","subtype":"Yes","products":{"PROD1":2,"p":1000000,"PROD2":null}}`, "Completed - Yes|1|||||2|1000000"},
		"nobody is to call again":         {`{"type":"Do not call"}`, "Excluded|1||||||"},
		"what is no attempt":              {`{"type":"Meeting","subtype":"Meeting held"}`, "Appointment closed|||||||"},
		"a meeting":                       {`{"subtype":"Meeting booked","meeting":{"agent":"Ola Ås",` + meeting + `}}`, "Appointment open|1||Ola Ås|2026-06-18 09:00|2026-06-18 10:00||"},
		"a meeting of the agent's own":    {`{"subtype":"Meeting booked","meeting":{` + meeting + `}}`, "Appointment open|1||agent|2026-06-18 09:00|2026-06-18 10:00||"},
		"a meeting with another outcome":  {`{"type":"Lead","meeting":{` + meeting + `}}`, "Lead|1||agent|2026-06-18 09:00|2026-06-18 10:00||"},
		"a meeting that is none":          {`{"type":"Lead","meeting":{"agent":"","from":"","to":null}}`, "Lead|1||||||"},
		"null is what is not there":       {`{"type":"Lead","comment":null,"callback_at":null,"meeting":null,"products":null,"extra":null}`, "Lead|1||||||"},
		"empty is what is not there":      {`{"type":"Lead","subtype":"","comment":"","callback_at":"","products":{},"extra":{}}`, "Lead|1||||||"},
		"a body of another kind of JSON":  {"\n\t{ \"type\" : \"Le\\u0061d\" }\n", "Lead|1||||||"},
		"values of its own change no key": {`{"type":"Lead","extra":{"callflow__callstate__name":"Ready"}}`, "Lead|1||||||"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), test.body), http.StatusCreated)
			if got := shown(t, s, "1", keys...); got != test.want {
				t.Errorf("the record says %s, want %s", got, test.want)
			}
		})
	}
}

func TestProductsAddUpAndAMeetingStays(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	for _, body := range []string{
		`{"subtype":"Meeting booked","meeting":{"from":"2026-06-18 09:00","to":"2026-06-18 10:00"},"products":{"PROD1":2}}`,
		`{"type":"Lead","products":{"PROD1":3,"p":1},"comment":"a"}`,
		`{"type":"Lead"}`,
	} {
		wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), body), http.StatusCreated)
	}
	got := shown(t, s, "1", "product__PROD1", "product__PROD2", "product__p", "meeting__time__from_date_time", "last_change__comment", "attempts_status__attempts")
	if want := "5||1|2026-06-18 09:00||3"; got != want {
		t.Errorf("the record says %s, want %s", got, want)
	}
}

func TestTheLastAttemptEndsTheCalls(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	keys := []string{"callstate__name", "attempts_status__attempts", "due"}
	for attempt := 1; attempt <= 8; attempt++ { // the limit of the default outcomes
		wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"), `{"subtype":"Busy"}`), http.StatusCreated)
		want := fmt.Sprintf("Scheduled|%d|2026-06-17 17:00", attempt)
		if attempt == 8 {
			want = "Completed - No|8|"
		}
		if got := shown(t, s, "1", keys...); got != want {
			t.Errorf("after attempt %d: %s, want %s", attempt, got, want)
		}
	}
	changeCampaign(t, s, func(c *callflow.Campaign) { c.MaxAttempts = 2 })
	for range 2 {
		wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("2"), `{"subtype":"Call back later","callback_at":"2026-06-18 10:00"}`), http.StatusCreated)
	}
	if got := shown(t, s, "2", keys...); got != "Completed - No|2|" {
		t.Errorf("after the campaign's last attempt: %s", got)
	}
}

func TestValuesOfTheCallersOwnAreKept(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	_, before := standing(t, s, "1")
	after, _ := strconv.ParseInt(before, 10, 64)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"),
		`{"type":"Lead","products":{"p":4},"extra": {"Mappe": "bl\u00e5 \"2\"", "Antall":  1.50, "Ja": true, "Tom": null, "": "x"}}`), http.StatusBadRequest)
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("1"),
		`{"type":"Lead","products":{"p":4},"extra": {"Mappe": "bl\u00e5 \"2\"", "Antall":  1.50, "Ja": true, "Tom": null}}`), http.StatusCreated)
	var details []callflow.Detail
	err := s.Store.Read(t.Context(), s.Acme.ID, func(r *store.Snapshot) error {
		return changelog.Changes(r, changelog.Stretch{After: after, Limit: 10}, func(entry *changelog.LogEntry) {
			var detail callflow.Detail
			detail.SetPacked(entry.Detail)
			details = append(details, detail)
		})
	})
	if err != nil || len(details) != 1 {
		t.Fatalf("%d entries, %v", len(details), err)
	}
	if want := `{"Mappe":"blå \"2\"","Antall":1.50,"Ja":true,"Tom":""}`; string(details[0].Extra) != want {
		t.Errorf("kept is %s, want %s", details[0].Extra, want)
	}
	if len(details[0].Products) != 1 {
		t.Errorf("sold is %v, want 4 of one product", details[0].Products)
	}
}

func TestAnOutcomeThatTheCampaignLacksOrThatLacksSomething(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	withOutcome(t, s, "Lead", callflow.Outcome{Type: "Survey", Subtype: "Done", Requires: []callflow.Demand{callflow.DemandComment, callflow.DemandProduct}})
	withOutcome(t, s, "Lead", callflow.Outcome{Type: "Survey", Subtype: "Yes"})
	const meeting = `{"subtype":"Meeting booked","meeting":`
	for sentence, test := range map[string]struct{ body, field, message string }{
		"a subtype that is misspelt":    {`{"subtype":"Bussy"}`, "subtype", `The campaign has no outcome "Bussy". Did you mean "Busy"? The outcomes are: `},
		"a subtype of another type":     {`{"type":"Sale","subtype":"Busy"}`, "subtype", `The campaign has no outcome of type "Sale" and subtype "Busy". The outcomes are: `},
		"a subtype in other letters":    {`{"subtype":"busy"}`, "subtype", `The campaign has no outcome "busy". Did you mean "Busy"?`},
		"a subtype of two types":        {`{"subtype":"Yes"}`, "type", "Several outcomes fit: Sale / Yes, Survey / Yes. Give type and subtype."},
		"a type that has several":       {`{"type":"No"}`, "type", "Several outcomes fit: No / Not interested, No / Wrong number. Give type and subtype."},
		"neither type nor subtype":      {`{"comment":"x"}`, "type", "Give the type and the subtype of an outcome."},
		"no comment":                    {`{"subtype":"Done","comment":" \n","products":{"p":1}}`, "comment", `The outcome "Done" needs a comment.`},
		"no products":                   {`{"subtype":"Done","comment":"x","products":{"p":null}}`, "products", `The outcome "Done" needs products: units by product code.`},
		"no time to call back":          {`{"subtype":"Call back later"}`, "callback_at", `The outcome "Call back later" needs callback_at: when the customer is called again.`},
		"no meeting":                    {meeting + `{"agent":""}}`, "meeting", `The outcome "Meeting booked" needs a meeting: {"agent", "from", "to"}.`},
		"half a meeting":                {meeting + `{"agent":"Ola"}}`, "meeting", "A meeting needs from and to."},
		"a meeting that has been":       {meeting + `{"from":"2026-06-17 16:30","to":"2026-06-17 18:00"}}`, "meeting.from", "meeting.from is in the past."},
		"a meeting that ends too early": {meeting + `{"from":"2026-06-18 09:00","to":"2026-06-18 09:00"}}`, "meeting.to", "meeting.to must be after meeting.from."},
		"a callback in the past":        {`{"subtype":"Busy","callback_at":"2026-06-17T14:30:00Z"}`, "callback_at", "callback_at is in the past. Give a time that is still to come."},
		"a callback in a far year":      {`{"subtype":"Busy","callback_at":"2062-06-17 10:00"}`, "callback_at", "callback_at is more than ten years ahead. Check the year."},
		"a time without a zone":         {`{"subtype":"Busy","callback_at":"2026-06-18T10:00:00"}`, "callback_at", "callback_at has no offset from UTC. Write it as 2026-06-18 10:00"},
		"a time that is none":           {`{"subtype":"Busy","callback_at":"tomorrow"}`, "callback_at", "callback_at must be a time as 2026-11-24 10:30 in the account's zone"},
		"a time that the year lacks":    {`{"subtype":"Busy","callback_at":"2027-03-28 02:30"}`, "callback_at", "callback_at 2027-03-28 02:30 does not exist in Europe/Oslo"},
		"a time that comes twice":       {`{"subtype":"Busy","callback_at":"2026-10-25 02:30"}`, "callback_at", "callback_at 2026-10-25 02:30 comes twice in Europe/Oslo"},
		"a time that is a number":       {`{"subtype":"Busy","callback_at":1}`, "callback_at", "callback_at must be a string."},
		"a callback where none is made": {`{"type":"Lead","callback_at":"2026-06-18 10:00"}`, "callback_at", `The outcome "Interested" leads to "Lead", where nobody is called at a time`},
		"an unknown member":             {`{"type":"Lead","coment":"x"}`, "coment", `A registered outcome has no member "coment". Did you mean "comment"?`},
		"a member far from any":         {`{"type":"Lead","x":1}`, "x", `A registered outcome has no member "x". The members are: type, subtype, comment, `},
		"an unknown member in a member": {meeting + `{"form":"2026-06-18 09:00"}}`, "meeting.form", `A registered outcome has no member "meeting.form". Did you mean "meeting.from"?`},
		"an unknown product":            {`{"type":"Lead","products":{"PROD3":1}}`, "products.PROD3", `The campaign's list of products has no member "products.PROD3". Did you mean "products.PROD1"?`},
		"no unit of a product":          {`{"type":"Lead","products":{"p":0}}`, "products.p", "The units of p must be a whole number from 1 to 1000000."},
		"too many units":                {`{"type":"Lead","products":{"p":1000001}}`, "products.p", "The units of p must be a whole number from 1 to 1000000."},
		"half a unit":                   {`{"type":"Lead","products":{"p":1.5}}`, "products.p", "products.p must be a whole number."},
		"products that are a list":      {`{"type":"Lead","products":["p"]}`, "products", "products must be an object."},
		"a comment that is a number":    {`{"type":"Lead","comment":1}`, "comment", "comment must be a string."},
		"a comment that is too long":    {`{"type":"Lead","comment":"` + strings.Repeat("å", 10001) + `"}`, "comment", "comment must have at most 10000 characters."},
		"a comment with a NUL":          {`{"type":"Lead","comment":"\u0000"}`, "comment", "comment must not hold a NUL character."},
		"an extra that is an object":    {`{"type":"Lead","extra":{"a":{}}}`, "extra.a", "extra.a must be a single value: a string, a number, true or false."},
		"an extra that is too long":     {`{"type":"Lead","extra":{"a":"` + strings.Repeat("x", 2001) + `"}}`, "extra.a", "extra.a must have at most 2000 bytes."},
		"too many extras":               {`{"type":"Lead","extra":{` + manyLabels(51) + `}}`, "extra", "extra has more than 50 labels."},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: test.body}, http.StatusBadRequest)
			if got := answer.Problems(t)[test.field]; !strings.HasPrefix(got, test.message) {
				t.Errorf("the answer is %s\nwant for %s: %s", answer.Body, test.field, test.message)
			}
		})
	}
}

func manyLabels(n int) string {
	labels := make([]string, n)
	for i := range labels {
		labels[i] = fmt.Sprintf(`"label %d":1`, i)
	}
	return strings.Join(labels, ",")
}

func TestAllThatIsMissingIsToldAtOnce(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	withOutcome(t, s, "Scheduled", callflow.Outcome{Type: "All", Subtype: "All", Requires: callflow.Demands()})
	answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"type":"All"}`}, http.StatusBadRequest)
	problems := answer.Problems(t)
	for _, field := range []string{"comment", "callback_at", "meeting", "products"} {
		if problems[field] == "" {
			t.Errorf("%s does not tell that %s is missing", answer.Body, field)
		}
	}
}

func TestNobodyWhoIsNotToBeCalledIsRegistered(t *testing.T) {
	t.Parallel()
	const further = " To call it again, an admin moves it to another call_state with PATCH first."
	for state, want := range map[string]string{
		"Completed - No": `The customer is in "Completed - No", which is final: no call is made any more.` + further,
		"Booked":         `The customer is in "Booked", which is final: no call is made any more.` + further,
		"Excluded":       `The customer is in "Excluded": it must not be called.` + further,
	} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			s := newFlow(t, 1)
			s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: state})
			refused(t, s, testkit.Request{Method: http.MethodPost, Path: claimOf("1"), Token: s.Acme.Agent}, http.StatusConflict)
			answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"type":"Lead"}`}, http.StatusConflict)
			if answer.Detail(t) != want {
				t.Errorf("answered %s, want %s", answer.Detail(t), want)
			}
		})
	}
}

func TestAnOutcomeEndsTheClaimAndALapsedClaimIsTold(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	busy := testkit.Request{Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`}
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), `{"lease":60}`), http.StatusOK)
	answer := refused(t, s, busy, http.StatusConflict)
	if want := "Another user is calling this customer, until 2026-06-17T16:31:00+02:00. Take the next customer instead, or try again then."; answer.Detail(t) != want {
		t.Errorf("answered %s, want %s", answer.Detail(t), want)
	}
	s.Wait(time.Minute)
	busy.Token = s.Acme.Admin
	answer = refused(t, s, busy, http.StatusConflict)
	if want := "Your claim on this customer lapsed at 2026-06-17T16:31:00+02:00. "; !strings.HasPrefix(answer.Detail(t), want) {
		t.Errorf("answered %s, want %s", answer.Detail(t), want)
	}
	wantStatus(t, post(t, s, s.Acme.Admin, claimOf("1"), ""), http.StatusOK)
	wantStatus(t, s.Ask(t, busy), http.StatusCreated)
	busy.Token = s.Acme.Agent // the claim is over, though not its lease
	wantStatus(t, s.Ask(t, busy), http.StatusCreated)
}

func TestAnOutcomeOfWhatHasMovedOnIsNotRegistered(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	claimed := post(t, s, s.Acme.Agent, nextCustomer, "")
	wantStatus(t, claimed, http.StatusOK)
	ask := testkit.Request{
		Method: http.MethodPost, Path: outcomesOf("1"), Token: s.Acme.Agent, Body: `{"subtype":"Busy"}`, Header: map[string]string{"If-Match": `"of old"`},
	}
	refused(t, s, ask, http.StatusPreconditionFailed)
	ask.Header["If-Match"] = claimed.Header.Get("ETag")
	wantStatus(t, s.Ask(t, ask), http.StatusCreated)
	refused(t, s, ask, http.StatusPreconditionFailed)
}
