package remote_test

import (
	"errors"
	"strconv"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
	"callflow/remote"
)

func realServer(t *testing.T) (*testkit.Server, *remote.Client) {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 1200, "Ready", "Booked")
	client, err := remote.New(s.URL, remote.Options{Token: s.Acme.Admin})
	if err != nil {
		t.Fatal(err)
	}
	return s, client
}

func TestACallflowIsKnownAndWhatItTellsIsRead(t *testing.T) {
	t.Parallel()
	_, client := realServer(t)
	server, err := client.Describe(t.Context())
	if err != nil || !server.Callflow || server.Generation != callflow.DefaultGeneration {
		t.Errorf("it is described as %+v %v", server, err)
	}
	fields, err := client.CustomFields(t.Context(), testkit.AssignmentID)
	if err != nil || len(fields) != 6 || fields[0].LookupID != "crm__custom_info__78" {
		t.Errorf("the custom fields are %+v %v", fields, err)
	}
	digest, err := client.Digest(t.Context(), remote.List{CampaignID: testkit.CampaignID})
	if err != nil || digest.Count != 1200 || len(digest.Blocks) != 1 {
		t.Errorf("the digest is %+v %v", digest, err)
	}
	booked := 0
	for _, err := range client.Records(t.Context(), remote.List{CampaignID: testkit.CampaignID, CallStates: []string{"Booked"}, PageSize: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		booked++
	}
	if booked != 600 {
		t.Errorf("%d are booked", booked)
	}
}

func TestWhatChangedSinceATokenIsToldWithWhoHasGone(t *testing.T) {
	t.Parallel()
	s, client := realServer(t)
	token := ""
	for page, err := range client.Pages(t.Context(), remote.List{CampaignID: testkit.CampaignID}) {
		if err != nil {
			t.Fatal(err)
		}
		token = page.SyncToken
		break
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "3", State: "Excluded"})
	s.Acme.Remove(t, testkit.CampaignID, "4")
	var changed, gone []string
	for page, err := range client.Pages(t.Context(), remote.List{CampaignID: testkit.CampaignID, ChangedSince: token}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range page.Records() {
			id, _ := record.Text("crm__customer_id")
			changed = append(changed, id)
		}
		gone = append(gone, page.Removed...)
	}
	if len(changed) != 1 || changed[0] != "3" || len(gone) != 1 || gone[0] != "4" {
		t.Errorf("changed are %v, gone %v", changed, gone)
	}
	after, err := strconv.ParseInt(token, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var what []string
	for change, err := range client.Changes(t.Context(), remote.Feed{CampaignID: testkit.CampaignID, After: after}) {
		if err != nil {
			t.Fatal(err)
		}
		what = append(what, change.What+" "+change.CustomerID)
	}
	if len(what) != 2 || what[0] != "moved 3" || what[1] != "removed 4" {
		t.Errorf("the changes are %v", what)
	}
}

func TestEventsComeAsTheyHappen(t *testing.T) {
	t.Parallel()
	s, client := realServer(t)
	moved := false
	for event, err := range client.Events(t.Context(), remote.Feed{CampaignID: testkit.CampaignID, After: 2399}) {
		if err != nil {
			var known *callflow.Error
			t.Fatal(errors.As(err, &known), err)
		}
		if event.What == "moved" {
			moved = true
			break
		}
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "7", State: "Lead"})
	}
	if !moved {
		t.Error("no event came")
	}
}

func TestEventsAndChangesGoOnInAnotherEpochAndALostPlaceIsGone(t *testing.T) {
	t.Parallel()
	s, client := realServer(t)
	token, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 1000)
	if err != nil {
		t.Fatal(err)
	}
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "7", State: "Lead"})
	feed := remote.Feed{CampaignID: testkit.CampaignID, After: token}
	for event, err := range client.Events(t.Context(), feed) {
		if err != nil || event.CustomerID != "7" || event.What != "moved" {
			t.Errorf("the event is %+v (%v)", event, err)
		}
		break
	}
	for change, err := range client.Changes(t.Context(), feed) {
		if err != nil || change.CustomerID != "7" {
			t.Errorf("the change is %+v (%v)", change, err)
		}
	}
	feed.After = 2400
	for _, err := range client.Events(t.Context(), feed) {
		if callflow.ErrorCode(err) != callflow.Gone {
			t.Errorf("from a place that was lost the events say %v", err)
		}
		break
	}
}

func TestOneCustomerIsToldAlsoInNoCampaignAndWhenItWasAnonymised(t *testing.T) {
	t.Parallel()
	s, client := realServer(t)
	s.Acme.Put(t, callflow.Customer{CustomerID: "../å 1", Name: "Åse"})
	customer, err := client.Customer(t.Context(), testkit.AssignmentID, "../å 1")
	if err != nil {
		t.Fatal(err)
	}
	if name, _ := customer.Record.Text("crm__standard_info__name"); name != "Åse" || customer.SyncToken == "" {
		t.Errorf("told is %s, as of %q", customer.Record, customer.SyncToken)
	}
	if _, err := s.App.AnonymizeAsOperator(t.Context(), s.Acme.ID, testkit.AssignmentID, "../å 1"); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"../å 1", "..", "."} {
		if _, err := client.Customer(t.Context(), testkit.AssignmentID, id); callflow.ErrorCode(err) != callflow.NotFound {
			t.Errorf("%s gives %v", id, err)
		}
	}
	if customer, err = client.Customer(t.Context(), testkit.AssignmentID, "anonymized-1201"); err != nil {
		t.Fatal(err)
	}
	if id, _ := customer.Record.Text(callflow.KeyCustomerID); id != "" {
		t.Errorf("whoever is anonymised is told as %s", customer.Record)
	}
}

func TestACampaignsAssignmentIsToldInEitherGeneration(t *testing.T) {
	t.Parallel()
	s, client := realServer(t)
	for _, generation := range []int{callflow.LaterGeneration, callflow.DefaultGeneration} {
		if err := s.App.SetGeneration(t.Context(), s.Acme.ID, generation); err != nil {
			t.Fatal(err)
		}
		if id, err := client.AssignmentOf(t.Context(), testkit.CampaignID); id != testkit.AssignmentID || err != nil {
			t.Errorf("in the generation of %d it is %d %v", generation, id, err)
		}
	}
	if _, err := client.AssignmentOf(t.Context(), 1); callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("of no campaign it is %v", err)
	}
}
