package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// demoServer is a running `callflow demo`.
type demoServer struct {
	URL, Token string
	CampaignID int64 `json:"campaign_id"`
	Assignment int64 `json:"assignment_id"`
}

func serveDemo(t *testing.T, customers int, flags ...string) *demoServer {
	t.Helper()
	flags = append([]string{"demo", "--listen", "127.0.0.1:0", "--customers", fmt.Sprint(customers), "--json"}, flags...)
	demo := callflow(t.Context(), t, flags...)
	out, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = demo.Process.Signal(os.Interrupt)
		_ = demo.Wait()
	})
	told := &demoServer{}
	if err := json.NewDecoder(out).Decode(told); err != nil {
		t.Fatal(err)
	}
	return told
}

func tokenFile(t *testing.T, token string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(path, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// recordsOf are the records of one large page, a line each.
func recordsOf(t *testing.T, demo *demoServer) string {
	t.Helper()
	var page struct{ Results []json.RawMessage }
	body := ask(t, fmt.Sprintf("%s/api/v1/assignments/%d/callflow_customers/?page_size=5000", demo.URL, demo.Assignment), demo.Token)
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, record := range page.Results {
		lines.Write(record)
		lines.WriteByte('\n')
	}
	return lines.String()
}

func fileText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func mustBeAlone(t *testing.T, path string) {
	t.Helper()
	beside, err := filepath.Glob(path + "?*")
	if err != nil || len(beside) > 0 {
		t.Fatalf("beside the file there are still %v %v", beside, err)
	}
}

func TestAPullHoldsWhatThePagesHoldInEveryFormat(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 1500)
	token := tokenFile(t, demo.Token)
	want := recordsOf(t, demo)
	path := filepath.Join(t.TempDir(), "all")
	pull := func(format string) string {
		run(t, "pull", demo.URL, "--token-file", token, "--assignment", fmt.Sprint(demo.Assignment), "--format", format, "-o", path)
		mustBeAlone(t, path)
		return fileText(t, path)
	}
	if got := pull("ndjson"); got != want {
		t.Fatalf("the file has %d bytes, the pages %d", len(got), len(want))
	}
	var array []json.RawMessage
	if err := json.Unmarshal([]byte(pull("json")), &array); err != nil || len(array) != 1500 {
		t.Fatalf("the array has %d records: %v", len(array), err)
	}
	csv := pull("csv")
	if lines := strings.Count(csv, "\r\n"); lines != 1501 || !strings.HasPrefix(csv, "crm__customer_id,") {
		t.Fatalf("the CSV file has %d lines and begins with %.80s", lines, csv)
	}
}

func TestAPullThatWasKilledGoesOnWithThePageThatItLacked(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 2100)
	target, err := url.Parse(demo.URL)
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	third, over := make(chan struct{}), make(chan struct{})
	proxy := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // its links lead back here
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/callflow_customers/") && asked.Add(1) == 4 {
			close(third) // two pages are on disk: the fourth is asked for when the third is handed on
			<-over
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	defer server.Close()
	path := filepath.Join(t.TempDir(), "all.ndjson")
	args := []string{
		"pull", server.URL, "--token-file", tokenFile(t, demo.Token), "--assignment", fmt.Sprint(demo.Assignment), "--format", "ndjson", "-o", path, "--json",
	}
	killed := callflow(t.Context(), t, args...)
	if err := killed.Start(); err != nil {
		t.Fatal(err)
	}
	<-third
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait()
	close(over)
	if _, err := os.Stat(path); err == nil {
		t.Fatal("a pull that was killed has left a file with the whole one's name")
	}
	asked.Store(100) // nothing is held back any more
	var told struct{ Records, Pages, Resumed int64 }
	if err := json.Unmarshal([]byte(run(t, args...)), &told); err != nil {
		t.Fatal(err)
	}
	if again := asked.Load() - 100; told.Resumed < 2 || again != 5-told.Resumed || told.Records != 2100 {
		t.Fatalf("%+v, and %d pages were asked for again", told, again)
	}
	if got, want := fileText(t, path), recordsOf(t, demo); got != want {
		t.Fatalf("the file has %d bytes, the pages %d", len(got), len(want))
	}
	mustBeAlone(t, path)
}

// numbered serves a list as others do: pages by number, each cut from the list as it stands.
type numbered struct {
	asked atomic.Int64
	list  func(asked int64) []string // how the list stands when a page is asked for
}

