package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// connect gives a client of a server that lives as long as the test.
func connect(t *testing.T, handler http.HandlerFunc) *client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := dial(t.Context(), server.Listener.Addr().String(), "key")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

func TestTheClientReadsAnswerAfterAnswerOverOneConnection(t *testing.T) {
	t.Parallel()
	var addresses sync.Map
	c := connect(t, func(w http.ResponseWriter, r *http.Request) {
		addresses.Store(r.RemoteAddr, true)
		if r.Header.Get("Authorization") != "Token key" {
			t.Errorf("Authorization is %q", r.Header.Get("Authorization"))
		}
		if r.Header.Get("If-None-Match") != "" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"tag"`)
		w.Header().Set("Content-Length", "100000")
		_, _ = w.Write([]byte(strings.Repeat(r.URL.Query().Get("letter"), 100_000)))
	})
	for _, letter := range []string{"a", "b", "c"} {
		got, err := c.get("/?letter="+letter, 200)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.body) != strings.Repeat(letter, 100_000) {
			t.Errorf("the body for %s is %d bytes: %.10q…", letter, len(got.body), got.body)
		}
		if got.header("etag") != `"tag"` {
			t.Errorf("ETag is %q", got.header("etag"))
		}
		if _, err := c.get("/", 304, `If-None-Match: "tag"`); err != nil {
			t.Fatal(err)
		}
	}
	connections := 0
	addresses.Range(func(any, any) bool { connections++; return true })
	if connections != 1 {
		t.Errorf("it took %d connections", connections)
	}
}

func TestAnAnswerOfAnotherStatusIsAnErrorThatShowsTheBody(t *testing.T) {
	t.Parallel()
	c := connect(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such page", http.StatusNotFound) })
	_, err := c.get("/x", 200)
	if err == nil || !strings.Contains(err.Error(), "404") || !strings.Contains(err.Error(), "no such page") {
		t.Errorf("got %v", err)
	}
}

func TestAnAnswerWithoutLengthIsAnError(t *testing.T) {
	t.Parallel()
	c := connect(t, func(w http.ResponseWriter, _ *http.Request) {
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write([]byte("in chunks"))
	})
	if _, err := c.get("/", 200); err == nil || !strings.Contains(err.Error(), "Content-Length") {
		t.Errorf("got %v", err)
	}
}

func TestTheNextLinkIsReadFromTheBeginningOfAList(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"count":2,"next":"http://127.0.0.1:1/api/?_=1&cursor=Zg&page=2","previous":null,"results":[]}`: "/api/?_=1&cursor=Zg&page=2",
		`{"count":2,"next":"http://127.0.0.1:1/?call_state=Completed+-+Yes","previous":null}`:            "/?call_state=Completed+-+Yes",
		`{"count":2,"next":null,"previous":"http://127.0.0.1:1/api/","results":[]}`:                      "",
	} {
		if got, err := nextOf([]byte(body)); err != nil || got != want {
			t.Errorf("next of %s is %q, %v; want %q", body, got, err, want)
		}
	}
	for _, body := range []string{``, `{"detail":"Invalid page."}`, `{"next":`, `{"next":7,"x":1}`} {
		if got, err := nextOf([]byte(body)); err == nil {
			t.Errorf("next of %s is %q, want an error", body, got)
		}
	}
}

func TestEveryCustomerIDOfAPageIsFound(t *testing.T) {
	t.Parallel()
	ids := customerIDs([]byte(`[{"crm__customer_id":"100001","x":"y"},{"crm__customer_id":"100002"}]`))
	if strings.Join(ids, " ") != "100001 100002" {
		t.Errorf("found %q", ids)
	}
}
