package console_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/mirrored"
	"callflow/internal/testkit"
)

func TestOnlyAnAdminSetsUp(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, user := range []string{"agent", "reader", "external"} {
		b := signedIn(t, s, s.Acme.Email(user))
		b.get(t, "/campaigns").lacks(t, `href="/set-up"`)
		for _, path := range []string{
			"/set-up", "/set-up/clients", "/set-up/clients/1", "/set-up/campaigns/998/outcomes/new", "/set-up/users", "/set-up/users/1", "/set-up/tokens",
			"/set-up/mirrors", "/set-up/audit",
		} {
			b.get(t, path).shows(t, http.StatusForbidden)
		}
		b.post(t, "/set-up/clients", form("short_name", "Nordlys")).shows(t, http.StatusForbidden)
		b.post(t, "/set-up/clients/2/remove", nil).shows(t, http.StatusForbidden)
		b.post(t, "/set-up/users", form("email", "ida@acme.example", "role", "admin", "password", testkit.Password)).shows(t, http.StatusForbidden)
		b.post(t, "/set-up/users/1/tokens", form("label", "x")).shows(t, http.StatusForbidden)
	}
	if n := len(things(t, s, "/clients/")); n != 2 {
		t.Errorf("there are %d clients", n)
	}
	if page := newBrowser(t, s).get(t, "/set-up/users"); page.path != "/sign-in?next=%2Fset-up%2Fusers" {
		t.Errorf("nobody is led to %s", page.path)
	}
}

func TestAUserIsAddedAndSignsIn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/set-up/users/new").shows(t, http.StatusOK, `autocomplete="new-password"`)
	typed := form("name", "Ida Nordmann", "email", "Ida@Acme.example", "role", "reader", "client_id", "1", "password", testkit.Password)
	admin.post(t, "/set-up/users", typed).shows(t, http.StatusOK, "Created.", "<h1>Ida Nordmann</h1>", "Reader: reads", "ida@acme.example")
	admin.get(t, "/set-up/users").shows(t, http.StatusOK, "Ida Nordmann")
	ida := signedIn(t, s, "ida@acme.example")
	ida.get(t, "/campaigns").shows(t, http.StatusOK, "Bookingkampanje")
	ida.get(t, "/campaigns").lacks(t, "Annen kampanje")

	again := admin.post(t, "/set-up/users", typed)
	again.shows(t, http.StatusBadRequest, `value="Ida Nordmann"`, `<option value="reader" selected`, `<option value="1" selected`)
	again.lacks(t, testkit.Password)
	if field := again.field(t, "email"); !strings.Contains(field, "A user has this e-mail address already.") {
		t.Errorf("beside the address stands\n%s", field)
	}
	short := admin.post(t, "/set-up/users", form("name", "Ola", "email", "ola@acme.example", "role", "agent", "password", "kort"))
	if field := short.field(t, "password"); short.status != http.StatusBadRequest || !strings.Contains(field, "A password needs at least 8 characters") {
		t.Errorf("%d: beside the password stands\n%s", short.status, field)
	}
}

func TestAUserWhoIsSwitchedOffIsSignedOut(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin, agent := signedIn(t, s, s.Acme.Email("admin")), signedIn(t, s, s.Acme.Email("agent"))
	path := fmt.Sprintf("/set-up/users/%d", s.Acme.Users["agent"])
	admin.post(t, path+"/active", form("active", "false")).shows(t, http.StatusOK, "The user is switched off, and signed out.", "Switched off")
	if page := agent.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("the agent is at %s", page.path)
	}
	admin.post(t, path+"/active", form("active", "true")).shows(t, http.StatusOK, "The user is switched on.")
	if page := agent.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("the agent's old session is at %s", page.path)
	}
	signedIn(t, s, s.Acme.Email("agent"))
	self := fmt.Sprintf("/set-up/users/%d", s.Acme.Users["admin"])
	admin.get(t, self).lacks(t, "Switch off")
	admin.post(t, self+"/active", form("active", "false")).shows(t, http.StatusConflict, "This is the account&#39;s last admin. Add another admin first")
	reader := form("name", "admin", "email", s.Acme.Email("admin"), "role", "reader")
	admin.post(t, self, reader).shows(t, http.StatusBadRequest, "This is the account&#39;s last admin: add another one first")
	admin.post(t, path, form("name", "agent", "email", s.Acme.Email("agent"), "role", "admin")).shows(t, http.StatusOK, "Saved.")
	admin.post(t, self+"/active", form("active", "false")).shows(t, http.StatusConflict, "You can&#39;t switch yourself off. Another admin can.")
	admin.post(t, self, reader).shows(t, http.StatusBadRequest, "You can&#39;t take the role of admin from yourself")
}

