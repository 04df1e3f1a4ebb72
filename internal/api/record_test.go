package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

// The seed's keys in the seed's order, the types of the contract's section 2.
const exampleCustomer = `"crm__customer_id":"481846","crm__standard_info__name":"STIORI BJØRR <&>",` +
	`"crm__standard_info__phone_1":"007","crm__standard_info__phone_2":"11223344","crm__standard_info__phone_3":"+47 1",` +
	`"crm__standard_info__email":"ingen@epost.example","crm__change_log__updated":"2016-02-22",` +
	`"crm__change_log__updated_by":"admin","crm__change_log__update_method":"Import new",` +
	`"crm__custom_info__78":"PRESTEVN \"Å\"","crm__custom_info__79":375,"crm__custom_info__75":"1979-09-27",` +
	`"crm__custom_info__5":4.0,"crm__custom_info__9":true,"crm__custom_info__11":"Helg"`

const exampleStatus = `"callflow__attempts_status__attempts":2,"callflow__callstate__name":"Completed - Yes",` +
	`"callflow__last_change__user":"kari","callflow__last_change__when":"2026-01-07 12:05","callflow__last_change__cause":"Sale",` +
	`"callflow__last_change__alternative":"Ja - Salg","callflow__last_change__comment":"Ring\nikke",` +
	`"campaign__name":"Bookingkampanje - TEST","assignment__name":"Assignment","client__short_name":"Client",` +
	`"meeting__agent":"Ola Ås","meeting__time__from_date_time":"2026-01-07 12:05","meeting__time__to_date_time":"2026-01-07 13:05",` +
	`"product__PROD1":"","product__PROD2":3,"product__p":""`

const bareCustomer = `"crm__customer_id":"bare","crm__standard_info__name":"","crm__standard_info__phone_1":"",` +
	`"crm__standard_info__phone_2":"","crm__standard_info__phone_3":"","crm__standard_info__email":"",` +
	`"crm__change_log__updated":"2026-01-07","crm__change_log__updated_by":"admin","crm__change_log__update_method":"Import new",` +
	`"crm__custom_info__78":"","crm__custom_info__79":"","crm__custom_info__75":"",` +
	`"crm__custom_info__5":"","crm__custom_info__9":"","crm__custom_info__11":""`

const bareStatus = `"callflow__attempts_status__attempts":"","callflow__callstate__name":"Ready",` +
	`"callflow__last_change__user":"","callflow__last_change__when":"2026-01-07 12:05","callflow__last_change__cause":"",` +
	`"callflow__last_change__alternative":"","callflow__last_change__comment":"",` +
	`"campaign__name":"Bookingkampanje - TEST","assignment__name":"Assignment","client__short_name":"Client",` +
	`"meeting__agent":"","meeting__time__from_date_time":"","meeting__time__to_date_time":"",` +
	`"product__PROD1":"","product__PROD2":"","product__p":""`

func TestARecordIsExactlyAsTheContractSays(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, test := range map[string]struct{ path, want string }{
		"a record with every value set": {campaignList + exampleID + "/", "{" + exampleCustomer + "," + exampleStatus + "}"},
		"a record without any value":    {campaignList + "bare/", "{" + bareCustomer + "," + bareStatus + "}"},
		"a record without the slash":    {campaignList + "bare", "{" + bareCustomer + "," + bareStatus + "}"},
		"a customer":                    {customerList + exampleID, "{" + exampleCustomer + "}"},
		"the sync keys come last": {
			campaignList + exampleID + "/?include=sync",
			"{" + exampleCustomer + "," + exampleStatus +
				`,"campaign__id":998,"callflow__id":"998-1","callflow__version":2,"callflow__due":"2026-01-07 12:05"}`,
		},
		"fields come in the order that was asked for": {
			campaignList + exampleID + "/?fields=product__PROD2,crm__custom_info__5,crm__customer_id",
			`{"product__PROD2":3,"crm__custom_info__5":4.0,"crm__customer_id":"481846"}`,
		},
		"a sync key may be asked for by name": {campaignList + "bare/?fields=callflow__id,campaign__id", `{"callflow__id":"998-2","campaign__id":998}`},
		"fields may name some of the sync keys that include adds, and only those come": {
			campaignList + "bare/?include=sync&fields=crm__customer_id,callflow__id", `{"crm__customer_id":"bare","callflow__id":"998-2"}`,
		},
		"fields that name none of the keys that include adds show none": {campaignList + "bare/?include=sync&fields=crm__customer_id", `{"crm__customer_id":"bare"}`},
		"spaces around the names of fields are nothing": {
			campaignList + "bare/?fields=crm__customer_id,+campaign__name", `{"crm__customer_id":"bare","campaign__name":"Bookingkampanje - TEST"}`,
		},
		"one page of a list": {
			campaignList,
			`{"count":2,"next":null,"previous":null,"results":[{` + exampleCustomer + "," + exampleStatus + "},{" + bareCustomer + "," + bareStatus + "}]}",
		},
		"a customer in several campaigns, in the list envelope": {
			assignmentList + exampleID + "/?fields=campaign__name,product__p",
			`{"count":2,"next":null,"previous":null,"results":[{"campaign__name":"Bookingkampanje - TEST","product__p":""},` +
				`{"campaign__name":"Fornyelse","product__p":""}]}`,
		},
		"a customer in no campaign has an empty list": {assignmentList + "alone/", `{"count":0,"next":null,"previous":null,"results":[]}`},
		"a campaign without customers":                {"/api/v1/campaigns/1000/callflow_customers/", `{"count":0,"next":null,"previous":null,"results":[]}`},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Get(t, s.Acme.Admin, test.path)
			if answer.Status != http.StatusOK || string(answer.Body) != test.want {
				t.Errorf("answered %d\n%s\nwant\n%s", answer.Status, answer.Body, test.want)
			}
			if got := answer.Header.Get("Content-Type"); got != "application/json" {
				t.Errorf("the content type is %q", got)
			}
		})
	}
}

