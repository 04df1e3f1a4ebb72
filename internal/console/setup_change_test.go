package console_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestAUserIsChangedAndSignsInWithTheNewEMail(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	page := admin.post(t, "/set-up/users", form("name", "Ola", "email", "ola@acme.example", "role", "agent", "password", testkit.Password))
	page.shows(t, http.StatusOK, "Created.")
	path, _, _ := strings.Cut(page.path, "?")
	admin.post(t, path, form("name", "Ola Moe", "email", s.Acme.Email("agent"), "role", "reader")).shows(t, http.StatusConflict, "has this e-mail address already")
	admin.post(t, path, form("name", "Ola Moe", "email", "moe@acme.example", "role", "nobody")).shows(t, http.StatusBadRequest, "Ola Moe")
	admin.post(t, path, form("name", "Ola Moe", "email", "moe@acme.example", "role", "reader")).shows(t, http.StatusOK, "Saved.", "Ola Moe")
	ola := signedIn(t, s, "moe@acme.example")
	if page := ola.get(t, "/desk"); page.status != http.StatusForbidden {
		t.Errorf("a reader opens the desk: %d", page.status)
	}
	old := newBrowser(t, s).post(t, "/sign-in", form("email", "ola@acme.example", "password", testkit.Password))
	old.shows(t, http.StatusUnauthorized)
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "agent → reader")
	ola.post(t, path, form("name", "Ola", "email", "moe@acme.example", "role", "admin")).shows(t, http.StatusForbidden)
}

func TestNobodyTakesTheRoleOfAdminFromThemselves(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	_, admin := newAccount(t, s)
	admin.post(t, "/set-up/users/1", form("name", "Kari", "email", "kari@empty.example", "role", "reader")).shows(t, http.StatusBadRequest, "the account&#39;s last admin")
	admin.get(t, "/set-up").shows(t, http.StatusOK)
}

func TestSomebodyChangesTheirOwnPasswordWithTheOldOne(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	agent, elsewhere := signedIn(t, s, s.Acme.Email("agent")), signedIn(t, s, s.Acme.Email("agent"))
	agent.get(t, "/password").shows(t, http.StatusOK, `name="old_password"`)
	wrong := agent.post(t, "/password", form("old_password", "gjetning", "password", "et nytt passord"))
	wrong.shows(t, http.StatusBadRequest, "This is not your password.")
	agent.post(t, "/password", form("old_password", testkit.Password, "password", "kort")).shows(t, http.StatusBadRequest, "at least 8 characters")
	agent.post(t, "/password", form("old_password", testkit.Password, "password", "et nytt passord")).shows(t, http.StatusOK, "You have another password")
	agent.get(t, "/campaigns").shows(t, http.StatusOK, "Sign out")
	if page := elsewhere.get(t, "/campaigns"); !strings.HasPrefix(page.path, "/sign-in") {
		t.Errorf("the other browser is still signed in, at %s", page.path)
	}
	newBrowser(t, s).post(t, "/sign-in", form("email", s.Acme.Email("agent"), "password", testkit.Password)).shows(t, http.StatusUnauthorized)
}

func TestOwnPasswordsAreNotGuessedForLong(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	b := signedIn(t, s, s.Acme.Email("reader"))
	for i := range 20 {
		guess := form("old_password", "gjetning "+strconv.Itoa(i), "password", "et nytt passord")
		if b.post(t, "/password", guess).status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("20 guesses were taken")
}

func TestTheTimeZoneOfTheAccountIsChosenFromTheList(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.get(t, "/set-up/account").shows(t, http.StatusOK, `<option value="Europe/Oslo" selected>`, `<option value="Atlantic/Azores">`)
	admin.post(t, "/set-up/account", form("time_zone", "Oslo")).shows(t, http.StatusBadRequest, "Europe/Oslo")
	admin.post(t, "/set-up/account", form("time_zone", "Atlantic/Azores")).shows(t, http.StatusOK, "Saved.", "Times are those of Atlantic/Azores.")
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "Europe/Oslo → Atlantic/Azores")
	agent := signedIn(t, s, s.Acme.Email("agent"))
	agent.post(t, "/set-up/account", form("time_zone", "UTC")).shows(t, http.StatusForbidden)
}
