package console_test

import (
	"cmp"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/pb33f/go-yaml"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/console"
	"callflow/internal/console/ui"
	"callflow/internal/testkit"
)

var shownRequest = regexp.MustCompile(`(?s)<code id="curl-(\w+)">(.*?)</code>`)

var linkToPart = regexp.MustCompile(`href="(/reference\?part=[^"#]*)`)

// partsOf are all parts of the page of the API, by address.
func partsOf(t testing.TB, b *browser) map[string]*page {
	t.Helper()
	parts := map[string]*page{"/reference": b.get(t, "/reference")}
	for _, link := range linkToPart.FindAllStringSubmatch(parts["/reference"].body, -1) {
		if parts[link[1]] == nil {
			parts[link[1]] = b.get(t, link[1])
			parts[link[1]].shows(t, http.StatusOK)
		}
	}
	return parts
}

// referenceOf is all parts of the page of the API as one.
func referenceOf(t testing.TB, b *browser) *page {
	t.Helper()
	whole := &page{status: http.StatusOK, path: "/reference"}
	for _, part := range partsOf(t, b) {
		whole.body += part.body
	}
	return whole
}

// requestsOf are the requests that the page of the API shows, by operation.
func requestsOf(t *testing.T, p *page) map[string]string {
	t.Helper()
	p.shows(t, http.StatusOK)
	requests := make(map[string]string)
	for _, found := range shownRequest.FindAllStringSubmatch(p.body, -1) {
		requests[found[1]] = html.UnescapeString(found[2])
	}
	return requests
}

// get is the path of a request that reads and says everything; false for the others.
func get(t *testing.T, s *testkit.Server, request string) (path string, ok bool) {
	t.Helper()
	if strings.Contains(request, " -X ") {
		return "", false
	}
	_, rest, _ := strings.Cut(request, `"`+s.URL)
	path, tail, closed := strings.Cut(rest, `"`)
	if !closed || tail != "" {
		t.Fatalf("the request does not end with an address of the server: %s", request)
	}
	return path, !strings.Contains(path, "$")
}

func TestTheReferenceNamesEveryPathWithTheServersOwnAddress(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	var document struct{ Paths map[string]map[string]any }
	if err := yaml.Unmarshal(api.OpenAPI, &document); err != nil {
		t.Fatal(err)
	}
	shown := referenceOf(t, signedIn(t, s, s.Acme.Email("reader")))
	requests := requestsOf(t, shown)
	operations := 0
	for path, item := range document.Paths {
		shown.shows(t, http.StatusOK, "<code>"+path+"</code>")
		for method := range item {
			if method != "parameters" {
				operations++
			}
		}
	}
	if len(requests) != operations {
		t.Errorf("there are %d requests for %d operations", len(requests), operations)
	}
	for id, request := range requests {
		if !strings.Contains(request, `"`+s.URL+"/api/v1/") {
			t.Errorf("%s is not sent here: %s", id, request)
		}
	}
	shown.shows(t, http.StatusOK, `<code id="base">`+s.URL+"/api/v1</code>", `href="/api/v1/openapi.yaml"`)
}

func TestEveryRequestToReadThatIsShownIsAnswered(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	sent := 0
	for id, request := range requestsOf(t, referenceOf(t, signedIn(t, s, s.Acme.Email("admin")))) {
		path, ok := get(t, s, request)
		if !ok {
			continue
		}
		sent++
		if answer := s.Get(t, s.Acme.Admin, path); answer.Status/100 != 2 {
			t.Errorf("%s: %s is answered with %d: %s", id, path, answer.Status, answer.Body)
		}
	}
	if sent < 40 {
		t.Errorf("only %d requests could be sent", sent)
	}
}

func TestTheIdsOfARequestAreThoseThatTheReaderSees(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	for user, token := range map[string]string{"reader": s.Acme.Reader, "external": s.Acme.External, "outsider": s.Acme.Outsider, "agent": s.Acme.Agent} {
		requests := requestsOf(t, referenceOf(t, signedIn(t, s, s.Acme.Email(user))))
		for id, request := range requests {
			path, ok := get(t, s, request)
			if !ok {
				continue
			}
			if answer := s.Get(t, token, path); answer.Status/100 != 2 && answer.Status != http.StatusForbidden {
				t.Errorf("%s, %s: %s is answered with %d: %s", user, id, path, answer.Status, answer.Body)
			}
		}
		sees := map[string]string{"outsider": "/campaigns/1000/callflow_customers/"}[user]
		if sees == "" {
			sees = "/campaigns/998/callflow_customers/"
		}
		if request := requests["listCampaignCallflowCustomers"]; !strings.Contains(request, sees) {
			t.Errorf("%s is shown %s instead of %s", user, request, sees)
		}
	}
}

