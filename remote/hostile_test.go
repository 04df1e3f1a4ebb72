package remote_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callflow"
	"callflow/remote"
)

const lastPage = `{"count": 1, "next": null, "previous": null, "results": [{"crm__customer_id": "1"}]}`

func clientOf(t *testing.T, server *httptest.Server) *remote.Client {
	t.Helper()
	client, err := remote.New(server.URL, remote.Options{Token: "secret", Attempts: 3, MaxWait: time.Millisecond, HTTPClient: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// pull walks a list of the server's and gives its customers' ids.
func pull(t *testing.T, server *httptest.Server) ([]string, error) {
	t.Helper()
	var ids []string
	for record, err := range clientOf(t, server).Records(t.Context(), remote.List{CampaignID: 7}) {
		if err != nil {
			return ids, err
		}
		id, _ := record.Text("crm__customer_id")
		ids = append(ids, id)
	}
	return ids, nil
}

func answering(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, text) }
}

func TestAServerThatAnswersSomethingElseIsToldInPlainWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"<!doctype html><title>Sign in</title>": "answers a web page",
		"":                                      "answers nothing",
		"hello":                                 "answers what is no JSON",
		`{"count": 1, "next": null`:             "answers what is no JSON",
		`{"customers": []}`:                     "answers other JSON than a page of a list",
		`{"count": 1, "next": null, "results": [1]}`:                   "answers other JSON",
		`{"count":1,"next":"https://else.example/x/","results":[{}]}`:  "gives a link to else.example, which was not followed",
		`{"count":1,"next":"http://127.0.0.1:1/x/","results":[{}]}`:    "which was not followed",
		`{"count":9,"next":"/x/?page=2","results":[]}`:                 "its list has no end",
		`{"count":9,"next":"javascript:alert(1)","results":[{"a":1}]}`: "which was not followed",
	} {
		server := httptest.NewServer(answering(text))
		_, err := pull(t, server)
		if err == nil || !strings.Contains(callflow.ErrorText(err), want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
		server.Close()
	}
}

func TestALinkThatLoopsEndsTheWalk(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(answering(`{"count":9,"next":"/api/v1/x/?page=2","results":[{"crm__customer_id":"1"}]}`))
	defer server.Close()
	ids, err := pull(t, server)
	if len(ids) > 2 || err == nil || !strings.Contains(callflow.ErrorText(err), "a link that was followed before") {
		t.Fatalf("%v %v", ids, err)
	}
}

func TestALinkOfHTTPOnAServerOfHTTPSIsFollowedAsHTTPS(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Token secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if r.URL.Query().Get("page") == "2" {
			_, _ = fmt.Fprint(w, lastPage)
			return
		}
		_, _ = fmt.Fprintf(w, `{"count":2,"next":"http://%s/api/v1/campaigns/7/callflow_customers/?page=2","results":[{"crm__customer_id":"0"}]}`, r.Host)
	}))
	defer server.Close()
	if ids, err := pull(t, server); err != nil || strings.Join(ids, " ") != "0 1" {
		t.Fatalf("%v %v", ids, err)
	}
}

func TestARedirectToAnotherServerIsNotGivenTheCredentials(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer other.Close()
	server := httptest.NewServer(http.RedirectHandler(other.URL+"/", http.StatusFound))
	defer server.Close()
	if _, err := pull(t, server); err == nil || asked.Load() > 0 {
		t.Fatalf("the other server was asked %d times: %v", asked.Load(), err)
	}
}

func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		switch asked.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "3600") // as long as MaxWait, and no longer
			w.WriteHeader(http.StatusTooManyRequests)
		case 2: // cut off in the middle
			w.Header().Set("Content-Length", fmt.Sprint(len(lastPage)))
			_, _ = fmt.Fprint(w, lastPage[:20])
		default:
			_, _ = fmt.Fprint(w, lastPage)
		}
	}))
	defer server.Close()
	if ids, err := pull(t, server); err != nil || len(ids) != 1 || asked.Load() != 3 {
		t.Fatalf("%v %v after %d requests", ids, err, asked.Load())
	}
}

func TestAServerThatIsDownIsToldWithHowLongItWasTried(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(answering(lastPage))
	server.Close()
	_, err := pull(t, server)
	if err == nil || !strings.Contains(callflow.ErrorText(err), "did not answer in 3 attempts") {
		t.Fatal(err)
	}
}

func TestARefusalIsToldInTheServersOwnWordsAndNotTriedAgain(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = fmt.Fprint(w, `{"detail": "Invalid token."}`)
	}))
	defer server.Close()
	_, err := pull(t, server)
	if callflow.ErrorCode(err) != callflow.Unauthenticated || !strings.Contains(callflow.ErrorText(err), "Invalid token.") || asked.Load() != 1 {
		t.Fatalf("%v after %d requests", err, asked.Load())
	}
}
