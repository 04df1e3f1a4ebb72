package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

// newLaterServer is newServer with both accounts of the later generation, and one customer in a segment.
func newLaterServer(t *testing.T) *testkit.Server {
	t.Helper()
	s := newServer(t)
	inSegment(t, s, exampleID, "Abonnenter «Å»")
	setGeneration(t, s, callflow.LaterGeneration)
	return s
}

func setGeneration(t *testing.T, s *testkit.Server, generation int) {
	t.Helper()
	if err := s.App.SetGeneration(t.Context(), s.Acme.ID, generation); err != nil {
		t.Fatal(err)
	}
}

// inSegment puts a customer into a segment, and leaves its change log as it is.
func inSegment(t *testing.T, s *testkit.Server, id, segment string) {
	t.Helper()
	held := s.Acme.Customer(t, id)
	held.Segment = segment
	s.Acme.Put(t, held)
}

const laterNames = `"campaign__name":"Bookingkampanje - TEST","campaign__crm_type":"B2C","data_owner__name":"Client AS","segment__name":`

const laterExample = `{` + exampleCustomer + `,"callflow__attempts_status__attempts":2,"callflow__callstate__name":"Completed - Yes",` +
	`"callflow__last_change__user":"kari","callflow__last_change__when":"2026-01-07 12:05","callflow__last_change__cause":"Sale",` +
	`"callflow__last_change__alternative":"Ja - Salg","callflow__last_change__comment":"Ring\nikke",` +
	laterNames + `"Abonnenter «Å»","product__PROD1":"","product__PROD2":3,"product__p":""}`

func TestARecordOfTheLaterGenerationIsAsTheContractSays(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	const bare = `{` + bareCustomer + `,"callflow__attempts_status__attempts":"","callflow__callstate__name":"Ready",` +
		`"callflow__last_change__user":"","callflow__last_change__when":"2026-01-07 12:05","callflow__last_change__cause":"",` +
		`"callflow__last_change__alternative":"","callflow__last_change__comment":"",` + laterNames + `"","product__PROD1":"","product__PROD2":"","product__p":""}`
	for path, want := range map[string]string{
		campaignList:                                                          `{"count":2,"next":null,"previous":null,"results":[` + laterExample + "," + bare + `]}`,
		campaignList + exampleID + "/":                                        laterExample,
		customerList + exampleID:                                              "{" + exampleCustomer + "}",
		campaignList + "bare/?fields=data_owner__name":                        `{"data_owner__name":"Client AS"}`,
		campaignList + "?at=3&fields=segment__name":                           `{"count":1,"next":null,"previous":null,"results":[{"segment__name":""}]}`,
		campaignList + exampleID + "/?fields=callflow__id,campaign__crm_type": `{"callflow__id":"998-1","campaign__crm_type":"B2C"}`,
	} {
		if answer := s.Get(t, s.Acme.Reader, path); string(answer.Body) != want {
			t.Errorf("%s answered %d\n%s\nwant\n%s", path, answer.Status, answer.Body, want)
		}
	}
	wantStatus(t, s.Get(t, s.Acme.Reader, campaignList+"?fields=meeting__agent"), http.StatusBadRequest)
}

func TestAnotherGenerationIsAnotherAnswer(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := s.Get(t, s.Acme.Reader, campaignList)
	setGeneration(t, s, callflow.LaterGeneration)
	ask := testkit.Request{Path: campaignList, Token: s.Acme.Reader, Header: map[string]string{"If-None-Match": before.Header.Get("ETag")}}
	if later := s.Ask(t, ask); later.Status != http.StatusOK || !strings.Contains(string(later.Body), `"data_owner__name"`) {
		t.Errorf("what was read of the earlier generation is answered %d %s", later.Status, later.Body)
	}
	setGeneration(t, s, callflow.DefaultGeneration)
	wantStatus(t, s.Ask(t, ask), http.StatusNotModified)
	if err := s.App.SetGeneration(t.Context(), s.Acme.ID, 2021); callflow.ErrorCode(err) != callflow.Invalid {
		t.Errorf("generation 2021 was answered %v", err)
	}
}