func TestAnotherPasswordSignsTheUserOut(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin, agent := signedIn(t, s, s.Acme.Email("admin")), signedIn(t, s, s.Acme.Email("agent"))
	path := fmt.Sprintf("/set-up/users/%d/password", s.Acme.Users["agent"])
	short := admin.post(t, path, form("password", "kort"))
	if field := short.field(t, "password"); short.status != http.StatusBadRequest || !strings.Contains(field, "A password needs at least 8 characters") {
		t.Errorf("%d: beside the password stands\n%s", short.status, field)
	}
	admin.post(t, path, form("password", "et helt nytt passord")).shows(t, http.StatusOK, "The user has another password.")
	if page := agent.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("the agent is at %s", page.path)
	}
	agent.post(t, "/sign-in", form("email", s.Acme.Email("agent"), "password", "et helt nytt passord")).shows(t, http.StatusOK, "/sign-out")
}

var shownKey = regexp.MustCompile(`<code class="key" id="key">([^<]+)</code>`)

func TestATokensKeyIsShownOnceAndAsksTheAPI(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	path := fmt.Sprintf("/set-up/users/%d", s.Acme.Users["reader"])
	made := admin.post(t, path+"/tokens", form("label", "Månedsrapporten"))
	made.shows(t, http.StatusCreated, "Månedsrapporten", `data-copy="key"`)
	found := shownKey.FindStringSubmatch(made.body)
	if found == nil || strings.Contains(made.path, found[1]) || made.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("at %s, %v: no key, or one that is kept", made.path, made.header)
	}
	key := found[1]
	if answer := s.Get(t, key, "/api/v1/campaigns/"); answer.Status != http.StatusOK {
		t.Errorf("the key gets %d", answer.Status)
	}
	for _, page := range []string{path, "/set-up/tokens", "/set-up/audit"} {
		admin.get(t, page).lacks(t, key)
	}
	admin.get(t, "/set-up/tokens").shows(t, http.StatusOK, "Månedsrapporten")

	remove := regexp.MustCompile(`Månedsrapporten</th>(?s:.*?)action="([^"]+)"`).FindStringSubmatch(admin.get(t, path).body)
	if remove == nil {
		t.Fatal("the token can't be removed")
	}
	_, id, _ := strings.Cut(remove[1], "/tokens/")
	others := fmt.Sprintf("/set-up/users/%d/tokens/%s", s.Acme.Users["agent"], id)
	admin.post(t, others, saidSure).shows(t, http.StatusNotFound) // it is not that user's
	admin.post(t, remove[1], saidSure).shows(t, http.StatusOK, "Removed.")
	if answer := s.Get(t, key, "/api/v1/campaigns/"); answer.Status != http.StatusUnauthorized {
		t.Errorf("the key of a token that is gone gets %d", answer.Status)
	}
}

func TestTheAuditTellsWhoDidWhatAndGoesBack(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/set-up/clients", form("short_name", "Nordlys"))
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "created", `client <a href="/set-up/clients/3">Nordlys</a>`, "signed in", "17 Jun 2026, 16:30")
	for range 60 {
		admin.post(t, "/set-up/campaigns/998/products/1/move", form("direction", "down"))
		admin.post(t, "/set-up/campaigns/998/products/1/move", form("direction", "up"))
	}
	newest := admin.get(t, "/set-up/audit")
	newest.lacks(t, "Nordlys")
	older := regexp.MustCompile(`href="(/set-up/audit\?before=\d+)"`)
	found := older.FindStringSubmatch(newest.body)
	if found == nil {
		t.Fatalf("the newest page leads to no older one:\n%s", newest.main())
	}
	for found != nil {
		page := admin.get(t, found[1])
		page.shows(t, http.StatusOK, "Newest")
		if found = older.FindStringSubmatch(page.body); found == nil && !strings.Contains(page.body, "Nordlys") {
			t.Errorf("the oldest page lacks what was done first:\n%s", page.main())
		}
	}
	admin.post(t, "/preferences", form("language", "nb"))
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "Revisjonslogg", "endret", `produkt <a href="/set-up/campaigns/998/products/1">PROD1</a>`)
}

// newAccount is an account with nothing in it but the user who administers it, signed in.
func newAccount(t *testing.T, s *testkit.Server) (int64, *browser) {
	t.Helper()
	id, err := s.App.CreateAccount(t.Context(), callflow.Account{Name: "empty"})
	if err != nil {
		t.Fatal(err)
	}
	user := callflow.User{Name: "Kari", Email: "kari@empty.example", Role: callflow.Admin}
	if _, err := s.App.CreateUser(t.Context(), id, user, testkit.Password); err != nil {
		t.Fatal(err)
	}
	return id, signedIn(t, s, user.Email)
}

