package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What a killed server works on: campaign 1 is where writers move their own
// customers, campaign 2 is where they claim.
const (
	killWriters   = 8
	killCustomers = 2000
)

// TestWhatWasAnsweredIsThereOnceHoweverOftenTheServerIsKilled kills the process
// alone: what the operating system took is not lost, as it may be with the power.
// CALLFLOW_KILLS says how often.
func TestWhatWasAnsweredIsThereOnceHoweverOftenTheServerIsKilled(t *testing.T) {
	t.Parallel()
	db := filepath.Join(t.TempDir(), "x.db")
	setUpForKills(t, db)
	tokens := []string{tokenOf(t, db, "kari"), tokenOf(t, db, "ola")}
	rival := tokenOf(t, db, "eva")
	writers := make([]*killWriter, killWriters)
	for i := range writers {
		writers[i] = &killWriter{t: t, number: i, token: tokens[i%len(tokens)], comments: make(map[int]bool), removals: make(map[string]tally)}
	}

	kills := killsWanted(t)
	for range kills {
		server := startToKill(t, db)
		wantClaimsHeld(t, server, rival, writers)
		server.killAmong(t, writers)
		if t.Failed() {
			return
		}
	}
	server := startToKill(t, db)
	wantClaimsHeld(t, server, rival, writers)
	for _, writer := range writers {
		if writer.server = server; !writer.settle() {
			t.Errorf("writer %d could not settle what was left open", writer.number)
		}
	}
	log := readLog(t, server, rival)
	server.kill(t)
	wantAllInLog(t, log, writers)
	if told := run(t, "verify", "--db", db); !strings.Contains(told, "nothing differs") {
		t.Errorf("verify says %s", told)
	}
	t.Logf("%d kills: %s", kills, toldOf(writers))
}

func killsWanted(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CALLFLOW_KILLS")
	if text == "" {
		return 10
	}
	kills, err := strconv.Atoi(text)
	if err != nil || kills < 1 {
		t.Fatalf("CALLFLOW_KILLS is %q, want a number from 1 on", text)
	}
	return kills
}

func setUpForKills(t *testing.T, db string) {
	t.Helper()
	var text bytes.Buffer
	text.WriteString("customer_id,name\n")
	for i := range killCustomers {
		fmt.Fprintf(&text, "%s,Åse Bakkebø %d\n", customerForKills(i), i)
	}
	file := filepath.Join(t.TempDir(), "x.csv")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "account", "create", "acme", "--db", db)
	run(t, "client", "create", "--short-name", "Acme", "--db", db)
	run(t, "assignment", "create", "--client", "1", "--name", "A", "--db", db)
	for _, campaign := range []string{"1", "2"} {
		run(t, "campaign", "create", "--assignment", "1", "--name", "K"+campaign, "--max-claims", "0", "--max-lease", "0", "--db", db)
		run(t, "import", file, "--assignment", "1", "--campaign", campaign, "--db", db)
	}
}

func customerForKills(i int) string { return strconv.Itoa(100000 + i) }

// tokenOf makes an admin, and a token for it.
func tokenOf(t *testing.T, db, name string) string {
	t.Helper()
	email := name + "@acme.example"
	run(t, "user", "create", "--email", email, "--name", name, "--role", "admin", "--db", db)
	return strings.TrimSpace(run(t, "token", "create", "--user", email, "--db", db))
}

// killedServer is one run of `serve`, from its start to its kill.
type killedServer struct {
	url        string
	command    *exec.Cmd
	complaints bytes.Buffer
	client     http.Client
	first      sync.Once
	answered   chan struct{} // closed with the first answer to a write
}

func startToKill(t *testing.T, db string) *killedServer {
	t.Helper()
	s := &killedServer{answered: make(chan struct{})}
	s.client = http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: killWriters}}
	s.command = callflow(t.Context(), t, "serve", "--db", db, "--listen", "127.0.0.1:0", "--quiet", "--json")
	s.command.Stderr = &s.complaints
	out, err := s.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	var told struct{ URL string }
	if err := json.NewDecoder(out).Decode(&told); err != nil {
		s.kill(t)
		t.Fatalf("the server told no address: %v", err)
	}
	s.url = told.URL
	return s
}

// killAmong lets the writers write, and kills the server 20 to 150 ms after its first answer.
func (s *killedServer) killAmong(t *testing.T, writers []*killWriter) {
	t.Helper()
	var all sync.WaitGroup
	for _, writer := range writers {
		writer.server = s
		all.Go(writer.write)
	}
	ended := make(chan struct{})
	go func() {
		all.Wait()
		close(ended)
	}()
	select {
	case <-s.answered:
		<-time.After(20*time.Millisecond + rand.N(130*time.Millisecond))
	case <-ended:
		t.Error("no write was answered")
	}
	s.kill(t)
	<-ended
}

// kill ends the process at once, and shows what it had complained about till then.
func (s *killedServer) kill(t *testing.T) {
	t.Helper()
	if err := s.command.Process.Kill(); err != nil {
		t.Errorf("it ended before it was killed: %v", err)
	}
	_ = s.command.Wait() // it was killed: that is its error
	if s.complaints.Len() > 0 {
		t.Errorf("the server complained: %s", s.complaints.String())
	}
	s.client.CloseIdleConnections()
}
