package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"callflow/internal/store"
)

// TestMain lets this binary be the program itself: the scripts' `callflow`, and
// with CALLFLOW_TEST_RUN the child that a test kills.
func TestMain(m *testing.M) {
	if os.Getenv("CALLFLOW_TEST_RUN") != "" {
		main()
		return
	}
	testscript.Main(m, map[string]func(){"callflow": main})
}

// TestTheProgramDoesWhatTheScriptsSay runs the real binary as a person would. IMPORTS is a folder with files of kinds that people bring.
func TestTheProgramDoesWhatTheScriptsSay(t *testing.T) {
	t.Parallel()
	imports, err := filepath.Abs("../../internal/api/testdata/imports")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(env *testscript.Env) error {
		env.Setenv("IMPORTS", imports)
		return nil
	}})
}

func callflow(ctx context.Context, t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Env = append(os.Environ(), "CALLFLOW_TEST_RUN=1")
	return cmd
}

func run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := callflow(t.Context(), t, args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("callflow %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

func TestAKillInTheMiddleOfAnImportLeavesADatabaseThatASecondRunCompletes(t *testing.T) {
	t.Parallel()
	const rows = 60000
	folder := t.TempDir()
	db, file := filepath.Join(folder, "x.db"), filepath.Join(folder, "x.csv")
	var text bytes.Buffer
	text.WriteString("customer_id,name,phone_1\n")
	for i := range rows {
		fmt.Fprintf(&text, "%d,Åse Bakkebø %d,0%07d\n", 100000+i, i, i)
	}
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "account", "create", "acme", "--db", db)
	run(t, "client", "create", "--short-name", "Acme", "--db", db)
	run(t, "assignment", "create", "--client", "1", "--name", "A", "--db", db)
	run(t, "campaign", "create", "--assignment", "1", "--name", "K", "--db", db)
	command := []string{"import", file, "--assignment", "1", "--campaign", "1", "--db", db, "--json"}

	child := callflow(t.Context(), t, command...)
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	waitForFirstCommit(t, db)
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed: that is its error

	var result struct{ Rows, Created, Unchanged, Rejected, Added int64 }
	if err := json.Unmarshal([]byte(run(t, command...)), &result); err != nil {
		t.Fatal(err)
	}
	if result.Rows != rows || result.Created+result.Unchanged != rows || result.Unchanged == 0 || result.Rejected != 0 {
		t.Fatalf("the second run says %+v; wanted all %d rows, some of them there already", result, rows)
	}
	again := run(t, command...)
	if !strings.Contains(again, fmt.Sprintf(`"unchanged":%d`, rows)) {
		t.Fatalf("the third run found something left to do: %s", again)
	}
}

// waitForFirstCommit waits until another process's first rows are on disk.
func waitForFirstCommit(t *testing.T, db string) {
	t.Helper()
	s, err := store.Open(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); {
		moment, err := s.Moment(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if moment.Seq > 0 {
			return
		}
	}
	t.Fatal("nothing was committed in 30 seconds")
}

func TestTheDemoAnswersTheSeedsRequestsAndStopsWhenAsked(t *testing.T) {
	t.Parallel()
	demo := callflow(t.Context(), t, "demo", "--listen", "127.0.0.1:0", "--customers", "1500", "--json")
	out, err := demo.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Start(); err != nil {
		t.Fatal(err)
	}
	var told struct {
		URL, Token string
		CampaignID int64 `json:"campaign_id"`
		Assignment int64 `json:"assignment_id"`
		Customers  int
	}
	if err := json.NewDecoder(out).Decode(&told); err != nil {
		t.Fatal(err)
	}
	body := ask(t, fmt.Sprintf("%s/api/v1/assignments/%d/callflow_customers/?page_size=1", told.URL, told.Assignment), told.Token)
	if !strings.HasPrefix(body, `{"count":1500,`) || !strings.Contains(body, `"crm__customer_id":"481846"`) {
		t.Fatalf("the first page is %.300s", body)
	}
	if err := demo.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := demo.Wait(); err != nil {
		t.Fatalf("interrupted, it ended with %v", err)
	}
}

func ask(t *testing.T, url, token string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Token "+token)
	client := http.Client{Timeout: 30 * time.Second}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %v", url, response.StatusCode, err)
	}
	return string(body)
}
