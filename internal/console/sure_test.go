package console_test

import (
	"net/http"
	"net/url"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestWhatCanNotBeTakenBackIsAskedOnceMoreWithoutAScript(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for _, path := range []string{
		"/assignments/239/customer/anonymize?id=1", "/campaigns/998/customer/remove?id=1", "/imports/239/1/undo",
		"/set-up/clients/1/remove", "/set-up/users/1/tokens/1/remove",
	} {
		asked := admin.post(t, path, url.Values{"seen": {"7<"}})
		asked.shows(t, http.StatusOK, "Are you sure?", `action="`+path, `name="seen" value="7&lt;"`, "Yes, do it", "No, go back")
	}
	admin.get(t, "/assignments/239/customer?id=1").shows(t, http.StatusOK, "Kunde 1", "Ready")
	admin.post(t, "/campaigns/998/customer/remove?id=1", saidSure).shows(t, http.StatusOK, "taken out of the campaign")
	admin.post(t, "/assignments/239/customer/anonymize?id=1", saidSure).lacks(t, "Kunde 1")
	signedIn(t, s, s.Acme.Email("agent")).post(t, "/assignments/239/customer/anonymize?id=2", nil).shows(t, http.StatusForbidden)
}