func TestTheRecordsOfACampaignHaveItsOwnProducts(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	list := s.Get(t, s.Acme.Admin, assignmentList).List(t)
	if len(list.Results) != 3 {
		t.Fatalf("%d records, want 3", len(list.Results))
	}
	for i, has := range []bool{true, true, false} {
		if got := strings.Contains(string(list.Results[i]), "product__"); got != has {
			t.Errorf("record %d has products: %t, want %t", i, got, has)
		}
	}
}

func TestASummerTimeIsSummerTime(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const summer = 1_782_000_000_000 // 2026-06-21 00:00 UTC
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "bare", State: "Booked", Status: callflow.Status{MeetingFrom: summer}})
	answer := s.Get(t, s.Acme.Admin, campaignList+"bare/?fields=meeting__time__from_date_time")
	if want := `{"meeting__time__from_date_time":"2026-06-21 02:00"}`; string(answer.Body) != want {
		t.Errorf("answered %s, want %s", answer.Body, want)
	}
}

func TestACustomerIDMayHoldAnyCharacter(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for id, path := range map[string]string{
		"A/7":     "A%2F7",
		"/":       "%2F",
		"A?7":     "A%3F7",
		"50%":     "50%25",
		"to ord":  "to%20ord",
		"1+1":     "1+1",
		"æøå":     "%C3%A6%C3%B8%C3%A5",
		"a;b&c=d": "a;b&c=d",
		"..":      "%2E%2E",
		"a/":      "a%2F",
		"%2F":     "%252F",
		`"q"\`:    "%22q%22%5C",
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			s.Acme.Put(t, callflow.Customer{CustomerID: id})
			s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: id, State: "Lead"})
			want := `{"crm__customer_id":` + string(callflow.AppendJSONString(nil, id)) + `,`
			for _, prefix := range []string{campaignList, customerList} {
				for _, slash := range []string{"", "/"} {
					answer := s.Get(t, s.Acme.Admin, prefix+path+slash)
					if answer.Status != http.StatusOK || !strings.HasPrefix(string(answer.Body), want) {
						t.Errorf("%s answered %d %s, want %s", prefix+path+slash, answer.Status, answer.Body, want)
					}
				}
			}
			wantIDs(t, s.Get(t, s.Acme.Admin, assignmentList+path+"/"), id)
		})
	}
}

func TestARecordThatIsNotThere(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, path := range map[string]string{
		"no such customer in the campaign":       campaignList + "nobody/",
		"a customer of no campaign":              campaignList + "alone/",
		"no such customer in the assignment":     assignmentList + "nobody/",
		"no such customer":                       customerList + "nobody",
		"an id in another case":                  campaignList + "BARE/",
		"no such campaign":                       "/api/v1/campaigns/12345/callflow_customers/",
		"a campaign that is no number":           "/api/v1/campaigns/abc/callflow_customers/",
		"a campaign beyond all numbers":          "/api/v1/campaigns/99999999999999999999/callflow_customers/",
		"campaign 0":                             "/api/v1/campaigns/0/callflow_customers/",
		"no such assignment":                     "/api/v1/assignments/1/callflow_customers/",
		"no such assignment's fields":            "/api/v1/assignments/1/crm_custom_fields/",
		"no such assignment's customers":         "/api/v1/assignments/1/customers/",
		"a path that callflow does not have":     "/api/v1/nothing/",
		"the base alone":                         "/api/v1/",
		"a slash too many at the end":            "/api/v1/campaigns/998/callflow_customers//",
		"a slash too many inside":                "/api/v1/campaigns//998/callflow_customers/",
		"a path outside of the API":              "/elsewhere",
		"dots are no way around, nor a redirect": "/api/v1/campaigns/998/../998/callflow_customers/?call_state=Ready",
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			wantError(t, s, path, http.StatusNotFound, "Not found.")
		})
	}
}
