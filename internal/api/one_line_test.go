package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

// Names stand in records, some of them in their keys, in headings of files and in lists: they are one line.
func TestWhatIsCalledByANameIsOneLine(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for _, test := range []struct{ path, member, rest string }{
		{"clients/", "short_name", ""}, {"clients/", "full_name", `,"short_name":"x"`}, {"assignments/", "name", `,"client_id":1`},
		{"campaigns/", "name", `,"assignment_id":239`}, {"campaigns/", "service_name", `,"assignment_id":239,"name":"x"`},
		{"assignments/239/crm_custom_fields/", "key", ""}, {"campaigns/998/call_states/", "name", `,"kind":"ready"`},
		{"campaigns/998/outcomes/", "type", `,"call_state":"Lead"`}, {"campaigns/998/outcomes/", "subtype", `,"type":"x","call_state":"Lead"`},
		{"campaigns/998/products/", "code", ""}, {"campaigns/998/products/", "title", `,"code":"x"`},
	} {
		for _, sign := range []string{`\n`, `\r`, `\t`, `\u0007`, `\u0085`, `\u2028`} {
			answer := send(t, s, http.MethodPost, "/api/v1/"+test.path, `{"`+test.member+`":"a`+sign+`b"`+test.rest+`}`)
			wantStatus(t, answer, http.StatusBadRequest)
			wantProblem(t, answer, test.member, test.member+" must be one line, without line breaks and control characters.")
		}
	}
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/campaigns/", `{"assignment_id":239,"name":"x","description":"a\nb"}`), http.StatusCreated)
	answer := send(t, s, http.MethodPost, "/api/v1/assignments/239/crm_custom_fields/", `{"key":"x","type":"choice","choices":["a\nb"]}`)
	wantProblem(t, answer, "choices", "choices must hold texts of 1 to 200 characters, without line breaks and control characters.")

	user := callflow.User{Name: "Kari\aEksempel", Email: "kari@acme.example", Role: callflow.Agent}
	if _, err := s.App.CreateUser(t.Context(), s.Acme.ID, user, testkit.Password); err == nil || !strings.Contains(err.Error(), "control characters") {
		t.Errorf("a user whose name rings a bell is made: %v", err)
	}
}

func TestALabelOfARegistrationIsOneLine(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Put(t, callflow.Customer{CustomerID: "1"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Ready"})
	answer := send(t, s, http.MethodPost, "/api/v1/campaigns/998/callflow_customers/1/call_outcomes/", `{"type":"Lead","extra":{"a\nb":1}}`)
	if answer.Status != http.StatusBadRequest || !strings.Contains(string(answer.Body), "without line breaks and control characters") {
		t.Errorf("it is answered with %d %s", answer.Status, answer.Body)
	}
}