func TestARegisteredOutcomeOfTheLaterGenerationIsAsTheContractSays(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
	steps(t, s, exampleID, `{"type":"Sale","subtype":"Yes","comment":"Ring","extra":{"Perm":"Blå"},"products":{"PROD1":2}}`)
	const outcome = `"call_outcome__comment":"Ring","call_outcome__report_as__submitted_by":"agent","call_outcome__report_as__submitted_in_team":"",` +
		`"call_outcome__type":"Sale","call_outcome__subtype":"Yes","call_outcome__report_as__submitted_when":"2026-06-17 16:30",` +
		`"call_outcome__report_as__submitted_when_timestamp":"2026-06-17T16:30:00.000+0200","call_outcome__extra__Perm":"Blå",` +
		laterNames + `"Abonnenter «Å»"}]}`
	const head = `{"count":1,"next":null,"previous":null,"results":[{` + exampleCustomer + `,`
	wantBody(t, s.Get(t, s.Acme.Reader, outcomesPath), head+outcome)
	const product = `"product__code":"PROD1","product__title":"PROD1","product__price":"","product__units":2,`
	wantBody(t, s.Get(t, s.Acme.Reader, productsPath), head+product+outcome)
}

func TestTheCampaignsOfTheLaterGeneration(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	service := testkit.Request{
		Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"service_id":12,"service_name":"Møtebooking"}`,
	}
	wantStatus(t, s.Ask(t, service), http.StatusOK)
	const own = `{"campaign__id":998,"campaign__name":"Bookingkampanje - TEST","campaign__start_date":"2016-11-07","campaign__end_date":"",` +
		`"campaign__archived_date":"","campaign__is_active":true,"campaign__crm_type":"B2C","service__id":12,"service__name":"Møtebooking",` +
		`"data_owner__id":1,"data_owner__name":"Client AS"}`
	const others = `{"campaign__id":1000,"campaign__name":"Annen kampanje","campaign__start_date":"","campaign__end_date":"",` +
		`"campaign__archived_date":"","campaign__is_active":true,"campaign__crm_type":"B2C","service__id":0,"service__name":"",` +
		`"data_owner__id":2,"data_owner__name":"Annen kunde AS"}`
	wantBody(t, s.Get(t, s.Acme.Reader, "/api/v1/campaigns"), "["+own+","+others+"]")
	wantBody(t, s.Get(t, s.Acme.External, "/api/v1/client_access/campaigns"), "["+own+"]")
}

func TestADataOwnerWithoutAFullNameHasItsShortOne(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	unnamed := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/clients/1/", Token: s.Acme.Admin, Body: `{"full_name":""}`}
	wantStatus(t, s.Ask(t, unnamed), http.StatusOK)
	wantBody(t, s.Get(t, s.Acme.Reader, campaignList+"bare/?fields=data_owner__name"), `{"data_owner__name":"Client"}`)
}

func TestASegmentIsWrittenWithACustomerAndStaysUntilItIsNamed(t *testing.T) {
	t.Parallel()
	s := newLaterServer(t)
	segment := func(id string) string { return shown(t, s, id, "segment__name") }
	write := func(method, path, body string, status int) {
		t.Helper()
		wantStatus(t, s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin, Body: body}), status)
	}
	write(http.MethodPatch, customerList+"bare", `{"segment__name":"Nye"}`, http.StatusOK)
	write(http.MethodPatch, customerList+"bare", `{"crm__standard_info__name":"Kari"}`, http.StatusOK)
	write(http.MethodPut, customerList+"bare", `{"crm__standard_info__name":"Ola"}`, http.StatusOK)
	if got := segment("bare"); got != "Nye" {
		t.Errorf("the segment is %q", got)
	}
	write(http.MethodPost, customerList, `{"crm__customer_id":"to","segment__name":"Nye"}`, http.StatusCreated)
	answer := post(t, s, s.Acme.Admin, campaignList, `{"where":{"segment__name":"Nye"}}`)
	wantBody(t, answer, `{"added":1,"already":1,"unknown":[]}`)
	if got := segment("to"); got != "Nye" {
		t.Errorf("the new customer's segment is %q", got)
	}
	write(http.MethodPatch, customerList+"to", `{"segment__name":null}`, http.StatusOK)
	if got := segment("to"); got != "" {
		t.Errorf("the segment that was unset is %q", got)
	}
	write(http.MethodPatch, customerList+"to", `{"segment_name":"Nye"}`, http.StatusBadRequest)
}
