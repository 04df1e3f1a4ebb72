package consoletest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"

	"callflow/internal/testkit/browser"
)

func TestWhoeverReadsWhatTheDemoPrintsSignsIn(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := browser.Open(t, demo.URL)
	w.Go("/")
	w.Screenshot("sign-in")
	w.Fill("E-mail", demo.Email)
	w.Fill("Password", demo.Password)
	w.Follow("Sign in")
	if path := w.Path(); path != "/campaigns" {
		t.Errorf("the sign-in leads to %s", path)
	}
	cookie := w.Cookies()[sessionCookie]
	if cookie == nil || !cookie.HTTPOnly || cookie.SameSite != network.CookieSameSiteLax {
		t.Errorf("the session's cookie is %+v", cookie)
	}
	if seen := w.Evaluate("document.cookie"); seen != "" {
		t.Errorf("scripts read the cookie %s", seen)
	}
	w.Click(".menu summary")
	w.Follow("Sign out")
	if path := w.Path(); path != "/sign-in" || w.Cookies()[sessionCookie] != nil {
		t.Errorf("signed out, the window is at %s with %v", path, w.Cookies())
	}
	w.Go("/campaigns")
	if path := w.Path(); path != "/sign-in?next=%2Fcampaigns" {
		t.Errorf("signed out, the campaigns lead to %s", path)
	}
}

func TestAWrongPasswordSaysSoAndTheEMailStays(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t) // it counts guesses
	w := browser.Open(t, demo.URL)
	w.MayFail(http.StatusUnauthorized)
	w.Go("/sign-in")
	w.Fill("E-mail", demo.Email)
	w.Fill("Password", "not the password")
	w.Follow("Sign in")
	w.See("Invalid username/password.")
	if email := w.Value("E-mail"); email != demo.Email {
		t.Errorf("the e-mail is %q now", email)
	}
	w.SeeFocus("Password")
	w.Type(demo.Password)
	w.Follow("Sign in")
	w.See("Campaigns")
}

func TestAStrangerIsLedToTheSignInAndBackToWhereTheyWantedToGo(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := browser.Open(t, demo.URL)
	wanted := demo.campaign("?search=hansen&order=name")
	w.Go(wanted)
	if path := w.Path(); path != "/sign-in?next="+url.QueryEscape(wanted) {
		t.Fatalf("a stranger is led to %s", path)
	}
	w.Fill("E-mail", demo.Email)
	w.Fill("Password", demo.Password)
	w.Follow("Sign in")
	if path := w.Path(); path != wanted {
		t.Errorf("the sign-in leads to %s, not back to %s", path, wanted)
	}
}

func TestTheSignInLeadsToNoOtherSite(t *testing.T) {
	t.Parallel()
	w := sharedDemo(t).signedIn(t, "/campaigns")
	for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example/", `/\elsewhere.example/`, "javascript:alert(1)", "/\t/elsewhere.example"} {
		w.Go("/sign-in?next=" + url.QueryEscape(next))
		if path := w.Path(); path != "/campaigns" {
			t.Errorf("next=%q leads to %s", next, path)
		}
	}
}

func TestSigningOutEverywhereEndsTheOtherBrowserToo(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	here, there := demo.signedIn(t, "/campaigns"), demo.signedIn(t, "/campaigns")
	there.MayFail(http.StatusUnauthorized) // the open page's stream ends
	here.Click(".menu summary")
	here.Follow("Sign out everywhere")
	there.Go("/campaigns")
	if path := there.Path(); !strings.HasPrefix(path, "/sign-in") {
		t.Errorf("the other browser is still at %s", path)
	}
}

func TestAnotherSitesFormIsRefused(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, `<link rel="icon" href="data:,"><form method="post" action="%s/sign-out-everywhere"><button>Win a prize</button></form>`, demo.URL)
	}))
	defer other.Close()
	w := demo.signedIn(t, "/campaigns")
	w.MayFail(http.StatusForbidden)
	w.MayAsk(other.URL)
	w.GoTo(other.URL)
	w.Follow("Win a prize")
	w.See("This request came from another site.")
	w.Screenshot("refused")
	w.Go("/campaigns")
	if path := w.Path(); path != "/campaigns" {
		t.Errorf("the form signed the user out: the window is at %s", path)
	}
}

func TestAWriteFromAnotherOriginIsForbidden(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	for name, headers := range map[string]map[string]string{
		"another site":        {"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"},
		"a subdomain's page":  {"Sec-Fetch-Site": "same-site"},
		"an old browser":      {"Origin": "https://elsewhere.example"},
		"a page of no origin": {"Origin": "null"},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, demo.URL+"/sign-out", strings.NewReader(""))
		if err != nil {
			t.Fatal(err)
		}
		request.AddCookie(&http.Cookie{Name: sessionCookie, Value: demo.session(t)})
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		for header, value := range headers {
			request.Header.Set(header, value)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.StatusCode != http.StatusForbidden {
			t.Errorf("%s: answered %d", name, response.StatusCode)
		}
	}
}

func TestTheFirstRunAsksForTheCodeAndThenIsGone(t *testing.T) {
	t.Parallel()
	database := filepath.Join(t.TempDir(), "new.db")
	empty := run(t, "serve", "--db", database, "--quiet")
	if len(empty.Code) != len("K7QF-3MZP") {
		t.Fatalf("serve prints the code %q", empty.Code)
	}
	w := browser.Open(t, empty.URL)
	w.MayFail(http.StatusBadRequest)
	w.Go("/")
	if path := w.Path(); path != "/first-run" {
		t.Fatalf("an empty database leads to %s", path)
	}
	w.Screenshot("first-run")
	w.Fill("Code", "AAAA-AAAA")
	w.Fill("Account", "nordlys")
	w.Fill("Your name", "Åse Bakkebø")
	w.Fill("E-mail", "ase@nordlys.example")
	w.Fill("Password", "et langt passord")
	w.Follow("Make the account")
	w.See("This is not the code that callflow printed where it was started.")
	if name := w.Value("Account"); name != "nordlys" {
		t.Errorf("after a wrong code, the account is %q", name)
	}
	w.Fill("Code", empty.Code)
	w.Fill("Password", "et langt passord")
	w.Follow("Make the account")
	w.See("There is no campaign yet")
	w.Screenshot("first-campaigns")
	w.Click(".menu summary")
	w.See("ase@nordlys.example")
	for _, path := range []string{"/first-run", "/"} {
		stranger := browser.Open(t, empty.URL)
		stranger.Go(path)
		if at := stranger.Path(); at != "/sign-in" {
			t.Errorf("with an account, %s leads to %s", path, at)
		}
	}
	if again := run(t, "serve", "--db", database, "--quiet"); again.Code != "" {
		t.Error("serve prints a code though there is an account")
	}
}
