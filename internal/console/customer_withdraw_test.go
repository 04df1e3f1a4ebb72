package console_test

import (
	"net/http"
	"net/url"
	"path"
	"testing"

	"callflow/internal/testkit"
)

func TestAnOutcomeIsUndoneFromTheTimeLine(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	b.post(t, "/assignments/239/customer/new", url.Values{"crm__customer_id": {"N-8"}, "crm__standard_info__name": {"Ola Myhr"}})
	b.post(t, "/campaigns/998/customer/add?id=N-8", showing(t, s, "N-8", nil))
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPost, Path: "/api/v1/campaigns/998/callflow_customers/N-8/call_outcomes/", Token: s.Acme.Agent, Body: `{"type":"Lead"}`,
	})
	id := path.Base(answer.Header.Get("Location"))
	b.get(t, "/assignments/239/customer?id=N-8").shows(t, http.StatusOK, ">Undo</button>", `name="outcome" value="`+id+`"`)
	form := showing(t, s, "N-8", url.Values{"outcome": {id}})
	b.post(t, "/campaigns/998/customer/withdraw?id=N-8", form).shows(t, http.StatusOK, "Are you sure?", "Undo the outcome?")
	form.Set("sure", "1")
	b.post(t, "/campaigns/998/customer/withdraw?id=N-8", form).shows(t, http.StatusOK, "The outcome was undone.", "undone since", "Outcome undone: Interested")
	if state := standing(t, s, "N-8")["callflow__callstate__name"]; state != "Ready" {
		t.Errorf("it stands in %v", state)
	}
}
