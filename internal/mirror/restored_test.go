package mirror_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync/atomic"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// front is an address that a server is reached by, and another one in its place later.
type front struct {
	*httptest.Server
	behind      atomic.Pointer[url.URL]
	hidesTokens atomic.Bool
}

func serveAs(t *testing.T, s *testkit.Server) *front {
	t.Helper()
	f := &front{}
	f.put(t, s)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(f.behind.Load())
			r.Out.Host = r.In.Host // its links lead here
		},
		ModifyResponse: func(r *http.Response) error {
			if f.hidesTokens.Load() {
				r.Header.Del("Callflow-Sync-Token")
			}
			return nil
		},
	}
	f.Server = httptest.NewServer(proxy)
	t.Cleanup(f.Close)
	return f
}

func (f *front) put(t *testing.T, s *testkit.Server) {
	t.Helper()
	behind, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	f.behind.Store(behind)
}

// restorable is a server with a backup of it, and a mirror that knows what happened since: S-1 was there before, and lost came afterwards.
type restorable struct {
	before, backup *testkit.Server
	front          *front
	mirror         *following
}

func newRestorable(t *testing.T) *restorable {
	t.Helper()
	r := &restorable{before: withSecret(t)}
	r.front = serveAs(t, r.before)
	r.mirror = follow(t, r.front.URL, r.before.Acme.Admin)
	r.before.Acme.Remove(t, testkit.CampaignID, "5")
	r.mirror.run(t)
	r.before.Acme.Put(t, callflow.Customer{CustomerID: "6", Name: "Betrodd seks"})
	r.before.Acme.Remove(t, testkit.CampaignID, "6")
	r.mirror.run(t)
	r.backup = r.before.Copied(t, api.Config{})
	r.before.Acme.Put(t, callflow.Customer{CustomerID: "lost", Name: "Tapt"})
	r.before.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "lost", State: "Ready"})
	r.mirror.run(t)
	return r
}

// restore puts the backup into the server's place, and somebody else is given the number of whoever was lost.
func (r *restorable) restore(t *testing.T) {
	t.Helper()
	r.front.put(t, r.backup)
	r.backup.Acme.Put(t, callflow.Customer{CustomerID: "other", Name: "En annen"})
	r.backup.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "other", State: "Ready"})
}

func TestNobodyIsAnonymisedByANumberThatIsSomebodyElsesAfterARestore(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]func(*testing.T, *restorable){
		"at once":            func(*testing.T, *restorable) {},
		"after a first look": func(t *testing.T, r *restorable) { t.Helper(); r.front.put(t, r.backup); r.mirror.run(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRestorable(t)
			between(t, r)
			r.restore(t)
			anonymizedThere(t, r.backup, "other")
			result := r.mirror.run(t)
			if result.Anonymized != 0 || result.Nameless != 1 {
				t.Errorf("the run after the restore gave %+v", result)
			}
			r.mirror.wantTraces(t, "Tapt", true)
			anonymizedThere(t, r.backup, "S-1")
			if result := r.mirror.run(t); result.Anonymized != 1 || result.Walks != 0 {
				t.Errorf("when somebody of before was anonymised it gave %+v", result)
			}
			r.mirror.wantTraces(t, "Betrodd sak", false)
			r.mirror.isClean(t)
		})
	}
}

func TestWhoeverLeftBeforeABackupIsStillAnonymisedAfterIt(t *testing.T) {
	t.Parallel()
	r := newRestorable(t)
	r.restore(t)
	r.mirror.run(t)
	anonymizedThere(t, r.backup, "6")
	if result := r.mirror.run(t); result.Anonymized != 1 {
		t.Errorf("the run gave %+v", result)
	}
	r.mirror.wantTraces(t, "Betrodd seks", false)
	r.mirror.wantTraces(t, "Tapt", true)
	r.mirror.isClean(t)
}

func TestWhoeverWasLostIsNotAnonymisedAsWhoHasTheNumberNow(t *testing.T) {
	t.Parallel()
	r := newRestorable(t)
	r.before.Acme.Remove(t, testkit.CampaignID, "lost")
	r.mirror.run(t) // it is asked for by its number from now on
	r.restore(t)
	r.backup.Acme.Remove(t, testkit.CampaignID, "other")
	anonymizedThere(t, r.backup, "other")
	for range 2 {
		if result := r.mirror.run(t); result.Anonymized != 0 {
			t.Errorf("the run gave %+v", result)
		}
	}
	r.mirror.wantTraces(t, "Tapt", true)
}

func TestAServerThatTookOverKeepsWhatWasNoted(t *testing.T) {
	t.Parallel()
	s := withSecret(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	s.Acme.Remove(t, testkit.CampaignID, "6")
	f.run(t)
	var clock int64
	err := s.Acme.Write(t, func(w *store.Write) error { clock = w.Moment.Seq; return nil })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, clock); err != nil {
		t.Fatal(err)
	}
	anonymizedThere(t, s, "S-1")
	anonymizedThere(t, s, "6")
	if result := f.run(t); result.Anonymized != 2 || result.Nameless != 0 || result.Removed != 0 {
		t.Errorf("the run after the epoch was renewed gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}