func (n *numbered) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(strings.TrimSuffix(r.URL.Path, "/"), "/campaigns") {
		_, _ = fmt.Fprint(w, `[]`)
		return
	}
	number := 1
	_, _ = fmt.Sscan(r.URL.Query().Get("page"), &number)
	ids := n.list(n.asked.Add(1))
	const size = 2
	if number > 1 && (number-1)*size >= len(ids) {
		http.Error(w, `{"detail": "Invalid page."}`, http.StatusNotFound)
		return
	}
	next := "null"
	if number*size < len(ids) {
		next = fmt.Sprintf(`"http://%s%s?page=%d"`, r.Host, r.URL.Path, number+1)
	}
	var records []string
	for _, id := range ids[(number-1)*size : min(number*size, len(ids))] {
		records = append(records, fmt.Sprintf("{\n  \"crm__customer_id\": %q, \"campaign__name\": \"Autumn\"}", id))
	}
	_, _ = fmt.Fprintf(w, `{"count": %d, "next": %s, "previous": null, "results": [%s]}`, len(ids), next, strings.Join(records, ", "))
}

func TestNumberedPagesThatMovedUnderAPullAreWalkedAgain(t *testing.T) {
	t.Parallel()
	five := []string{"1", "2", "3", "4", "5"}
	for sentence, moved := range map[string][]string{
		"a customer has left, and the others moved up":    five[1:],
		"one has left and one came: a record comes twice": {"0", "1", "2", "3", "4"},
		"so many have left that the page is gone":         five[:2],
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(&numbered{list: func(asked int64) []string {
				if asked == 1 {
					return five
				}
				return moved
			}})
			defer server.Close()
			path := filepath.Join(t.TempDir(), "campaign.csv")
			out := run(t, "pull", server.URL, "--token-file", tokenFile(t, "secret"), "--campaign", "7", "-o", path, "--json")
			want := "crm__customer_id,campaign__name\r\n" + strings.Join(moved, ",Autumn\r\n") + ",Autumn\r\n"
			if got := fileText(t, path); got != want || !strings.Contains(out, `"walks":2`) {
				t.Fatalf("told %s, the file has %q, want %q", out, got, want)
			}
			mustBeAlone(t, path)
		})
	}
}

func TestAPullOfAListThatNeverStandsStillSaysSoAndLeavesNoFile(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(&numbered{list: func(asked int64) []string {
		return []string{"1", "2", "3", "4", "5", "6", "7"}[:4+asked%2]
	}})
	defer server.Close()
	path := filepath.Join(t.TempDir(), "campaign.csv")
	cmd := callflow(t.Context(), t, "pull", server.URL, "--token-file", tokenFile(t, "secret"), "--campaign", "7", "-o", path)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "The list moved under each of 3 walks; in the last its count went from") {
		t.Fatalf("%v: %s", err, out)
	}
	if _, err := os.Stat(path); err == nil {
		t.Fatal("there is a file")
	}
}

func TestAVerifiedPullFetchesOnlyTheBlocksThatDiffer(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 9000)
	path := filepath.Join(t.TempDir(), "all.ndjson")
	pull := func() map[string]any {
		t.Helper()
		out, err := callflow(t.Context(), t, "pull", demo.URL, "--token-file", tokenFile(t, demo.Token), "--campaign", fmt.Sprint(demo.CampaignID),
			"--format", "ndjson", "--verify", "-o", path, "--json").Output()
		if err != nil {
			t.Fatal(err, string(out))
		}
		var told map[string]any
		if err := json.Unmarshal(out, &told); err != nil {
			t.Fatal(err)
		}
		return told
	}
	if told := pull(); told["blocks_kept"] != 0.0 || told["records"] != 7200.0 {
		t.Fatalf("the first says %v", told)
	}
	whole := fileText(t, path)
	if told := pull(); told["blocks_fetched"] != 0.0 || fileText(t, path) != whole {
		t.Errorf("the second says %v", told)
	}
	damaged := []byte(whole)
	damaged[len(damaged)/2] ^= 1
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	if told := pull(); told["blocks_fetched"] != 1.0 || fileText(t, path) != whole {
		t.Errorf("after the file was damaged it says %v", told)
	}
	want := ask(t, fmt.Sprintf("%s/api/v1/campaigns/%d/callflow_customers/?format=ndjson", demo.URL, demo.CampaignID), demo.Token)
	if whole != want {
		t.Error("the file holds other records than the server tells")
	}
}
