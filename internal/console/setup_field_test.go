package console_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
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
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "type: text → integer", "1 values written anew, 1 wiped")
	admin.post(t, path, form("key", "Gate", "type", "integer")).shows(t, http.StatusOK, "Saved.")
	agent := signedIn(t, s, s.Acme.Email("agent"))
	if page := agent.post(t, path, form(change...)); page.status != http.StatusForbidden || strings.Contains(page.body, "mange") {
		t.Errorf("an agent is shown %d", page.status)
	}
}
