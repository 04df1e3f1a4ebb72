package mirror_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/demo"
	"callflow/internal/standin"
	"callflow/internal/testkit"
)

// vendor is a server that answers as the vendor's does, over a demo account, and what works in it.
type vendor struct {
	*httptest.Server
	server *testkit.Server
	token  string
	churn  *standin.Churn
	each   atomic.Int64 // changes that are made before each page is told
	pages  atomic.Int64 // that were told
}

func serveVendor(t *testing.T, customers int) *vendor {
	t.Helper()
	v := &vendor{server: testkit.NewServer(t, api.Config{})}
	if _, err := demo.Fill(t.Context(), v.server.Store, v.server.App, demo.Options{Customers: customers}); err != nil {
		t.Fatal(err)
	}
	credentials, err := demo.SignIn(t.Context(), v.server.App)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := api.New(v.server.App, api.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(rest.Close)
	v.token, v.churn = credentials.Token, standin.NewChurn(v.server.App, credentials.Token, 1)
	answer := standin.Handler(rest)
	v.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/callflow_customers/") {
			v.pages.Add(1)
			v.work(t, int(v.each.Load()))
		}
		answer.ServeHTTP(w, r)
	}))
	t.Cleanup(v.Close)
	return v
}

func (v *vendor) work(t *testing.T, steps int) {
	t.Helper()
	for range steps {
		if err := v.churn.Step(t.Context()); err != nil {
			t.Errorf("a change: %v", err)
		}
	}
}

func (f *following) agreesWholly(t *testing.T) {
	t.Helper()
	campaigns, err := f.Remote.Campaigns(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range campaigns {
		f.agrees(t, campaigns[i].ID)
	}
	f.isClean(t)
}

func TestAMirrorOfTheVendorConvergesWhilePeopleWorkThere(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 2200)
	f := follow(t, v.URL, v.token)
	v.each.Store(7)
	for range 3 {
		if _, err := f.Run(t.Context()); err != nil {
			t.Fatal(callflow.ErrorText(err))
		}
		f.isClean(t)
	}
	v.each.Store(0)
	if result := f.run(t); len(result.Unsettled) > 0 {
		t.Errorf("when nobody works any more, the run still gives %+v", result)
	}
	f.agreesWholly(t)
}

func TestSomebodyIsOnlyGoneAfterTwoWholeWalksAgree(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 700)
	f := follow(t, v.URL, v.token)
	f.run(t)
	before := v.pages.Load()
	f.run(t)
	once := v.pages.Load() - before
	for v.work(t, 1); len(f.missing(t)) == 0; v.work(t, 1) {
	}
	before = v.pages.Load()
	if result := f.run(t); result.Removed != 1 || result.Walks != 4 { // three campaigns, one of them twice
		t.Errorf("when one had left it gave %+v", result)
	}
	if again := v.pages.Load() - before; again <= once {
		t.Errorf("it asked for %d pages, where one walk takes %d", again, once)
	}
	f.agreesWholly(t)
}

// missing are those whom this side has and the other has not.
func (f *following) missing(t *testing.T) (gone []string) {
	t.Helper()
	campaigns, err := f.Remote.Campaigns(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	for i := range campaigns {
		here, there := f.records(t, campaigns[i].ID), recordsOf(t, f.Remote, campaigns[i].ID)
		for id := range here {
			if there[id] == "" {
				gone = append(gone, id)
			}
		}
	}
	return gone
}

func TestTheLaterGenerationIsFoundOutAndMirrored(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 700)
	setup, err := v.server.App.Account(t.Context(), demo.AccountName)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.server.App.SetGeneration(t.Context(), setup.Account.ID, callflow.LaterGeneration); err != nil {
		t.Fatal(err)
	}
	f := follow(t, v.URL, v.token)
	if result := f.run(t); result.Added != 700 {
		t.Errorf("the first run gave %+v", result)
	}
	v.work(t, 30)
	f.run(t)
	f.agreesWholly(t)
}
