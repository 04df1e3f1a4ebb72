package console_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestTheAuditIsNarrowedByPersonDeedThingAndDay(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	agent := signedIn(t, s, s.Acme.Email("agent"))
	agent.post(t, "/sign-in", form("email", s.Acme.Email("agent"), "password", "gjetning")).shows(t, http.StatusUnauthorized)
	admin.post(t, "/set-up/clients", form("short_name", "Nordlys"))
	agent.get(t, "/campaigns/998/export?format=csv").shows(t, http.StatusOK)
	if err := s.App.WriteAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	// What only rows of the table have: the form has all names and deeds.
	const created, signedIn, file = `">Nordlys</a>`, "<td>signed in</td>", "<td>took a file of</td>"
	for query, want := range map[string][3]bool{
		"":                    {true, true, true},
		"?thing=client":       {true, false, false},
		"?action=created":     {true, false, false},
		"?thing=client&id=99": {false, false, false},
		"?action=signed+in":   {false, true, false},
		fmt.Sprintf("?person=%d", s.Acme.Users["agent"]):                {false, true, true},
		fmt.Sprintf("?person=%d&thing=campaign", s.Acme.Users["agent"]): {false, false, true},
		"?person=operator":               {false, false, false},
		"?from=2026-06-17&to=2026-06-17": {true, true, true},
		"?from=2026-06-18":               {false, false, false},
		"?to=2026-06-16":                 {false, false, false},
	} {
		page := admin.get(t, "/set-up/audit"+query)
		for i, text := range []string{created, signedIn, file} {
			if strings.Contains(page.body, text) != want[i] {
				t.Errorf("%q shows %q: %t", query, text, !want[i])
			}
		}
	}
	admin.get(t, "/set-up/audit?from=2026-13-01").shows(t, http.StatusBadRequest)
	admin.get(t, "/set-up/audit?action=failed+to+sign+in").shows(t, http.StatusOK, "1 attempt", ">agent</a>", "127.0.0.1")
	admin.get(t, "/set-up/audit?person=operator").shows(t, http.StatusOK, "<td>command line</td>", `<option value="operator" selected>`)
	admin.get(t, "/set-up/audit?action=took+a+file+of").shows(t, http.StatusOK, "status, format: csv, whole")
	admin.post(t, "/preferences", form("language", "nb"))
	admin.get(t, "/set-up/audit?action=took+a+file+of").shows(t, http.StatusOK, "hentet en fil fra", "status, format: csv, hel", "Hvem", "Vis alle")
}

func TestAFileThatWasSearchedForIsInTheAuditWithoutWhatWasSearchedFor(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/campaigns/998/export?format=xlsx&search=Nordmann&call_state=Ready&number=none").shows(t, http.StatusOK)
	page := admin.get(t, "/set-up/audit?action=took+a+file+of")
	page.shows(t, http.StatusOK, "status, format: xlsx, call state: Ready, with a search, without a number, whole")
	page.lacks(t, "Nordmann")
	admin.post(t, "/preferences", form("language", "nb"))
	admin.get(t, "/set-up/audit?action=took+a+file+of").shows(t, http.StatusOK, "format: xlsx, ringestatus: Ready, med et søk, uten nummer, hel")
}

func TestOlderPagesOfANarrowedAuditStayNarrowed(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for range 60 {
		admin.post(t, "/set-up/campaigns/998/products/1/move", form("direction", "down"))
		admin.post(t, "/set-up/campaigns/998/products/1/move", form("direction", "up"))
	}
	rows := 0
	older := regexp.MustCompile(`rel="next" href="([^"]+)"`)
	for path := "/set-up/audit?thing=product"; path != "" && rows <= 240; {
		page := admin.get(t, path)
		page.lacks(t, "<td>signed in</td>")
		rows += strings.Count(page.body, "<td>changed</td>")
		path = ""
		if found := older.FindStringSubmatch(page.body); found != nil {
			path = strings.ReplaceAll(found[1], "&amp;", "&")
		}
	}
	if rows != 240 { // each move changes two products
		t.Errorf("the pages show %d entries of 120 moves", rows)
	}
}

func TestAnAdminChangesWhatTheAccountIsCalled(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/set-up/account").shows(t, http.StatusOK, `name="name"`, "it is acme, which is part of the address")
	both := form("name", " Acme  Norge ", "time_zone", "Europe/Oslo")
	admin.post(t, "/set-up/account", both).shows(t, http.StatusOK, "Saved.", "Acme Norge")
	admin.get(t, "/campaigns").shows(t, http.StatusOK, "Acme Norge")
	admin.get(t, "/set-up/audit?thing=account").shows(t, http.StatusOK, "Name: acme → Acme Norge")
	long := form("name", strings.Repeat("å", 201), "time_zone", "Oslo")
	admin.post(t, "/set-up/account", long).shows(t, http.StatusBadRequest, "at most 200 characters", "Europe/Oslo")
	admin.post(t, "/set-up/account", form("name", "", "time_zone", "Europe/Oslo")).shows(t, http.StatusOK, "Saved.")
	admin.get(t, "/campaigns").lacks(t, "Acme Norge")
	signedIn(t, s, s.Acme.Email("agent")).post(t, "/set-up/account", both).shows(t, http.StatusForbidden)
}
