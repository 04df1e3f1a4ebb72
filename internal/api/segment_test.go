package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// newSegment starts a server with four customers who are in no campaign, and one in campaign 998.
func newSegment(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 1)
	for _, customer := range []callflow.Customer{
		{CustomerID: "1", Name: "Kunde 1"},
		{CustomerID: "a/1", Name: "Åse", Phone1: "007", Custom: map[int64]callflow.Value{testkit.FieldText: `"Gata"`, testkit.FieldInteger: "12"}},
		{CustomerID: "b", Name: "Åse", Custom: map[int64]callflow.Value{testkit.FieldBoolean: "true", testkit.FieldDecimal: "4.50"}},
		{CustomerID: "c", Name: "Kari", Custom: map[int64]callflow.Value{testkit.FieldText: `"gata"`, testkit.FieldDate: `"1980-02-29"`}},
		{CustomerID: "d", Name: `"Ola" <&>`, Phone1: "007", Custom: map[int64]callflow.Value{testkit.FieldChoice: `"Helg"`, testkit.FieldBoolean: "false"}},
		{CustomerID: "other", Name: "Åse", AssignmentID: testkit.OtherAssignID},
	} {
		s.Acme.Put(t, customer)
	}
	return s
}

func TestCustomersAreAddedByIDOrByWhatTheyAre(t *testing.T) {
	t.Parallel()
	for sentence, test := range map[string]struct{ body, want, listed string }{
		"an id":                        {`{"customer_ids":["b"]}`, `{"added":1,"already":0,"unknown":[]}`, "1 b"},
		"an id with a slash":           {`{"customer_ids":["a/1","d"]}`, `{"added":2,"already":0,"unknown":[]}`, "1 a/1 d"},
		"one that is there":            {`{"customer_ids":["b","1"]}`, `{"added":1,"already":1,"unknown":[]}`, "1 b"},
		"one that is nobody's":         {`{"customer_ids":["ingen \"x\"","b"]}`, `{"added":1,"already":0,"unknown":["ingen \"x\""]}`, "1 b"},
		"another assignment's":         {`{"customer_ids":["other"]}`, `{"added":0,"already":0,"unknown":["other"]}`, "1"},
		"one id twice":                 {`{"customer_ids":["b","b","x","x"]}`, `{"added":1,"already":0,"unknown":["x"]}`, "1 b"},
		"a name":                       {`{"where":{"crm__standard_info__name":"Åse"}}`, `{"added":2,"already":0,"unknown":[]}`, "1 a/1 b"},
		"a name to escape":             {`{"where":{"crm__standard_info__name":"\u0022Ola\" <&>"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 d"},
		"two values":                   {`{"where":{"crm__standard_info__phone_1":"007","crm__standard_info__name":"Åse"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 a/1"},
		"a text exactly":               {`{"where":{"crm__custom_info__78":"Gata"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 a/1"},
		"an integer":                   {`{"where":{"crm__custom_info__79":12}}`, `{"added":1,"already":0,"unknown":[]}`, "1 a/1"},
		"a decimal":                    {`{"where":{"crm__custom_info__5":4.50}}`, `{"added":1,"already":0,"unknown":[]}`, "1 b"},
		"a decimal by its value":       {`{"where":{"crm__custom_info__5":4.5}}`, `{"added":1,"already":0,"unknown":[]}`, "1 b"},
		"a decimal with more zeros":    {`{"where":{"crm__custom_info__5":"4,5000"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 b"},
		"a date":                       {`{"where":{"crm__custom_info__75":"1980-02-29"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 c"},
		"a boolean":                    {`{"where":{"crm__custom_info__9":false}}`, `{"added":1,"already":0,"unknown":[]}`, "1 d"},
		"a choice":                     {`{"where":{"crm__custom_info__11":"Helg"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 d"},
		"what is not set":              {`{"where":{"crm__custom_info__9":"","crm__standard_info__phone_1":""}}`, `{"added":1,"already":1,"unknown":[]}`, "1 c"},
		"what is empty":                {`{"where":{"crm__custom_info__9":"","crm__standard_info__phone_1":""}}`, `{"added":1,"already":1,"unknown":[]}`, "1 c"},
		"an id among the values":       {`{"where":{"crm__customer_id":"b"}}`, `{"added":1,"already":0,"unknown":[]}`, "1 b"},
		"an id that has another value": {`{"where":{"crm__customer_id":"b","crm__standard_info__name":"Kari"}}`, `{"added":0,"already":0,"unknown":[]}`, "1"},
		"values that nobody has":       {`{"where":{"crm__custom_info__79":13}}`, `{"added":0,"already":0,"unknown":[]}`, "1"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newSegment(t)
			before, clock := standing(t, s, "1")
			answer := post(t, s, s.Acme.Admin, campaignList, test.body)
			if answer.Status != http.StatusOK || string(answer.Body) != test.want {
				t.Fatalf("answered %d %s, want %s", answer.Status, answer.Body, test.want)
			}
			wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), strings.Split(test.listed, " ")...)
			after, _ := standing(t, s, "1")
			if after != before {
				t.Errorf("who was there was\n%s\nand is\n%s", before, after)
			}
			if moved := answer.Header.Get("Callflow-Sync-Token") != clock; moved != (test.listed != "1") {
				t.Errorf("the clock moved: %t", moved)
			}
		})
	}
}

func TestWhoIsAddedBeginsInTheFirstReadyState(t *testing.T) {
	t.Parallel()
	s := newSegment(t)
	const body = `{"where":{"crm__standard_info__name":"Åse"}}`
	wantStatus(t, post(t, s, s.Acme.Admin, campaignList, body), http.StatusOK)
	for _, id := range []string{"a%2F1", "b"} {
		got := shown(t, s, id, "callstate__name", "attempts_status__attempts", "due", "last_change__user", "last_change__when", "last_change__cause",
			"last_change__alternative", "last_change__comment")
		if want := "Ready|||admin|2026-06-17 16:30|Segmentation|Segmentation|"; got != want {
			t.Errorf("%s: the record says %s, want %s", id, got, want)
		}
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Ready"), "1", "a/1", "b")
	wantStatus(t, post(t, s, s.Acme.Agent, outcomesOf("b"), `{"type":"Lead"}`), http.StatusCreated)
	_, clock := standing(t, s, "b")
	again := post(t, s, s.Acme.Admin, campaignList, body)
	if want := `{"added":0,"already":2,"unknown":[]}`; string(again.Body) != want || again.Header.Get("Callflow-Sync-Token") != clock {
		t.Errorf("answered %s at %s, want %s at %s", again.Body, again.Header.Get("Callflow-Sync-Token"), want, clock)
	}
	if got := shown(t, s, "b", "callstate__name"); got != "Lead" {
		t.Errorf("who was there is now in %s", got)
	}
}

func TestCustomersThatCannotBeAdded(t *testing.T) {
	t.Parallel()
	s := newSegment(t)
	const oneOfThem = "customer_ids or where must be given, and not both: which customers are added?"
	const everybody = "where is empty, which would add every customer of the assignment. Name at least one value."
	for sentence, test := range map[string]struct{ body, field, message string }{
		"neither":                      {`{}`, "customer_ids", oneOfThem},
		"both":                         {`{"customer_ids":["b"],"where":{"crm__customer_id":"b"}}`, "customer_ids", oneOfThem},
		"a null among ids":             {`{"customer_ids":[null]}`, "customer_ids", "customer_ids must be a list of strings."},
		"a value that is null":         {`{"where":{"crm__custom_info__9":null}}`, "where.crm__custom_info__9", `where.crm__custom_info__9 is null, which is no value. "" stands for customers that have none.`},
		"no ids":                       {`{"customer_ids":[]}`, "customer_ids", "customer_ids names nobody. Give at least one crm__customer_id."},
		"null for ids":                 {`{"customer_ids":null}`, "customer_ids", "customer_ids names nobody. Give at least one crm__customer_id."},
		"an id for ids":                {`{"customer_ids":"b"}`, "customer_ids", "customer_ids must be a list of strings."},
		"ids that are numbers":         {`{"customer_ids":[1]}`, "customer_ids", "customer_ids must be a list of strings."},
		"too many ids":                 {`{"customer_ids":[` + strings.Repeat(`"b",`, 10000) + `"b"]}`, "customer_ids", "customer_ids names 10001 customers. Send at most 10000 at a time, or choose them by where."},
		"no values":                    {`{"where":{}}`, "where", everybody},
		"null for values":              {`{"where":null}`, "where", everybody},
		"a list of values":             {`{"where":["crm__customer_id"]}`, "where", "where must be an object."},
		"a key that is misspelt":       {`{"where":{"crm__standard_info__nam":"Åse"}}`, "where.crm__standard_info__nam", `A customer of this assignment has no member "crm__standard_info__nam". Did you mean "crm__standard_info__name"?`},
		"a field of no assignment":     {`{"where":{"crm__custom_info__12345":"x"}}`, "where.crm__custom_info__12345", `A customer of this assignment has no member "crm__custom_info__12345".`},
		"a key of a status":            {`{"where":{"callflow__callstate__name":"Ready"}}`, "where.callflow__callstate__name", `A customer of this assignment has no member "callflow__callstate__name".`},
		"a value of the wrong type":    {`{"where":{"crm__custom_info__79":"x"}}`, "where.crm__custom_info__79", "Husnummer "},
		"a name that is a number":      {`{"where":{"crm__standard_info__name":1}}`, "where.crm__standard_info__name", "crm__standard_info__name must be a string."},
		"a value that is a list":       {`{"where":{"crm__custom_info__78":["a"]}}`, "where.crm__custom_info__78", "crm__custom_info__78 must be a single value."},
		"a member that does not exist": {`{"customer_id":["b"]}`, "customer_id", `Adding customers has no member "customer_id". Did you mean "customer_ids"?`},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: campaignList, Token: s.Acme.Admin, Body: test.body}, http.StatusBadRequest)
			if got := answer.Problems(t)[test.field]; !strings.HasPrefix(got, test.message) {
				t.Errorf("the answer is %.500s\nwant for %s: %s", answer.Body, test.field, test.message)
			}
			wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), "1")
		})
	}
	million := `{"customer_ids":["b"` + strings.Repeat(`,"b"`, 999_999) + `]}`
	answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: campaignList, Token: s.Acme.Admin, Body: million}, http.StatusRequestEntityTooLarge)
	if want := "The body is larger than 1 MiB. Send less at a time."; answer.Detail(t) != want {
		t.Errorf("a million ids: %s, want %s", answer.Detail(t), want)
	}
}

