package console_test

import (
	"net/http"
	"testing"

	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// The words of these values are in the catalogue, and mean something else there.
func TestTheAuditSaysValuesAsTheyAreAndItsOwnWordsInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin")) // whose name is admin
	admin.header.Set("Cookie", "language=nb")
	err := s.Acme.Write(t, func(w *store.Write) error {
		for _, entry := range []store.AuditEntry{
			{User: "read", UserID: 77, Action: "signed in", Noun: "user", NounID: 77},
			{User: "command line", UserID: 78, Action: "signed in", Noun: "user", NounID: 78},
			{User: "command line", Action: "changed", Noun: "campaign", NounID: testkit.CampaignID, Details: "name: read → status, done, max_attempts: 3 → 5"},
			{User: "command line", Action: "changed", Noun: "user", NounID: 77, Details: "name, email, role: agent → admin, client_id"},
			{User: "command line", Action: "created", Noun: "user", NounID: 77, Details: "admin"},
			{User: "command line", Action: "changed", Noun: "account", Details: "name: customers → changes, time_zone: Europe/Oslo → Asia/Tokyo, generation: 2019 → 2020"},
			{User: "command line", Action: "changed", Noun: "custom field", NounID: 1, Details: "type: text → integer completed, 3 values written anew, 1 wiped"},
			{User: "command line", Action: "changed", Noun: "outcome", NounID: 1, Details: "position: 2 → 1"},
			{User: "command line", Action: "anonymized", Noun: "customer", Details: "done"},
			{User: "command line", Action: "took a file of", Noun: "campaign", NounID: testkit.CampaignID, Details: "status, format: csv, call state: done | failed, whole"},
		} {
			if err := w.Audit(entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	page := admin.get(t, "/set-up/audit")
	page.shows(t, http.StatusOK, "<td>admin</td>", "<td>read</td>", "<td>command line</td>", "<td>kommandolinjen</td>",
		"(Navn: read → status, done, Flest forsøk: 3 → 5)", "(Navn, E-post, Rolle: agent → administrator, Oppdragsgiver)", "(administrator)",
		"(Navn: customers → changes, Tidssone: Europe/Oslo → Asia/Tokyo, Generasjon av nøkler: 2019 → 2020)",
		"(Type: text → integer fullført, 3 verdier skrevet på nytt, 1 slettet)", "(Plass i rekkefølgen: 2 → 1)", "(done)",
		"(status, format: csv, ringestatus: done | failed, hel)")
	page.lacks(t, "<td>administrator</td>", "<td>leste</td>")
}
