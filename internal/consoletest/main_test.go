package consoletest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"callflow/internal/cli"
	"callflow/internal/testkit/browser"
)

// TestMain lets this binary be the program itself, as cmd/callflow is.
func TestMain(m *testing.M) {
	if os.Getenv("CALLFLOW_TEST_RUN") != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		go func() { // it ends with the tests, also where those are killed
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
		code := cli.Run(ctx, os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
		stop()
		os.Exit(code)
	}
	code := m.Run()
	browser.Stop()
	if stopShared != nil {
		stopShared()
	}
	os.Exit(code)
}

// site is a callflow that runs, and what it printed.
type site struct {
	URL        string
	Token      string
	Email      string
	Password   string
	Code       string `json:"first_run_code"`
	Assignment int64  `json:"assignment_id"`
	Campaign   int64  `json:"campaign_id"`
	Customers  int

	signIn sync.Once
	key    string // of a session
	failed error
}

// startSite runs the program until stop is called.
func startSite(args ...string) (started *site, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	program := exec.CommandContext(context.Background(), self, append(args, "--listen", "127.0.0.1:0", "--json")...)
	program.Env = append(os.Environ(), "CALLFLOW_TEST_RUN=1")
	program.Stderr = os.Stderr
	out, err := program.StdoutPipe()
	if err != nil {
		return nil, nil, err
	}
	if _, err := program.StdinPipe(); err != nil { // open for as long as this process lives
		return nil, nil, err
	}
	if err := program.Start(); err != nil {
		return nil, nil, err
	}
	stop = func() {
		_ = program.Process.Signal(os.Interrupt)
		_ = program.Wait()
	}
	started = &site{}
	if err := json.NewDecoder(out).Decode(started); err != nil {
		stop()
		return nil, nil, fmt.Errorf("callflow %s: %w", strings.Join(args, " "), err)
	}
	return started, stop, nil
}

// ownDemo is a demo that the test alone changes.
func ownDemo(t *testing.T) *site {
	t.Helper()
	return run(t, "demo", "--customers", "300")
}

func run(t *testing.T, args ...string) *site {
	t.Helper()
	started, stop, err := startSite(args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return started
}

var stopShared func()

// startShared starts the demo of all tests that only read.
var startShared = sync.OnceValues(func() (shared *site, err error) {
	shared, stopShared, err = startSite("demo", "--customers", "1500")
	return shared, err
})

// sharedDemo is a demo that tests read and leave as it is.
func sharedDemo(t *testing.T) *site {
	t.Helper()
	shared, err := startShared()
	if err != nil {
		t.Fatal(err)
	}
	return shared
}

// client is a program, not a browser: it follows no redirect.
var client = http.Client{Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// session is the cookie of a session of the demo's user. It is signed in once: that is slow, so that guessing is.
func (s *site) session(t *testing.T) string {
	t.Helper()
	s.signIn.Do(func() {
		var response *http.Response
		response, s.failed = client.PostForm(s.URL+"/sign-in", url.Values{"email": {s.Email}, "password": {s.Password}})
		if s.failed != nil {
			return
		}
		defer response.Body.Close()
		s.failed = errors.New("the sign-in sets no cookie")
		for _, cookie := range response.Cookies() {
			if cookie.Name == sessionCookie {
				s.key, s.failed = cookie.Value, nil
			}
		}
	})
	if s.failed != nil {
		t.Fatal(s.failed)
	}
	return s.key
}

const sessionCookie = "callflow_session"

// signedIn is a window of the demo's user, on a page.
func (s *site) signedIn(t *testing.T, path string) *browser.Window {
	t.Helper()
	w := browser.Open(t, s.URL)
	w.SetCookie(sessionCookie, s.session(t))
	w.Go(path)
	return w
}

// campaign is the path of the demo's campaign, and what follows.
func (s *site) campaign(rest string) string { return fmt.Sprintf("/campaigns/%d%s", s.Campaign, rest) }

// call asks the API.
func (s *site) call(t *testing.T, method, path, body string) (status int, answer map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(s.Email, s.Password)
	if s.Token != "" {
		request.Header.Set("Authorization", "Token "+s.Token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent {
		return response.StatusCode, nil
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatalf("%s %s: %d: %v", method, path, response.StatusCode, err)
	}
	return response.StatusCode, answer
}

// must is call for what has to work.
func (s *site) must(t *testing.T, method, path, body string) map[string]any {
	t.Helper()
	status, answer := s.call(t, method, path, body)
	if status >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d: %v", method, path, status, answer)
	}
	return answer
}

// newUser sets a user up through the pages, and gives the site as that user sees it: the API by their password.
func (s *site) newUser(t *testing.T, name, role string) *site {
	t.Helper()
	user := &site{URL: s.URL, Assignment: s.Assignment, Campaign: s.Campaign, Email: role + "@demo.example", Password: "et langt passord"}
	w := s.signedIn(t, "/set-up/users/new")
	w.Fill("Name", name)
	w.Fill("E-mail", user.Email)
	w.Fill("Password", user.Password)
	w.Choose("Role", w.Text(fmt.Sprintf(`select[name=role] option[value=%q]`, role)))
	w.Leave(func() { w.Click("main form button.primary") })
	w.See("Created.")
	return user
}