func TestARequestThatChangesOrDeletesLeavesWhatToTheReader(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	address := regexp.MustCompile(`"(http[^"]*)"$`)
	for id, request := range requestsOf(t, referenceOf(t, signedIn(t, s, s.Acme.Email("admin")))) {
		change := strings.Contains(request, "-X DELETE") || strings.Contains(request, "-X PATCH") || strings.Contains(request, "-X PUT")
		if change && !strings.Contains(address.FindString(request), "$") {
			t.Errorf("%s would be done as it is: %s", id, request)
		}
	}
}

func TestAnIdMeansNothingToAShell(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	const id = "a/b $(id) `id` \"'!<b>&\\"
	s.Acme.Put(t, callflow.Customer{AssignmentID: testkit.AssignmentID, CustomerID: id, Name: "Kunde"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: id, State: "Ready"})
	shown := referenceOf(t, signedIn(t, s, s.Acme.Email("admin")))
	path, ok := get(t, s, requestsOf(t, shown)["getCampaignCallflowCustomer"])
	if !ok || strings.ContainsAny(path, "$`\"'!\\ <") {
		t.Fatalf("the path is %s", path)
	}
	if answer := s.Get(t, s.Acme.Admin, path); answer.Status != http.StatusOK {
		t.Errorf("%s is answered with %d", path, answer.Status)
	}
	shown.lacks(t, "<b>&")
}

func TestTheReferenceSpeaksTheReadersLanguageAroundTheDocument(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("admin"))
	b.get(t, "/reference").shows(t, http.StatusOK, "How to begin", `href="/set-up">Make a token`)
	referenceOf(t, b).shows(t, http.StatusOK, "1 to 5000")
	b.post(t, "/preferences", url.Values{"language": {"nb"}})
	referenceOf(t, b).shows(t, http.StatusOK, "Slik kommer du i gang", "1 til 5000", "The status of every customer in a campaign")
	signedIn(t, s, s.Acme.Email("reader")).get(t, "/reference").lacks(t, `href="/set-up"`)
}

func TestWhoIsSignedOutIsLedToTheSignIn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	if shown := newBrowser(t, s).get(t, "/reference"); shown.path != "/sign-in?next=%2Freference" {
		t.Errorf("the page is %s", shown.path)
	}
}

func TestADescriptionThatCannotBeReadIsAnErrorAtTheStart(t *testing.T) {
	t.Parallel()
	if _, err := console.New(nil, ui.Config{OpenAPI: []byte("openapi: 3.1.0\npaths:\n  /a: {$ref: '#/b'}")}); err == nil {
		t.Error("the console started")
	}
	if _, err := console.New(nil, ui.Config{}); err != nil {
		t.Errorf("without a description it does not start: %v", err)
	}
}

var heading = regexp.MustCompile(`<h([1-6])`)

func TestTheReferenceIsInOrder(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	parts, ids := partsOf(t, signedIn(t, s, s.Acme.Email("admin"))), make(map[string]bool)
	for address, shown := range parts {
		isInOrder(t, shown)
		for _, found := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(shown.body, -1) {
			if ids[address+"#"+found[1]] {
				t.Errorf("%s: the id %s is there twice", address, found[1])
			}
			ids[address+"#"+found[1]] = true
		}
	}
	for address, shown := range parts {
		for _, found := range regexp.MustCompile(` href="(/reference[^"]*)?(#[^"]*)"`).FindAllStringSubmatch(shown.body, -1) {
			if target := cmp.Or(found[1], address) + found[2]; !ids[target] {
				t.Errorf("%s: %s leads nowhere", address, target)
			}
		}
	}
}

func isInOrder(t *testing.T, shown *page) {
	t.Helper()
	last := "0"
	for _, found := range heading.FindAllStringSubmatch(shown.main(), -1) {
		if found[1][0] > last[0]+1 {
			t.Errorf("%s: a heading of level %s follows one of level %s", shown.path, found[1], last)
		}
		last = found[1]
	}
	shown.lacks(t, " style=", "<th>", "onclick", "<style")
}

var element = regexp.MustCompile(`<[a-z]`)

func TestNoPartOfTheReferenceIsHeavy(t *testing.T) {
	t.Parallel()
	const most = 8000 // elements: a telephone lays so many out at once
	s := testkit.NewServer(t, api.Config{})
	for address, shown := range partsOf(t, signedIn(t, s, s.Acme.Email("admin"))) {
		if count := len(element.FindAllString(shown.body, -1)); count > most {
			t.Errorf("%s has %d elements", address, count)
		}
	}
}

func BenchmarkTheReference(b *testing.B) {
	s := testkit.NewServer(b, api.Config{})
	s.Acme.Fill(b, testkit.CampaignID, 1, 3, "Ready")
	reading := signedIn(b, s, s.Acme.Email("admin"))
	reading.get(b, "/reference").shows(b, http.StatusOK)
	for b.Loop() {
		reading.get(b, "/reference")
	}
}
