package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

func anonymize(t *testing.T, s *testkit.Server, token, id string) *testkit.Answer {
	t.Helper()
	return post(t, s, token, customerList+id+"/anonymize/", "{}")
}

const nobody = `"crm__customer_id":"","crm__standard_info__name":"Anonymized","crm__standard_info__phone_1":"",` +
	`"crm__standard_info__phone_2":"","crm__standard_info__phone_3":"","crm__standard_info__email":"",` +
	`"crm__change_log__updated":"","crm__change_log__updated_by":"","crm__change_log__update_method":"",` +
	`"crm__custom_info__78":"","crm__custom_info__79":"","crm__custom_info__75":"",` +
	`"crm__custom_info__5":"","crm__custom_info__9":"","crm__custom_info__11":""`

func TestAnAnonymisedCustomerShowsNothingOfItself(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	wantBody(t, anonymize(t, s, s.Acme.Admin, exampleID), `{"customer_id":"anonymized-1"}`)
	wantBody(t, s.Get(t, s.Acme.Reader, customerList+"anonymized-1"), "{"+nobody+"}")
	record := s.Get(t, s.Acme.Reader, campaignList+"anonymized-1/").Body
	if !strings.HasPrefix(string(record), "{"+nobody+`,"callflow__attempts_status__attempts":2,"callflow__callstate__name":"Completed - Yes",`) {
		t.Errorf("the record is %s", record)
	}
	if got := valuesOf(t, record, "last_change__user", "last_change__comment", "segment__name", "product__PROD2"); got != "kari|||3" {
		t.Errorf("the record has %s", got)
	}
	wantIDs(t, s.Get(t, s.Acme.Reader, campaignList), "", "bare")
	wantStatus(t, s.Get(t, s.Acme.Reader, customerList+exampleID), http.StatusNotFound)
	wantBody(t, anonymize(t, s, s.Acme.Admin, "anonymized-1"), `{"customer_id":"anonymized-1"}`)
	setGeneration(t, s, 2019)
	wantBody(t, s.Get(t, s.Acme.Reader, customerList+"anonymized-1"), "{"+nobody+"}")
}

// traces are what only the example customer of TestNothingThatIsKeptTellsOfAnAnonymisedCustomer has.
var traces = []string{"STIORI", "HEMMELIG", "55501234", `"481846"`, "Betrodd", "Perm", "Ola Ås", "Fru Bekjent"}

func TestNothingThatIsKeptTellsOfAnAnonymisedCustomer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	started := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	patched := testkit.Request{
		Method: http.MethodPatch, Path: customerList + exampleID, Token: s.Acme.Admin, Header: map[string]string{"Idempotency-Key": "a"},
		Body: `{"crm__standard_info__name":"HEMMELIG","crm__standard_info__phone_1":"55501234"}`,
	}
	wantStatus(t, s.Ask(t, patched), http.StatusOK)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
	steps(t, s, exampleID, `{"type":"Lead","comment":"Betrodd","extra":{"Perm":"Perm"},"products":{"PROD1":1}}`,
		`{"type":"Sale","subtype":"Yes","comment":"Betrodd"}`)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
	booked := testkit.Request{
		Method: http.MethodPost, Path: outcomesOf(exampleID), Token: s.Acme.Admin, Header: map[string]string{"Idempotency-Key": "b"},
		Body: `{"type":"Sale","subtype":"Yes","meeting":{"agent":"Fru Bekjent","from":"2026-06-19 09:00","to":"2026-06-19 10:00"}}`,
	}
	wantStatus(t, s.Ask(t, booked), http.StatusCreated)
	removed := testkit.Request{Method: http.MethodDelete, Path: secondList + exampleID + "/", Token: s.Acme.Admin}
	wantStatus(t, s.Ask(t, removed), http.StatusNoContent)
	middle := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	paths := []string{
		campaignList, campaignList + "?at=" + started, campaignList + "?at=" + middle, secondList + "?at=" + started, campaignList + "?changed_since=" + started,
		assignmentList, customerList, outcomesPath, productsPath, "/api/v1/changes/", "/api/v1/call_outcomes/",
	}
	for _, path := range append(paths, paths...) { // twice, so that their answers are kept in memory
		s.Get(t, s.Acme.Admin, path)
	}
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), http.StatusOK)

	for _, path := range append(paths, campaignList+"anonymized-1/history/", campaignList+"anonymized-1/explain/") {
		answer := s.Get(t, s.Acme.Admin, path)
		wantStatus(t, answer, http.StatusOK)
		for _, trace := range traces {
			if strings.Contains(string(answer.Body), trace) {
				t.Errorf("%s tells of %s: %s", path, trace, answer.Body)
			}
		}
	}
	wantBody(t, s.Ask(t, patched), "{"+nobody+"}") // the request that came again
	if again := string(s.Ask(t, booked).Body); strings.Contains(again, "Fru Bekjent") || !strings.Contains(again, `"2026-06-19 09:00"`) {
		t.Errorf("the outcome that came again is answered %s", again)
	}
	wantNoDifference(t, s)
}

