package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// tokenRemoval is where the first user who has a token has it removed.
func tokenRemoval(t *testing.T, admin *browser) string {
	t.Helper()
	user := regexp.MustCompile(`/set-up/users/[0-9]+`).FindString(admin.get(t, "/set-up/tokens").body)
	path := regexp.MustCompile(user + `/tokens/[0-9]+/remove`).FindString(admin.get(t, user).body)
	if path == "" {
		t.Fatalf("%s has no token to remove", user)
	}
	return path
}

func TestWhatCanNotBeTakenBackIsAskedOnceMoreWithoutAScript(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for path, about := range map[string]string{
		"/assignments/239/customer/anonymize?id=1": "Kunde 1 · 1", "/campaigns/998/customer/remove?id=1": "Kunde 1 · 1 · Bookingkampanje - TEST",
		"/set-up/clients/1/remove": "Client: Client", tokenRemoval(t, admin): " · test",
	} {
		asked := admin.post(t, path, showing(t, s, "1", url.Values{"seen": {"7<"}}))
		asked.shows(t, http.StatusOK, "Are you sure?", `action="`+path, `name="seen" value="7&lt;"`, "Yes, do it", "No, go back", about)
	}
	for _, path := range []string{
		"/assignments/239/customer/anonymize?id=9", "/campaigns/998/customer/remove?id=9", "/campaigns/998/customer/withdraw?id=9",
	} {
		admin.post(t, path, showing(t, s, "1", nil)).shows(t, http.StatusPreconditionFailed)
	}
	for _, path := range []string{
		"/assignments/9/customer/anonymize?id=1", "/campaigns/9/customer/remove?id=1", "/imports/239/1/undo", "/set-up/clients/9/remove",
		"/set-up/users/9/tokens/1/remove", "/set-up/users/1/tokens/9/remove",
	} {
		admin.post(t, path, showing(t, s, "1", nil)).shows(t, http.StatusNotFound)
	}
	admin.get(t, "/assignments/239/customer?id=1").shows(t, http.StatusOK, "Kunde 1", "Ready")
	admin.post(t, "/campaigns/998/customer/remove?id=1", showing(t, s, "1", saidSure)).shows(t, http.StatusOK, "taken out of the campaign")
	admin.post(t, "/assignments/239/customer/anonymize?id=1", showing(t, s, "1", saidSure)).lacks(t, "Kunde 1")
	signedIn(t, s, s.Acme.Email("agent")).post(t, "/assignments/239/customer/anonymize?id=2", nil).shows(t, http.StatusForbidden)
}
