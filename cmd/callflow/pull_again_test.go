package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// breaking stands before a server, and answers some of the requests for a list by itself: by which they are, from 1.
func breaking(t *testing.T, demo *demoServer, statuses map[int64]int) string {
	t.Helper()
	target, err := url.Parse(demo.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // its links lead back here
	}}
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/callflow_customers/") {
			if status := statuses[asked.Add(1)]; status != 0 {
				http.Error(w, `{"detail": "Begin again at the first page."}`, status)
				return
			}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAPullThatCannotGoOnWithItsPageBeginsAgainByItselfAndSaysSo(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 1100)
	want := recordsOf(t, demo)
	for status, said := range map[int]string{
		http.StatusGone:     "page 3 was of before the server was restored, or another one took over",
		http.StatusNotFound: "page 3 was gone when it was asked for",
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			said := "callflow: the list moved (" + said + "): the pull begins again at the first page\n"
			server := breaking(t, demo, map[int64]int{3: http.StatusBadRequest, 4: status})
			path := filepath.Join(t.TempDir(), "all.ndjson")
			args := []string{
				"pull", server, "--token-file", tokenFile(t, demo.Token), "--assignment", fmt.Sprint(demo.Assignment), "--format", "ndjson", "-o", path, "--json",
			}
			if out, err := callflow(t.Context(), t, args...).CombinedOutput(); err == nil {
				t.Fatalf("the first pull is not broken off: %s", out)
			}
			again := callflow(t.Context(), t, args...)
			var stderr bytes.Buffer
			again.Stderr = &stderr
			out, err := again.Output()
			if err != nil || stderr.String() != said {
				t.Fatalf("%v: it says %q, want %q", err, stderr.String(), said)
			}
			var told struct{ Records, Pages, Resumed, Walks int64 }
			if err := json.Unmarshal(out, &told); err != nil || told.Records != 1100 || told.Pages != 3 || told.Resumed != 0 || told.Walks != 2 {
				t.Errorf("it tells %s: %v", out, err)
			}
			if got := fileText(t, path); got != want {
				t.Errorf("the file has %d bytes, the pages %d", len(got), len(want))
			}
			mustBeAlone(t, path)
		})
	}
}

func TestAPullWhoseFirstPageIsGoneSaysWhatTheServerSays(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 20)
	server := breaking(t, demo, map[int64]int{1: http.StatusGone})
	cmd := callflow(t.Context(), t, "pull", server, "--token-file", tokenFile(t, demo.Token), "--assignment", fmt.Sprint(demo.Assignment),
		"-o", filepath.Join(t.TempDir(), "all.csv"))
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "answers 410 Gone: Begin again at the first page.") {
		t.Errorf("%v: %s", err, out)
	}
}