func TestAnEmptyAccountIsToldWhatToDoFirst(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	_, admin := newAccount(t, s)
	admin.get(t, "/set-up").shows(t, http.StatusOK, "To the first call", `class="button primary" href="/set-up/clients/new"`)
	admin.get(t, "/set-up/assignments").shows(t, http.StatusOK, "There is no assignment yet.")
	admin.post(t, "/set-up/clients", form("short_name", "Nordlys"))
	admin.get(t, "/set-up").shows(t, http.StatusOK, `class="button primary" href="/set-up/assignments/new"`)
	admin.get(t, "/set-up/assignments/new").shows(t, http.StatusOK, `<option value="1" selected>Nordlys`) // the only one there is
	admin.get(t, "/set-up/assignments/new?client_id=1").shows(t, http.StatusOK, `<option value="1" selected>Nordlys`)
	admin.post(t, "/set-up/assignments", form("client_id", "1", "name", "Strøm", "crm_type", "B2C"))
	admin.get(t, "/set-up").shows(t, http.StatusOK, `class="button primary" href="/set-up/campaigns/new"`)
	admin.post(t, "/set-up/campaigns", form("assignment_id", "1", "name", "Vinter")).shows(t, http.StatusOK,
		"<h1>Vinter</h1>", "Appointment open", "Answering machine")
	admin.get(t, "/set-up").shows(t, http.StatusOK, `class="button primary" href="/imports"`)
	admin.post(t, "/assignments/1/customer/new", form("crm__customer_id", "1", "crm__standard_info__name", "Ada"))
	admin.post(t, "/campaigns/1/add", form("customer_ids", "1"))
	admin.get(t, "/set-up").shows(t, http.StatusOK, `class="button primary" href="/set-up/users/new"`)
	admin.post(t, "/set-up/users", form("email", "agent@empty.example", "role", "agent", "password", testkit.Password))
	admin.get(t, "/set-up").lacks(t, "To the first call")
	admin.get(t, "/set-up").shows(t, http.StatusOK, `<a href="/set-up/campaigns/1">Vinter</a>`)
}

func TestTheAuditSaysFromWhatToWhatSomethingWasChanged(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/set-up/campaigns/998/products/1", form("code", "PROD1", "title", "Helg", "price", "199.50")).shows(t, http.StatusOK, "Saved.")
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "Title: PROD1 → Helg", "Price: – → 199.50")
}

func TestAMirrorTellsHowItIs(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	id, admin := newAccount(t, s)
	admin.get(t, "/set-up/mirrors").shows(t, http.StatusOK, "callflow mirror https://", "docs/operations.md")
	const other = "https://acme.cube.example"
	run, err := mirrored.Start(t.Context(), s.App, id, other)
	if err != nil {
		t.Fatal(err)
	}
	admin.get(t, "/set-up/mirrors").shows(t, http.StatusOK, other, "Running now", "Never")
	run.Counts.Records = 12345
	if err := run.Finish(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	s.Wait(3*time.Hour + 5*time.Minute)
	admin.get(t, "/set-up/mirrors").shows(t, http.StatusOK, "3 h 5 min", "17 Jun 2026, 16:30", "12,345")
	if run, err = mirrored.Start(t.Context(), s.App, id, other); err != nil {
		t.Fatal(err)
	}
	down := &callflow.Error{Code: callflow.Unavailable, Message: "The other side is away.", Err: errors.New("refused")}
	if err := run.Finish(t.Context(), down); err != nil {
		t.Fatal(err)
	}
	admin.get(t, "/set-up/mirrors").shows(t, http.StatusOK, "The latest run failed.", "The other side is away.", "17 Jun 2026, 19:35")
}

func TestAUserWhoseClientOrNameCanNotBeReadIsNotMade(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	for _, client := range []string{"1x", "abc", "0", "-1", "99999999999999999999", "999"} {
		user := form("name", "Ola", "email", "ola@acme.example", "role", "reader", "client_id", client, "password", "et langt passord")
		admin.post(t, "/set-up/users", user).shows(t, http.StatusBadRequest, "There is no such client.")
	}
	for _, name := range []string{strings.Repeat("å", 201), "Ola\x00"} {
		user := form("name", name, "email", "ola@acme.example", "role", "reader", "password", "et langt passord")
		admin.post(t, "/set-up/users", user).shows(t, http.StatusBadRequest, "at most 200 characters")
		admin.post(t, "/set-up/users/1/tokens", form("label", name)).shows(t, http.StatusBadRequest, "at most 200 characters")
	}
	admin.post(t, "/set-up/users/2/active", form("active", "zzz")).shows(t, http.StatusNotFound)
}
