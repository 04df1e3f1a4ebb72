package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// mirrored runs `callflow mirror` into a database and gives what it says.
func mirrored(t *testing.T, demo *demoServer, database string) map[string]any {
	t.Helper()
	out, err := callflow(t.Context(), t, "mirror", demo.URL, "--token-file", tokenFile(t, demo.Token), "--db", database, "--json").Output()
	if err != nil {
		t.Fatal(err, string(out))
	}
	var told map[string]any
	if err := json.Unmarshal(out, &told); err != nil {
		t.Fatal(err)
	}
	return told
}

func exported(t *testing.T, database string, campaignID int64) string {
	t.Helper()
	out, err := callflow(t.Context(), t, "export", "--db", database, "--campaign", fmt.Sprint(campaignID), "--format", "ndjson").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestTheCommandMirrorsAServerAndItsNextRunAsksForChangesAlone(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 1500)
	database := filepath.Join(t.TempDir(), "mirror.db")
	if told := mirrored(t, demo, database); told["added"] != 1500.0 || told["walks"] != 3.0 {
		t.Fatalf("the first run says %v", told)
	}
	if told := mirrored(t, demo, database); told["records"] != 0.0 || told["followed"] != 3.0 {
		t.Errorf("the second run says %v", told)
	}
	var theirs strings.Builder
	for line := range strings.Lines(recordsOf(t, demo)) {
		if strings.Contains(line, `"campaign__name":"Bookingkampanje - TEST"`) {
			theirs.WriteString(line)
		}
	}
	if exported(t, database, demo.CampaignID) != theirs.String() {
		t.Error("the mirror exports other records than the server tells")
	}
	if out, err := callflow(t.Context(), t, "verify", "--db", database).CombinedOutput(); err != nil {
		t.Errorf("verify: %v %s", err, out)
	}
}

func TestAMirrorWithAWrongTokenMakesNothing(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 10)
	database := filepath.Join(t.TempDir(), "mirror.db")
	out, err := callflow(t.Context(), t, "mirror", demo.URL, "--token-file", tokenFile(t, "cf_1_wrong"), "--db", database).CombinedOutput()
	if err == nil {
		t.Errorf("it mirrors: %s", out)
	}
	if _, err := os.Stat(database); !os.IsNotExist(err) {
		t.Errorf("the database is there, %v, after %s", err, out)
	}
}

func TestAServerRunsTheMirrorsOfItsFileAndTellsItsMetrics(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 100)
	folder := t.TempDir()
	plan := fmt.Sprintf("[[mirror]]\nurl = %q\ntoken_file = \"token\"\naccount = \"copy\"\nevery = \"1s\"\n", demo.URL)
	for name, text := range map[string]string{"mirrors.toml": plan, "token": demo.Token} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	metrics := freeAddress(t)
	serve := callflow(t.Context(), t, "serve", "--db", filepath.Join(folder, "m.db"), "--listen", "127.0.0.1:0",
		"--mirror-file", filepath.Join(folder, "mirrors.toml"), "--metrics", metrics)
	log, err := serve.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	lines := json.NewDecoder(log)
	var line map[string]any
	for line["msg"] != "mirrored" { // the log says when the first run is over
		if err := lines.Decode(&line); err != nil {
			t.Fatal(err)
		}
	}
	if line["account"] != "copy" || line["added"] != 100.0 {
		t.Errorf("the log says %v", line)
	}
	told := readMetrics(t, metrics)
	for _, want := range []string{`callflow_mirror_up{account="copy"} 1`, `callflow_mirror_failures_total{account="copy"} 0`, `callflow_mirror_lag_seconds{account="copy"}`} {
		if !strings.Contains(told, want) {
			t.Errorf("the metrics have no %s", want)
		}
	}
	if err := serve.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, log)
	if err := serve.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func readMetrics(t *testing.T, address string) string {
	t.Helper()
	client := http.Client{Timeout: 10 * time.Second}
	response, err := client.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// freeAddress is an address on which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestTheCommandAnonymisesWhoWasAnonymisedOnTheServer(t *testing.T) {
	t.Parallel()
	demo := serveDemo(t, 60)
	database := filepath.Join(t.TempDir(), "mirror.db")
	mirrored(t, demo, database)
	var first struct {
		ID    string `json:"crm__customer_id"`
		Email string `json:"crm__standard_info__email"`
	}
	for line := range strings.Lines(exported(t, database, demo.CampaignID)) {
		if err := json.Unmarshal([]byte(line), &first); err != nil {
			t.Fatal(err)
		}
		if first.Email != "" {
			break
		}
	}
	demo.anonymize(t, first.ID)
	out, err := callflow(t.Context(), t, "mirror", demo.URL, "--token-file", tokenFile(t, demo.Token), "--db", database).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "1 customer anonymised, as there\n") {
		t.Errorf("it says %v %s", err, out)
	}
	files, err := filepath.Glob(database + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), first.Email) {
			t.Errorf("%s still has %q", filepath.Base(file), first.Email)
		}
	}
}

// anonymize anonymises one of the demo's customers.
func (d *demoServer) anonymize(t *testing.T, customerID string) {
	t.Helper()
	path := fmt.Sprintf("%s/api/v1/assignments/%d/customers/%s/anonymize/", d.URL, d.Assignment, customerID)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Token "+d.Token)
	request.Header.Set("Content-Type", "application/json")
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatalf("it is answered with %d", response.StatusCode)
	}
}
