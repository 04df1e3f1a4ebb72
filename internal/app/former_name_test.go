package app_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

func TestANameUnderWhichSomebodyElsesOutcomesAreRegisteredIsNotGiven(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	kari := callflow.User{Name: "Kari Eksempel", Email: "kari@acme.example", Role: callflow.Agent}
	id, err := s.App.CreateUser(t.Context(), s.Acme.ID, kari, testkit.Password)
	if err != nil {
		t.Fatal(err)
	}
	kari.ID = id
	registerAs(t, s, &kari)
	called := func(user callflow.User, name string) error {
		user.Name = name
		if user.ID != 0 {
			return s.App.UpdateUser(t.Context(), s.Acme.ID, user)
		}
		_, err := s.App.CreateUser(t.Context(), s.Acme.ID, user, testkit.Password)
		return err
	}
	other := callflow.User{Email: "ola@acme.example", Role: callflow.Agent}
	if err := called(kari, "Kari Nordmann"); err != nil {
		t.Fatal(err)
	}
	agent := callflow.User{ID: s.Acme.Users["agent"], Email: s.Acme.Email("agent"), Role: callflow.Agent}
	for way, user := range map[string]callflow.User{"a new user": other, "a user who is renamed": agent} {
		err := called(user, "KARI Eksempel")
		if callflow.ErrorCode(err) != callflow.Conflict || !strings.Contains(callflow.ErrorText(err), "who has another name now") {
			t.Errorf("%s gets the name: %v", way, err)
		}
	}
	if err := called(kari, "kari eksempel"); err != nil {
		t.Errorf("the user can't have the former name again: %v", err)
	}
	if err := called(other, "Ola Eksempel"); err != nil {
		t.Errorf("a name that nobody had is refused: %v", err)
	}
}

// registerAs counts an outcome of a user.
func registerAs(t *testing.T, s *testkit.Server, user *callflow.User) {
	t.Helper()
	s.Acme.Put(t, callflow.Customer{CustomerID: "1"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Ready"})
	err := s.Acme.Write(t, func(w *store.Write) error {
		setup, err := w.Setup()
		if err != nil {
			return err
		}
		return w.Move(setup.Campaigns[testkit.CampaignID], nil, &store.Move{
			CampaignID: testkit.CampaignID, Number: 1, StateID: setup.States[testkit.CampaignID][0].ID, Attempts: 1, At: 1_700_000_000_000,
			What: callflow.Registered, Status: callflow.Status{User: user.Name, Cause: "Sale", Alternative: "Ja"}, Detail: callflow.Detail{UserID: user.ID},
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}
