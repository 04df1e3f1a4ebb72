package console_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestAFileIsTakenWhereItIsAskedForAlone(t *testing.T) { //nolint:paralleltest // it has a temporary folder of its own
	s := testkit.NewServer(t, api.Config{})
	admin, stranger := signedIn(t, s, s.Acme.Email("admin")), newBrowser(t, s)
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	content := strings.Repeat(customersFile, 10_000)
	for _, path := range []string{"/sign-in", "/preferences", "/first-run"} {
		stranger.send(t, path, "kunder.csv", content).shows(t, http.StatusUnsupportedMediaType, "No file is taken here.")
	}
	stranger.send(t, importsOfAcme, "kunder.csv", content).shows(t, http.StatusUnauthorized, "You are signed out.")
	admin.send(t, "/campaigns/998/move", "kunder.csv", content).shows(t, http.StatusUnsupportedMediaType, "No file is taken here.")
	for _, path := range []string{"/sign-in", "/campaigns", "/static/console.css", "/imports"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, bodyOfForm(content))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		admin.ask(t, request).shows(t, http.StatusOK)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("what was sent lies in the temporary folder: %v, %v", left, err)
	}
}

// bodyOfForm is a form with a file, between the marks x.
func bodyOfForm(content string) io.Reader {
	return bytes.NewReader([]byte("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"k.csv\"\r\n\r\n" + content + "\r\n--x--\r\n"))
}

func TestAPageThatAnswersAFormIsComeBackTo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	s.Acme.Fill(t, testkit.SecondID, 10, 11, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for path, leads := range map[string]string{
		"/desk/999/next":                      "/desk/999",
		"/desk/998/claim?id=nobody":           "/desk/998",
		"/campaigns/998/customer/move?id=1":   "/campaigns/998",
		"/campaigns/998/move":                 "/campaigns/998",
		"/set-up/clients/1/remove":            "/set-up/clients/1",
		"/set-up/users/1/password":            "/set-up/users/1",
		"/assignments/239/customer/edit?id=1": "/assignments/239/customer/edit?id=1",
	} {
		refused := admin.post(t, path, showing(t, s, "1", url.Values{"call_state": {"nowhere"}, "seq": {"4711"}, "sure": {"1"}}))
		if refused.status < 400 {
			t.Errorf("%s answers %d", path, refused.status)
		}
		if next := valueOf(t, refused, "next"); next != leads && refused.status != http.StatusNotFound {
			t.Errorf("from %s the choice of a language leads to %s, want %s", path, next, leads)
		}
	}
}

func TestAPageThatLivesLetsNoSessionLast(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	b := signedIn(t, s, s.Acme.Email("agent"))
	events := b.listen(t, "/campaigns/live")
	wantPart(t, events, "board-998", "Ready <b>3</b>")
	s.Wait(7 * time.Hour)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "2", State: "Booked"})
	wantPart(t, events, "board-998", "Booked <b>1</b>")
	s.Wait(6 * time.Hour)
	if page := b.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("a page that nobody looks at kept the session, at %s", page.path)
	}
}

func TestAPageThatIsNotThereKeepsTheNavigationOfWhoeverIsSignedIn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b, stranger := signedIn(t, s, s.Acme.Email("agent")), newBrowser(t, s)
	b.header, stranger.header = http.Header{"Accept": {"text/html"}}, http.Header{"Accept": {"text/html"}}
	b.get(t, "/nothing-here").shows(t, http.StatusNotFound, `href="/campaigns"`, `href="/desk"`)
	stranger.get(t, "/nothing-here").lacks(t, `href="/desk"`)
}
