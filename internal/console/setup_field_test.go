package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestWhatBecomesOfTheValuesIsShownBeforeAFieldsTypeChanges(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	const path = "/set-up/assignments/239/fields/78"
	for id, text := range map[string]string{"K-1": "250", "K-2": "mange"} {
		s.Acme.Put(t, callflow.Customer{CustomerID: id, Custom: map[int64]callflow.Value{testkit.FieldText: callflow.TextValue(text)}})
	}
	admin := signedIn(t, s, s.Acme.Email("admin"))
	change := []string{"key", "Gatenavn", "type", "integer", "max_length", "20"}
	admin.post(t, path, form(change...)).shows(t, http.StatusOK, "Nothing is changed yet.", "<th scope=\"row\">K-2</th><td>mange</td>", `value="integer"`)
	if got := s.Acme.Customer(t, "K-1").Custom[testkit.FieldText]; got != `"250"` {
		t.Errorf("the page that asks has made it %s", got)
	}
	refused := admin.post(t, path, form(append(change, "sure", "1")...))
	refused.shows(t, http.StatusConflict, "Some values can&#39;t be read as the new type.")
	admin.post(t, path, form(append(change, "sure", "1", "wipe", "1")...)).shows(t, http.StatusOK, "Saved.")
	if got := s.Acme.Customer(t, "K-1").Custom[testkit.FieldText]; got != "250" {
		t.Errorf("the value is %s", got)
	}
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "Type: text → integer", "1 value written anew, 1 wiped")
	admin.post(t, path, form("key", "Gate", "type", "integer")).shows(t, http.StatusOK, "Saved.")
	agent := signedIn(t, s, s.Acme.Email("agent"))
	if page := agent.post(t, path, form(change...)); page.status != http.StatusForbidden || strings.Contains(page.body, "mange") {
		t.Errorf("an agent is shown %d", page.status)
	}
}

func TestAnInterruptedChangeOfAFieldsTypeIsCompletedFromTheFieldsPage(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	const path = "/set-up/assignments/239/fields/78"
	err := s.Acme.Write(t, func(w *store.Write) error {
		rows := make([]store.CustomerRow, 2500)
		for i := range rows {
			customer := &callflow.Customer{AssignmentID: testkit.AssignmentID, CustomerID: fmt.Sprintf("K-%d", i)}
			customer.Custom = map[int64]callflow.Value{testkit.FieldText: `"blå"`}
			rows[i] = store.CustomerRow{Customer: customer, Card: customer.Card([]callflow.Field{{ID: testkit.FieldText}})}
		}
		_, err := w.PutCustomers(testkit.AssignmentID, rows)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	stopping := s.Beside(t, api.Config{})
	stopping.App.Imports.End()
	change := []string{"key", "Gatenavn", "type", "choice", "choices", "Rød\nBlå", "max_length", "20"}
	interrupted := signedIn(t, stopping, s.Acme.Email("admin")).post(t, path, form(append(change, "sure", "1")...))
	interrupted.shows(t, http.StatusServiceUnavailable, "The server stops before all values are changed.")

	admin := signedIn(t, s, s.Acme.Email("admin"))
	page := admin.get(t, path)
	page.shows(t, http.StatusOK, "The change of the type is unfinished: it was Text", "Complete the change")
	asked := admin.post(t, path, page.formAt(t, path))
	asked.shows(t, http.StatusOK, "Some values are changed already", "Complete the change")
	sent := asked.formAt(t, path)
	sent.Set("sure", "1")
	admin.post(t, path, sent).shows(t, http.StatusOK, "Saved.")
	admin.get(t, path).lacks(t, "is unfinished")
	for _, id := range []string{"K-0", "K-1000", "K-2400"} {
		if got := s.Acme.Customer(t, id).Custom[testkit.FieldText]; got != `"Blå"` {
			t.Errorf("%s has %s", id, got)
		}
	}
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "Type: text → choice completed, 1,500 values written anew")
}
