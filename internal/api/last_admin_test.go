package api_test

import (
	"strings"
	"sync"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// addAdmin adds a further admin to acme.
func addAdmin(t *testing.T, s *testkit.Server, name string) (id int64) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		id, err = w.CreateUser(&callflow.User{Name: name, Email: s.Acme.Email(name), Role: callflow.Admin, Active: true})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// waysToLoseAnAdmin are what takes an admin away, by whoever asks.
func waysToLoseAnAdmin(t *testing.T, s *testkit.Server, id int64, name string) map[string]func(asks *auth.Session) error {
	t.Helper()
	user := callflow.User{ID: id, Name: name, Email: s.Acme.Email(name), Role: callflow.Reader}
	reader := app.UserRequest{ID: id, Name: name, Email: s.Acme.Email(name), Role: callflow.Reader}
	return map[string]func(asks *auth.Session) error{
		"another role":     func(asks *auth.Session) error { return s.App.ChangeUser(t.Context(), asks, &reader) },
		"is switched off":  func(asks *auth.Session) error { return s.App.ActivateUser(t.Context(), asks, id, false) },
		"role by command":  func(*auth.Session) error { return s.App.UpdateUser(t.Context(), s.Acme.ID, user) },
		"switched by hand": func(*auth.Session) error { return s.App.SetUserActive(t.Context(), s.Acme.ID, id, false) },
	}
}

func admins(t *testing.T, s *testkit.Server) (count int) {
	t.Helper()
	setup, err := s.App.Account(t.Context(), "acme")
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range setup.Users {
		if user.Active && user.Role == callflow.Admin {
			count++
		}
	}
	return count
}

func TestAnAccountKeepsItsLastAdmin(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for name, way := range waysToLoseAnAdmin(t, s, s.Acme.Users["admin"], "admin") {
		err := way(session(t, s, s.Acme.Admin))
		if err == nil || !strings.Contains(callflow.ErrorText(err), "the account's last admin") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := admins(t, s); left != 1 {
		t.Errorf("%d admins are left", left)
	}
	second := addAdmin(t, s, "second")
	if err := s.App.SetUserActive(t.Context(), s.Acme.ID, s.Acme.Users["admin"], false); err != nil {
		t.Error(err)
	}
	if err := s.App.SetUserActive(t.Context(), s.Acme.ID, second, false); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("an admin who is switched off counts as one: %v", err)
	}
	name := callflow.User{ID: second, Name: "Renamed", Email: s.Acme.Email("second"), Role: callflow.Admin}
	if err := s.App.UpdateUser(t.Context(), s.Acme.ID, name); err != nil {
		t.Errorf("the last admin can't be renamed: %v", err)
	}
}

func TestTwoAdminsWhoAreTakenAwayAtOnceLeaveOne(t *testing.T) {
	t.Parallel()
	for _, way := range []string{"another role", "is switched off", "role by command", "switched by hand"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			second := addAdmin(t, s, "second")
			key, err := s.App.CreateToken(t.Context(), s.Acme.ID, second, "test")
			if err != nil {
				t.Fatal(err)
			}
			asks := []*auth.Session{session(t, s, key), session(t, s, s.Acme.Admin)}
			var at sync.WaitGroup
			for i, takes := range []func(*auth.Session) error{
				waysToLoseAnAdmin(t, s, s.Acme.Users["admin"], "admin")[way], waysToLoseAnAdmin(t, s, second, "second")[way],
			} {
				at.Go(func() { _ = takes(asks[i]) })
			}
			at.Wait()
			if left := admins(t, s); left != 1 {
				t.Errorf("%d admins are left", left)
			}
		})
	}
}
