package console_test

import (
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"callflow/internal/testkit"
)

// browser is somebody who reads pages and sends forms; it has cookies, and goes where it is led.
type browser struct {
	url    string // of the server
	client *http.Client
	header http.Header // of every request
}

// newBrowser is a browser in which nobody is signed in. It runs no script.
func newBrowser(t testing.TB, s *testkit.Server) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{url: s.URL, client: &http.Client{Jar: jar, Transport: transport, Timeout: time.Minute}, header: http.Header{}}
}

// signedIn is a browser in which somebody is signed in.
func signedIn(t testing.TB, s *testkit.Server, email string) *browser {
	t.Helper()
	b := newBrowser(t, s)
	page := b.post(t, "/sign-in", url.Values{"email": {email}, "password": {testkit.Password}})
	if page.status != http.StatusOK || page.path == "/sign-in" {
		t.Fatalf("%s is not signed in: %d at %s", email, page.status, page.path)
	}
	return b
}

// page is what a browser shows in the end.
type page struct {
	status int
	path   string // with its query
	body   string
	header http.Header
}

func (b *browser) get(t testing.TB, path string) *page {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.ask(t, request)
}

func (b *browser) post(t testing.TB, path string, form url.Values) *page {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.ask(t, request)
}

func (b *browser) ask(t testing.TB, request *http.Request) *page {
	t.Helper()
	for name, values := range b.header {
		request.Header[name] = values
	}
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &page{response.StatusCode, response.Request.URL.RequestURI(), string(body), response.Header}
}

// shows fails where the page has another status, or lacks a text. Texts are as HTML writes them.
func (p *page) shows(t testing.TB, status int, texts ...string) {
	t.Helper()
	if p.status != status {
		t.Fatalf("%s: status %d, want %d:\n%s", p.path, p.status, status, p.main())
	}
	for _, text := range texts {
		if !strings.Contains(p.body, text) {
			t.Errorf("%s lacks %q:\n%s", p.path, text, p.main())
		}
	}
}

// lacks fails where the page has a text.
func (p *page) lacks(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(p.body, text) {
			t.Errorf("%s has %q:\n%s", p.path, text, p.main())
		}
	}
}

// main is what the page is about, without the frame.
func (p *page) main() string {
	if _, main, ok := strings.Cut(p.body, "<main"); ok {
		return main
	}
	return p.body
}

// field is the part of a form with the label, the input and what is said of it.
func (p *page) field(t testing.TB, name string) string {
	t.Helper()
	for _, part := range strings.Split(p.main(), `class="field`)[1:] {
		if strings.Contains(part, `name="`+name+`"`) {
			return part
		}
	}
	t.Fatalf("%s has no field %s:\n%s", p.path, name, p.main())
	return ""
}

// formOf is what the page's main form would send as it stands: the first that is sent by POST.
func (p *page) formOf(t testing.TB) url.Values {
	t.Helper()
	return p.formAt(t, "")
}

// formAt is formOf for the form that goes to a path, before its query.
func (p *page) formAt(t testing.TB, path string) url.Values {
	t.Helper()
	document, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range document.Descendants() {
		action, _, _ := strings.Cut(attribute(n, "action"), "?")
		if n.Data != "form" || attribute(n, "method") != "post" || action == "/preferences" || strings.HasPrefix(action, "/sign-out") {
			continue
		}
		if path == "" || action == path {
			return sentBy(n)
		}
	}
	t.Fatalf("%s has no form that is sent to %q:\n%s", p.path, path, p.main())
	return nil
}

// sentBy is what a browser sends of a form without a button of its own.
func sentBy(form *html.Node) url.Values {
	sent := url.Values{}
	for n := range form.Descendants() {
		name := attribute(n, "name")
		switch {
		case name == "" || n.Data == "button":
		case n.Data == "select":
			sent.Set(name, chosenOf(n))
		case n.Data == "textarea" && n.FirstChild != nil:
			sent.Set(name, n.FirstChild.Data)
		case attribute(n, "type") != "checkbox" || has(n, "checked"):
			sent.Add(name, attribute(n, "value"))
		}
	}
	return sent
}

// chosenOf is the value of a select: of the option that is selected, else of the first.
func chosenOf(list *html.Node) string {
	first, found := "", false
	for n := range list.Descendants() {
		if n.Data != "option" {
			continue
		}
		if has(n, "selected") {
			return attribute(n, "value")
		}
		if !found {
			first, found = attribute(n, "value"), true
		}
	}
	return first
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

// saidSure is the form of who was asked and is sure.
var saidSure = url.Values{"sure": {"1"}}

// shownForm is a form of a page: where it is sent to, and what would be sent as it stands.
type shownForm struct {
	action string
	sent   url.Values
}

// forms are the page's forms that are sent by POST.
func (p *page) forms(t testing.TB) (forms []shownForm) {
	t.Helper()
	document, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range document.Descendants() {
		if n.Data == "form" && attribute(n, "method") == "post" {
			forms = append(forms, shownForm{attribute(n, "action"), sentBy(n)})
		}
	}
	return forms
}

// showing is a form about a customer as a page sends it that was shown for whoever has the id now.
func showing(t testing.TB, s *testkit.Server, id string, form url.Values) url.Values {
	t.Helper()
	sent := url.Values{"customer": {strconv.FormatInt(s.Acme.Customer(t, id).Number, 10)}}
	maps.Copy(sent, form)
	return sent
}