func TestTenThousandIDsMayBeSentAtOnce(t *testing.T) {
	t.Parallel()
	s := newSegment(t)
	var ids strings.Builder
	for i := range 9999 {
		fmt.Fprintf(&ids, `,"ingen %d"`, i)
	}
	answer := post(t, s, s.Acme.Admin, campaignList, `{"customer_ids":["b"`+ids.String()+`]}`)
	var counted struct {
		Added, Already int
		Unknown        []string
	}
	answer.Decode(t, &counted)
	if answer.Status != http.StatusOK || counted.Added != 1 || counted.Already != 0 || len(counted.Unknown) != 9999 {
		t.Errorf("answered %d: %d added, %d already, %d unknown", answer.Status, counted.Added, counted.Already, len(counted.Unknown))
	}
}

func TestNobodyIsAddedWhereNobodyCanBegin(t *testing.T) {
	t.Parallel()
	s := newSegment(t)
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		for _, state := range setup.States[testkit.CampaignID] {
			if state.Kind == callflow.KindReady {
				state.Kind = callflow.KindHold
				err = setuprows.UpdateState(w, testkit.CampaignID, &state)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	answer := refused(t, s, testkit.Request{Method: http.MethodPost, Path: campaignList, Token: s.Acme.Admin, Body: `{"customer_ids":["b"]}`}, http.StatusConflict)
	if want := "The campaign has no call state of kind ready to begin in. Add one first."; answer.Detail(t) != want {
		t.Errorf("answered %s, want %s", answer.Detail(t), want)
	}
}