func TestAFollowerIsToldOfAnAnonymisedCustomer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	token := s.Get(t, s.Acme.Admin, campaignList).Header.Get("Callflow-Sync-Token")
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), http.StatusOK)
	changed := s.Get(t, s.Acme.Reader, campaignList+"?fields=callflow__id,crm__standard_info__name&changed_since="+token)
	if list := changed.List(t); len(list.Results) != 1 || string(list.Results[0]) != `{"callflow__id":"998-1","crm__standard_info__name":"Anonymized"}` {
		t.Errorf("told %s", changed.Body)
	}
}

func TestAnAnonymisedCustomerStaysEmpty(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), http.StatusOK)
	for _, method := range []string{http.MethodPatch, http.MethodPut} {
		write := testkit.Request{Method: method, Path: customerList + "anonymized-1", Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"Kari"}`}
		wantStatus(t, s.Ask(t, write), http.StatusConflict)
	}
	steps(t, s, "bare", `{"type":"Lead"}`)
	wantBody(t, s.Get(t, s.Acme.Reader, customerList+"anonymized-1"), "{"+nobody+"}")
}

func TestAnAnonymisedCustomerIsNotCalledAgainByHand(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), http.StatusOK)
	for _, body := range []string{`{"call_state":"Ready"}`, `{"call_state":"Ready","comment":"Ring Kari"}`, `{"comment":"Ring Kari"}`} {
		answer := patch(t, s, "anonymized-1", body)
		if wantStatus(t, answer, http.StatusConflict); !strings.Contains(string(answer.Body), "The customer was anonymised") {
			t.Errorf("%s was answered %s", body, answer.Body)
		}
	}
	wantStatus(t, patch(t, s, "anonymized-1", `{"call_state":"Completed - Yes","comment":""}`), http.StatusOK)
	if got := stands(t, s, "anonymized-1"); !strings.HasPrefix(got, "Completed - Yes|") {
		t.Errorf("it stands at %s", got)
	}
}

// A campaign without a final call state leaves an anonymised customer where it is, so that outcomes can be registered of it.
func TestNoOutcomeTellsOfAnAnonymisedCustomerInWords(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const states = "/api/v1/campaigns/998/call_states/"
	var all []callflow.State
	s.Get(t, s.Acme.Admin, states).Decode(t, &all)
	for i := range all {
		if all[i].Kind.Final() {
			wantStatus(t, send(t, s, http.MethodPatch, states+number(all[i].ID), `{"kind":"hold"}`), http.StatusOK)
		}
	}
	anonymized := struct {
		ID string `json:"customer_id"`
	}{}
	anonymize(t, s, s.Acme.Admin, "bare").Decode(t, &anonymized)
	const met = `"from":"2026-06-19 09:00","to":"2026-06-19 10:00"}`
	for _, words := range []string{`"comment":"Ring Kari"`, `"extra":{"Navn":"Kari"}`, `"meeting":{"agent":"Kari",` + met} {
		answer := post(t, s, s.Acme.Admin, outcomesOf(anonymized.ID), `{"type":"Lead",`+words+`}`)
		if wantStatus(t, answer, http.StatusConflict); !strings.Contains(string(answer.Body), "The customer was anonymised, and stays empty.") {
			t.Errorf("%s was answered %s", words, answer.Body)
		}
	}
	wantStatus(t, post(t, s, s.Acme.Admin, outcomesOf(anonymized.ID), `{"type":"Lead","meeting":{`+met+`}`), http.StatusCreated)
	wantNoDifference(t, s)
}

func TestAnAnonymisedCustomerIsPutIntoNoCampaign(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantStatus(t, anonymize(t, s, s.Acme.Admin, exampleID), http.StatusOK)
	removed := testkit.Request{Method: http.MethodDelete, Path: secondList + "anonymized-1/", Token: s.Acme.Admin}
	s.Ask(t, removed)
	wantBody(t, post(t, s, s.Acme.Admin, secondList, `{"customer_ids":["anonymized-1"]}`), `{"added":0,"already":0,"unknown":["anonymized-1"]}`)
	wantStatus(t, post(t, s, s.Acme.Admin, secondList, `{"where":{"crm__standard_info__email":""}}`), http.StatusOK)
	if ids := s.Get(t, s.Acme.Reader, secondList+"?fields=crm__customer_id,crm__standard_info__name"); strings.Contains(string(ids.Body), "Anonymized") {
		t.Errorf("the campaign has %s", ids.Body)
	}
}

func TestIfMatchKeepsWhatIsMeantForOnePersonFromAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	customer, status := customerList+exampleID, campaignList+exampleID+"/"
	ofCustomer, ofStatus := s.Get(t, s.Acme.Admin, customer).Header.Get("ETag"), s.Get(t, s.Acme.Admin, status).Header.Get("ETag")
	anonymize(t, s, s.Acme.Admin, exampleID)
	wantStatus(t, post(t, s, s.Acme.Admin, customerList, `{"crm__customer_id":"`+exampleID+`","crm__standard_info__name":"Ny Person"}`), http.StatusCreated)
	wantStatus(t, post(t, s, s.Acme.Admin, campaignList, `{"customer_ids":["`+exampleID+`"]}`), http.StatusOK)
	for _, asked := range []testkit.Request{
		{Method: http.MethodPost, Path: customer + "/anonymize/"},
		{Method: http.MethodPatch, Path: customer},
		{Method: http.MethodPatch, Path: status},
		{Method: http.MethodDelete, Path: status},
		{Method: http.MethodPost, Path: status + "claim/"},
		{Method: http.MethodPost, Path: status + "call_outcomes/"},
	} {
		tag := ofStatus
		if strings.HasPrefix(asked.Path, customerList) {
			tag = ofCustomer
		}
		asked.Token, asked.Body, asked.Header = s.Acme.Admin, "{}", map[string]string{"If-Match": tag}
		wantStatus(t, s.Ask(t, asked), http.StatusPreconditionFailed)
	}
	wantStatus(t, s.Get(t, s.Acme.Admin, status), http.StatusOK)
}

func TestOnlyAnAdminAnonymises(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, token := range []string{s.Acme.Agent, s.Acme.Reader, s.Acme.External} {
		wantStatus(t, anonymize(t, s, token, exampleID), http.StatusForbidden)
	}
	wantStatus(t, anonymize(t, s, s.Acme.Admin, "nobody"), http.StatusNotFound)
	wantStatus(t, anonymize(t, s, s.Other.Admin, exampleID), http.StatusNotFound)
	wantStatus(t, s.Ask(t, testkit.Request{
		Method: http.MethodPost, Path: customerList + exampleID + "/anonymize", Body: "{}", Token: s.Acme.Admin, Header: map[string]string{"If-Match": `"another"`},
	}), http.StatusPreconditionFailed)
}
