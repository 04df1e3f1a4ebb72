package app_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/given"
	"callflow/internal/testkit"
)

// rename gives customer 1 another name a minute later, and tells what its card has to tell of it.
func rename(t *testing.T, s *testkit.Server, by *auth.Session, from, to string) string {
	t.Helper()
	s.Wait(time.Minute)
	request := &customer.Request{
		AssignmentID: testkit.AssignmentID, CustomerID: "1", Mode: customer.Change,
		Values: []given.Entry{{Key: callflow.StandardFields[0].Key, Text: to}},
	}
	if _, err := s.App.Customers.Write(t.Context(), by, request); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(s.Now().UnixMilli(), " ", by.User.Name, ": ", from, " → ", to)
}

func TestACustomersNewValuesAreToldWhenTheyCameAlsoWhileItWasInNoCampaign(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := s.Session(t, s.Acme.Admin)
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	want := []string{rename(t, s, admin, "Kunde 1", "In one")}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: "1", State: "Ready"})
	want = append(want, rename(t, s, admin, "In one", "In two"))
	s.Acme.Remove(t, testkit.CampaignID, "1")
	s.Acme.Remove(t, testkit.SecondID, "1")
	want = append(want, rename(t, s, admin, "In two", "Out"), rename(t, s, admin, "Out", "Still out"))
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Ready"})
	want = append(want, rename(t, s, admin, "Still out", "Back"))
	s.Acme.Remove(t, testkit.CampaignID, "1")
	want = append(want, rename(t, s, admin, "Back", "Out again"))
	card, err := s.App.Card(t.Context(), admin, &customer.Request{AssignmentID: testkit.AssignmentID, CustomerID: "1"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range card.Timeline {
		for _, change := range entry.Changed {
			got = append(got, fmt.Sprint(entry.At, " ", entry.Status.User, ": ", change.Before, " → ", change.After))
		}
	}
	slices.Reverse(got)
	if !slices.Equal(got, want) {
		t.Errorf("the card tells\n%q, want\n%q", got, want)
	}
}
