package standin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/demo"
	"callflow/internal/standin"
	"callflow/internal/testkit"
)

const (
	wholeList = "/api/v1/assignments/239/callflow_customers/"
	campaign  = "/api/v1/campaigns/998/callflow_customers/"
)

// vendor is the stand-in over a demo of its own.
type vendor struct {
	url, token string
	client     *http.Client
	churn      *standin.Churn
}

func serveVendor(t *testing.T, customers int) *vendor {
	t.Helper()
	server := testkit.NewServer(t, api.Config{})
	if _, err := demo.Fill(t.Context(), server.Store, server.App, demo.Options{Customers: customers, Now: testkit.Now}); err != nil {
		t.Fatal(err)
	}
	credentials, err := demo.SignIn(t.Context(), server.App)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := api.New(server.App, api.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rest.Close)
	listening := httptest.NewServer(standin.Handler(rest))
	t.Cleanup(listening.Close)
	client := listening.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &vendor{listening.URL, credentials.Token, client, standin.NewChurn(server.App, credentials.Token, 1)}
}

// answered is what came back, its envelope decoded where there is one.
type answered struct {
	status         int
	header         http.Header
	body           string
	Count          int
	Next, Previous string
	Detail         string
	Results        []map[string]any
}

func (v *vendor) ask(t *testing.T, method, path, token string) *answered {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, v.url+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		request.Header.Set("Authorization", "Token "+token)
	}
	response, err := v.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := &answered{status: response.StatusCode, header: response.Header, body: string(body)}
	if strings.HasPrefix(got.body, "{") {
		if err := json.Unmarshal(body, got); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func (v *vendor) get(t *testing.T, path string) *answered {
	t.Helper()
	return v.ask(t, http.MethodGet, path, v.token)
}

func TestPagesAreLinkedAsTheVendorLinksThem(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 1100)
	host := strings.Replace(v.url, "https:", "http:", 1)
	for _, c := range []struct{ asked, next, previous string }{
		{wholeList, "?page=2", ""},
		{wholeList + "?page=2", "?page=3", "?"},
		{wholeList + "?page=last", "", "?page=2"},
		{wholeList + "?zebra=1&page=2&apple=x+y&page_size=3&cursor=none", "?apple=x+y&cursor=none&page=3&page_size=3&zebra=1",
			"?apple=x+y&cursor=none&page_size=3&zebra=1"},
		{campaign + "?call_state=Lead&call_state=Ready", "?call_state=Ready&page=2", ""},
	} {
		got := v.get(t, c.asked)
		path, _, _ := strings.Cut(c.asked, "?")
		for what, link := range map[string][2]string{"next": {got.Next, c.next}, "previous": {got.Previous, c.previous}} {
			if link[1] != "" {
				link[1] = host + path + strings.TrimSuffix(link[1], "?")
			}
			if link[0] != link[1] {
				t.Errorf("%s: %s is %q, want %q", c.asked, what, link[0], link[1])
			}
		}
		if strings.Contains(got.body, `"next":""`) {
			t.Errorf("%s: next is empty, not null", c.asked)
		}
		for _, name := range []string{"ETag", "Callflow-Sync-Token", "Content-Encoding"} {
			if got.header.Get(name) != "" {
				t.Errorf("%s: answered with %s, which the vendor does not know", c.asked, name)
			}
		}
		if len(got.Results) != 500 && c.next != "" {
			t.Errorf("%s: a page of %d", c.asked, len(got.Results))
		}
	}
}

func TestWhatIsRefusedIsRefusedAsTheVendorDoes(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 30)
	const absent, invalid, notFound = "Authentication credentials were not provided.", "Invalid page.", "Not found."
	for _, c := range []struct {
		method, path, token string
		status              int
		detail              string
	}{
		{"GET", wholeList, "", 401, absent},
		{"DELETE", wholeList, "", 401, absent},
		{"GET", wholeList, "wrong", 401, "Invalid token."},
		{"POST", campaign, v.token, 405, `Method "POST" not allowed.`},
		{"GET", wholeList + "?page=2", v.token, 404, invalid},
		{"GET", wholeList + "?page=abc", v.token, 404, invalid},
		{"GET", campaign + "?call_state=Nobody&page=2", v.token, 404, invalid},
		{"GET", "/api/v1/assignments/7/callflow_customers/", v.token, 404, notFound},
		{"GET", "/api/v1/changes/", v.token, 404, notFound},
		{"GET", "/api/v1/campaigns/998/changes/", v.token, 404, notFound},
		{"POST", "/api/v1/campaigns/998/next_customer/", v.token, 404, notFound},
	} {
		got := v.ask(t, c.method, c.path, c.token)
		if got.status != c.status || got.Detail != c.detail || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %d %s %s", c.method, c.path, got.status, got.header.Get("Content-Type"), got.body)
		}
		if strings.Count(got.body, `":`) != 1 {
			t.Errorf("%s %s: more than a detail: %s", c.method, c.path, got.body)
		}
	}
	if got := v.get(t, campaign+"?call_state=Nobody"); got.status != 200 || got.body != `{"count":0,"next":null,"previous":null,"results":[]}` {
		t.Errorf("a state that nobody has: %d %s", got.status, got.body)
	}
}

func TestAPathWithoutItsSlashIsRedirected(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 3)
	path := strings.TrimSuffix(campaign, "/")
	got := v.get(t, path+"?call_state=Completed+-+Yes")
	if got.status != http.StatusMovedPermanently || got.header.Get("Location") != campaign+"?call_state=Completed+-+Yes" {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
	if got := v.get(t, "/api/v1/campaigns?include_inactive_campaigns=True"); got.status != 200 || !strings.HasPrefix(got.body, "[{") {
		t.Errorf("the campaigns, which have none: %d %s", got.status, got.body)
	}
}

func TestAWalkDriftsWhilePeopleWork(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 2500)
	was := v.states(t, "?call_state=Ready", 0)
	seen := v.states(t, "?call_state=Ready", 60)
	now := v.states(t, "?call_state=Ready", 0)
	missed := 0
	for id := range was {
		if now[id] && !seen[id] {
			missed++
		}
	}
	if missed == 0 {
		t.Error("nobody who was Ready all the time was missed by the walk: it does not drift")
	}
}

// states walks a list to its end, and gives whom it met. So many changes are made between pages.
func (v *vendor) states(t *testing.T, query string, between int) map[any]bool {
	t.Helper()
	met := map[any]bool{}
	for next := v.url + campaign + query; next != ""; {
		page := v.get(t, strings.TrimPrefix(next, v.url))
		for _, record := range page.Results {
			met[record["crm__customer_id"]] = true
		}
		for range between {
			if err := v.churn.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		next = page.Next
	}
	return met
}

func TestTheSameSeedMakesTheSameChanges(t *testing.T) {
	t.Parallel()
	var lists []string
	for range 2 {
		v := serveVendor(t, 200)
		for range 50 {
			if err := v.churn.Step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		var standing []string
		for _, record := range v.get(t, wholeList).Results {
			standing = append(standing, fmt.Sprint(record["crm__customer_id"], record["campaign__name"], record["callflow__callstate__name"]))
		}
		slices.Sort(standing)
		lists = append(lists, strings.Join(standing, "\n"))
	}
	if lists[0] != lists[1] {
		t.Error("the two lists differ")
	}
}

func TestChurnEndsWithItsContext(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 30)
	before := v.get(t, wholeList).body
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- v.churn.Run(ctx, 1000) }()
	for v.get(t, wholeList).body == before {
		t.Log("nothing has changed yet")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
