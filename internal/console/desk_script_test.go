package console_test

import (
	"net/http"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

func TestVariablesOfAScriptHaveTheirValuesAtTheDesk(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Name: "Åse <Ås>", Phone1: "22334455", Custom: map[int64]callflow.Value{testkit.FieldInteger: "375"}})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	form := admin.get(t, "/set-up/campaigns/998").formAt(t, "/set-up/campaigns/998")
	var fields []map[string]any
	s.Get(t, s.Acme.Admin, "/api/v1/assignments/239/crm_custom_fields/").Decode(t, &fields)
	label := ""
	for _, field := range fields {
		if field["id"] == float64(testkit.FieldInteger) {
			label, _ = field["key"].(string)
		}
	}
	form.Set("description", "Hei {{ Navn }}, jeg er {{agent}} fra {{client}}. Pris {{"+label+"}}, epost {{email}}.")
	admin.post(t, "/set-up/campaigns/998", form).shows(t, http.StatusOK, "Saved.")
	atDesk(t, b).shows(t, http.StatusOK, "Hei Åse &lt;Ås&gt;, jeg er agent fra ", "Pris 375, epost –.")

	admin.header.Set("Accept-Language", "nb")
	form = admin.get(t, "/set-up/campaigns/998").formAt(t, "/set-up/campaigns/998")
	form.Set("description", "Hei {{kunden}}")
	admin.post(t, "/set-up/campaigns/998", form).shows(t, http.StatusBadRequest, "Beskrivelse har den ukjente variabelen {{kunden}}. Disse finnes: {{name}}")
}
