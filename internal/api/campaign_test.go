package api_test

import (
	"net/http"
	"testing"

	"callflow/internal/testkit"
)

const (
	activeCampaign = `{"campaign__id":998,"campaign__name":"Bookingkampanje - TEST","campaign__description":"","campaign__start_date":"2016-11-07",` +
		`"campaign__end_date":"","campaign__archived_date":"","campaign__is_active":true,"assignment__id":239,"assignment__name":"Assignment",` +
		`"assignment__description":"Fornyelser","client__id":1,"client__short_name":"Client","client__full_name":"Client AS"}`
	endedCampaign = `{"campaign__id":999,"campaign__name":"Fornyelse","campaign__description":"","campaign__start_date":"",` +
		`"campaign__end_date":"2026-06-16","campaign__archived_date":"","campaign__is_active":false,"assignment__id":239,"assignment__name":"Assignment",` +
		`"assignment__description":"Fornyelser","client__id":1,"client__short_name":"Client","client__full_name":"Client AS"}`
	otherClientsCampaign = `{"campaign__id":1000,"campaign__name":"Annen kampanje","campaign__description":"","campaign__start_date":"",` +
		`"campaign__end_date":"","campaign__archived_date":"","campaign__is_active":true,"assignment__id":240,"assignment__name":"Annet oppdrag",` +
		`"assignment__description":"","client__id":2,"client__short_name":"Annen","client__full_name":"Annen kunde AS"}`
)

func TestTheCampaigns(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, test := range map[string]struct{ token, path, want string }{
		"active ones alone":            {s.Acme.Reader, "/api/v1/campaigns", "[" + activeCampaign + "," + otherClientsCampaign + "]"},
		"with a trailing slash":        {s.Acme.Reader, "/api/v1/campaigns/", "[" + activeCampaign + "," + otherClientsCampaign + "]"},
		"inactive ones when asked for": {s.Acme.Reader, "/api/v1/campaigns?include_inactive_campaigns=True", "[" + activeCampaign + "," + endedCampaign + "," + otherClientsCampaign + "]"},
		"inactive ones when not":       {s.Acme.Reader, "/api/v1/campaigns?include_inactive_campaigns=False", "[" + activeCampaign + "," + otherClientsCampaign + "]"},
		"an external user's own":       {s.Acme.External, "/api/v1/client_access/campaigns", "[" + activeCampaign + "]"},
		"an external user's, inactive ones too": {
			s.Acme.External, "/api/v1/client_access/campaigns/?include_inactive_campaigns=True", "[" + activeCampaign + "," + endedCampaign + "]",
		},
		"another client's external user's own": {s.Acme.Outsider, "/api/v1/client_access/campaigns", "[" + otherClientsCampaign + "]"},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			answer := s.Get(t, test.token, test.path)
			if answer.Status != http.StatusOK || string(answer.Body) != test.want {
				t.Errorf("answered %d\n%s\nwant\n%s", answer.Status, answer.Body, test.want)
			}
		})
	}
}

func TestTheCustomFieldsOfAnAssignment(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const want = `[{"id":78,"key":"Gatenavn","type":"text","max_length":20,"hint":"Uten nummer","lookup__id":"crm__custom_info__78"},` +
		`{"id":79,"key":"Husnummer","type":"integer","max_length":null,"hint":"","lookup__id":"crm__custom_info__79"},` +
		`{"id":75,"key":"Fødselsdato","type":"date","max_length":null,"hint":"","lookup__id":"crm__custom_info__75"},` +
		`{"id":5,"key":"Termin","type":"decimal","max_length":null,"hint":"","lookup__id":"crm__custom_info__5"},` +
		`{"id":9,"key":"Samtykke","type":"boolean","max_length":null,"hint":"","lookup__id":"crm__custom_info__9"},` +
		`{"id":11,"key":"Abonnement","type":"choice","max_length":null,"hint":"","lookup__id":"crm__custom_info__11"}]`
	for _, path := range []string{"/api/v1/assignments/239/crm_custom_fields/", "/api/v1/assignments/239/crm_custom_fields"} {
		if answer := s.Get(t, s.Acme.External, path); string(answer.Body) != want {
			t.Errorf("answered\n%s\nwant\n%s", answer.Body, want)
		}
	}
	if answer := s.Get(t, s.Acme.Admin, "/api/v1/assignments/240/crm_custom_fields/"); string(answer.Body) != "[]" {
		t.Errorf("an assignment without custom fields answered %s", answer.Body)
	}
}
