package console_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestWhoIsSignedOutIsLedToTheSignInAndBack(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := newBrowser(t, s)
	led := b.get(t, "/campaigns/998?search=kari")
	led.shows(t, http.StatusOK, "Sign in", `value="/campaigns/998?search=kari"`)
	back := b.post(t, "/sign-in", url.Values{"email": {s.Acme.Email("reader")}, "password": {testkit.Password}, "next": {"/campaigns/998?search=kari"}})
	if back.path != "/campaigns/998?search=kari" {
		t.Errorf("led to %s", back.path)
	}
}

func TestASignInLeadsToNoOtherSite(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, next := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "evil"} {
		b := newBrowser(t, s)
		page := b.post(t, "/sign-in", url.Values{"email": {s.Acme.Email("reader")}, "password": {testkit.Password}, "next": {next}})
		if page.path != "/campaigns" {
			t.Errorf("%s leads to %s", next, page.path)
		}
	}
}

func TestAWrongPasswordSaysSoAndKeepsTheEMail(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	page := newBrowser(t, s).post(t, "/sign-in", url.Values{"email": {s.Acme.Email("agent")}, "password": {"feil passord"}})
	page.shows(t, http.StatusUnauthorized, "Invalid username/password.", `value="`+s.Acme.Email("agent")+`"`)
	page.lacks(t, "feil passord")
}

func TestPasswordsAreNotGuessedForLong(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := newBrowser(t, s)
	for range 20 {
		page := b.post(t, "/sign-in", url.Values{"email": {s.Acme.Email("agent")}, "password": {"gjetning"}})
		if page.status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("20 guesses were taken")
}

func TestSigningOutEverywhereEndsTheOtherBrowserToo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	here, there := signedIn(t, s, s.Acme.Email("agent")), signedIn(t, s, s.Acme.Email("agent"))
	somebodyElse := signedIn(t, s, s.Acme.Email("admin"))
	here.post(t, "/sign-out-everywhere", nil)
	for who, b := range map[string]*browser{"here": here, "there": there} {
		if page := b.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
			t.Errorf("%s is still signed in, at %s", who, page.path)
		}
	}
	somebodyElse.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje")
}

func TestASessionEndsWhenNobodyIsThereForLong(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	s.Wait(11 * time.Hour)
	b.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje") // which shows that somebody is there
	s.Wait(11 * time.Hour)
	b.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje")
	s.Wait(13 * time.Hour)
	if page := b.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("still signed in, at %s", page.path)
	}
}

func TestAnotherPasswordEndsTheSessions(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	if err := s.App.SetPassword(t.Context(), s.Acme.ID, s.Acme.Users["agent"], "et helt annet passord"); err != nil {
		t.Fatal(err)
	}
	if page := b.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("still signed in, at %s", page.path)
	}
}

func TestAnotherSiteCanNotSendAForm(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"} {
		b := signedIn(t, s, s.Acme.Email("admin"))
		b.header.Set(header, value)
		b.post(t, "/sign-out-everywhere", nil).shows(t, http.StatusForbidden, "another site")
		b.header.Del(header)
		b.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje")
	}
}

func TestTheSessionsCookieIsTheBrowsersAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := newBrowser(t, s)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	page := b.post(t, "/sign-in", url.Values{"email": {s.Acme.Email("agent")}, "password": {testkit.Password}})
	cookie := page.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the cookie lacks %s: %s", want, cookie)
		}
	}
	if policy := page.header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") || !strings.HasPrefix(policy, "default-src 'none'") {
		t.Errorf("the policy is %q", policy)
	}
}

func TestWhatWasTypedIsShownWhereItCanNotBeTakenButNoSecret(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := newBrowser(t, s)
	page := b.post(t, "/assignments/239/customer/edit?id=1", url.Values{"crm__standard_info__name": {"Kari Nordli"}, "was.crm__standard_info__name": {"Kari Berg"}, "seq": {"xyz-4711"}})
	page.shows(t, http.StatusUnauthorized, "What you had typed", "Kari Nordli")
	page.lacks(t, "Kari Berg", "xyz-4711")
	page = b.post(t, "/set-up/users", url.Values{"name": {"Ola Sørli"}, "password": {"et langt passord"}, "new_password": {"enda lengre"}})
	page.shows(t, http.StatusUnauthorized, "Ola Sørli")
	page.lacks(t, "passord\"", "et langt passord", "enda lengre")
}

func TestTheConsoleSpeaksNorwegianToWhoeverReadsIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := newBrowser(t, s)
	b.header.Set("Accept-Language", "no,en;q=0.5")
	b.get(t, "/sign-in").shows(t, http.StatusOK, `lang="nb"`, "Logg inn")
	b.post(t, "/preferences", url.Values{"language": {"en"}, "next": {"/sign-in"}}).shows(t, http.StatusOK, `lang="en"`, "Sign in")
	b.post(t, "/preferences", url.Values{"theme": {"dark"}, "next": {"/sign-in"}}).shows(t, http.StatusOK, `data-theme="dark"`)
}

func TestALinkMakesNoPageSaySomethingElse(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	for _, text := range []string{"Call this number at once", "Something went wrong inside callflow.", "%d were moved, %d were not."} {
		b.get(t, "/campaigns?done="+url.QueryEscape(text)).lacks(t, `<p class="done"`, text)
	}
}

func TestAPageThatLivesEndsWhenItsReaderIsSignedOut(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	here, there := signedIn(t, s, s.Acme.Email("agent")), signedIn(t, s, s.Acme.Email("agent"))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/campaigns/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/event-stream")
	answer, err := here.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	there.post(t, "/sign-out-everywhere", nil)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "2", State: "Booked"})
	told, err := io.ReadAll(answer.Body) // until the server ends it
	if err != nil || strings.Contains(string(told), "Booked <b>1</b>") {
		t.Errorf("the stream went on (%v): %s", err, told)
	}
}

func TestSigningInAgainEndsTheSessionBefore(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("agent"))
	stolen := newBrowser(t, s)
	stolen.client.Jar.SetCookies(mustParse(t, s.URL), b.client.Jar.Cookies(mustParse(t, s.URL)))
	stolen.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje")
	b.post(t, "/sign-in", url.Values{"email": {s.Acme.Email("agent")}, "password": {testkit.Password}}).shows(t, http.StatusOK, "Bookingkampanje")
	if page := stolen.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("the session before is still open, at %s", page.path)
	}
}

func mustParse(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
