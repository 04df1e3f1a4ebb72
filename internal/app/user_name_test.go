package app_test

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestAUserNameIsTakenOnceInAnAccount(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := s.Session(t, s.Acme.Admin)
	ase := callflow.User{Name: " Åse  Straße ", Email: "ase@acme.example", Role: callflow.Agent}
	id, err := s.App.CreateUser(t.Context(), s.Acme.ID, ase, testkit.Password)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"ÅSE STRASSE", "A\u030ase Straße", "  Åse\u00a0Straße\t", "Å\u00adse Stra\u200bße", "Admin"} {
		email := "other" + strconv.Itoa(i) + "@acme.example"
		_, inConsole := s.App.AddUser(t.Context(), admin, &app.UserRequest{Name: name, Email: email, Role: callflow.Agent, Password: testkit.Password})
		_, atCommand := s.App.CreateUser(t.Context(), s.Acme.ID, callflow.User{Name: name, Email: email, Role: callflow.Agent}, testkit.Password)
		changed := s.App.ChangeUser(t.Context(), admin, &app.UserRequest{
			ID: s.Acme.Users["agent"], Name: name, Email: s.Acme.Email("agent"), Role: callflow.Agent,
		})
		for way, err := range map[string]error{"made in the console": inConsole, "made at the command line": atCommand, "changed": changed} {
			if callflow.ErrorCode(err) != callflow.Conflict || !strings.Contains(callflow.ErrorText(err), "has this name already") {
				t.Errorf("a user %q is %s with %v", name, way, err)
			}
		}
	}
	same := &app.UserRequest{ID: id, Name: "ÅSE STRAßE", Email: ase.Email, Role: callflow.Reader}
	if err := s.App.ChangeUser(t.Context(), admin, same); err != nil {
		t.Errorf("a user can't write the own name otherwise: %v", err)
	}
	if _, err := s.App.CreateUser(t.Context(), s.Other.ID, callflow.User{Name: "Åse Straße", Email: ase.Email, Role: callflow.Agent}, testkit.Password); err != nil {
		t.Errorf("another account's user can't have the name: %v", err)
	}
}

func TestOfTwoUsersOfOneNameAtTheSameTimeOneIsMade(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	beside := s.Beside(t, api.Config{})
	var made atomic.Int64
	var all sync.WaitGroup
	for i := range 8 {
		verbs := []*app.App{s.App, beside.App}[i%2]
		all.Go(func() {
			user := callflow.User{Name: "Ida", Email: "ida" + strconv.Itoa(i) + "@acme.example", Role: callflow.Agent}
			switch _, err := verbs.CreateUser(t.Context(), s.Acme.ID, user, testkit.Password); {
			case err == nil:
				made.Add(1)
			case callflow.ErrorCode(err) != callflow.Conflict:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("%d users are called Ida", made.Load())
	}
}

func TestUsersWhoHadOneNameBeforeKeepItUntilTheyAreRenamed(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := s.Session(t, s.Acme.Admin)
	ids := map[string]int64{}
	err := s.Store.Write(t.Context(), s.Acme.ID, func(w *store.Write) (err error) {
		for _, email := range []string{"first@acme.example", "second@acme.example"} {
			if ids[email], err = w.CreateUser(&callflow.User{Name: "Kari", Email: email, Role: callflow.Agent, Active: true}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	request := &app.UserRequest{ID: ids["second@acme.example"], Name: "Kari", Email: "second@acme.example", Role: callflow.Reader}
	if err := s.App.ChangeUser(t.Context(), admin, request); err != nil {
		t.Errorf("the role of one of them can't be changed: %v", err)
	}
	request.Name = "Kari Moe"
	if err := s.App.ChangeUser(t.Context(), admin, request); err != nil {
		t.Errorf("one of them can't be renamed: %v", err)
	}
	request.Name = "kari"
	if err := s.App.ChangeUser(t.Context(), admin, request); callflow.ErrorCode(err) != callflow.Conflict {
		t.Errorf("whoever was renamed gets the other's name again: %v", err)
	}
}
