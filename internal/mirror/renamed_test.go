package mirror_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow/internal/mirror"
	"callflow/internal/testkit"
)

// setUpThere changes a member of something that the campaign there has: things are its call states or its products.
func setUpThere(t *testing.T, s *testkit.Server, things, name, change string) {
	t.Helper()
	list := fmt.Sprintf("/api/v1/campaigns/%d/%s/", testkit.CampaignID, things)
	var listed []struct {
		ID         int64
		Name, Code string
	}
	if err := json.Unmarshal(s.Ask(t, testkit.Request{Path: list, Token: s.Acme.Admin}).Body, &listed); err != nil {
		t.Fatal(err)
	}
	for _, thing := range listed {
		if thing.Name+thing.Code != name {
			continue
		}
		answer := s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: fmt.Sprintf("%s%d/", list, thing.ID), Token: s.Acme.Admin, Body: change})
		if answer.Status != http.StatusOK {
			t.Fatalf("%s can't become %s: %s", name, change, answer.Body)
		}
		return
	}
	t.Fatalf("%s has no %s", list, name)
}

// exchangeStates gives two call states each the other's name.
func exchangeStates(t *testing.T, s *testkit.Server) {
	t.Helper()
	setUpThere(t, s, "call_states", "Completed - No", `{"name":"tmp"}`)
	setUpThere(t, s, "call_states", "Completed - Yes", `{"name":"Completed - No"}`)
	setUpThere(t, s, "call_states", "tmp", `{"name":"Completed - Yes"}`)
}

// wantNoChanges holds the account's log against what it was: where nobody was moved there, nobody is here.
func (f *following) wantNoChanges(t *testing.T, result *mirror.Result, before int64) {
	t.Helper()
	if result.Moved+result.Customers+result.Added+result.Removed != 0 || f.seq(t) != before {
		t.Errorf("the run after the names changed took the clock from %d to %d, and gave %+v", before, f.seq(t), result)
	}
}

func TestACallStateThatIsRenamedThereIsRenamedHere(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	before := f.seq(t)
	setUpThere(t, s, "call_states", "Scheduled", `{"name":"Avtalt"}`)
	f.wantNoChanges(t, f.run(t), before)
	f.agrees(t, testkit.CampaignID)
	f.agrees(t, testkit.SecondID)
	if result := f.run(t); result.Walks != 0 || result.Followed != 3 {
		t.Errorf("the run after that gave %+v", result)
	}
	f.isClean(t)
}

func TestCallStatesThatExchangeTheirNamesThereDoSoHere(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	before := f.seq(t)
	exchangeStates(t, s)
	f.wantNoChanges(t, f.run(t), before)
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestACallStateWithTheNameOfAnotherHereIsFollowedByMoves(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	setUpThere(t, s, "call_states", "Lead", `{"name":"Interessert"}`)
	setUpThere(t, s, "call_states", "Scheduled", `{"name":"Lead"}`)
	f.run(t)
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestAProductThatIsRenamedThereIsRenamedHere(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	before := f.seq(t)
	setUpThere(t, s, "products", "PROD2", `{"code":"NEW2"}`)
	f.wantNoChanges(t, f.run(t), before)
	f.agrees(t, testkit.CampaignID)
	if record := f.records(t, testkit.CampaignID)["ø-7"]; !strings.Contains(record, `"product__NEW2":2`) || strings.Contains(record, "PROD2") {
		t.Errorf("the customer has %s", record)
	}
	f.isClean(t)
}

func TestProductsThatAreToldInAnotherOrderThereAreSoHere(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	setUpThere(t, s, "products", "PROD1", `{"position":9}`)
	f.run(t)
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestAMirrorThatDidNotFollowRenamedCallStatesFollowsThemWithItsNextRun(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	exchangeStates(t, s)
	f.keepToken(t, s) // as a mirror of before, which kept no names
	if result := f.run(t); result.Moved == 0 {
		t.Errorf("the run gave %+v", result)
	}
	f.agrees(t, testkit.CampaignID)
	f.isClean(t)
}

func TestANameThatChangesWhileTheServerIsNoCallflowIsFollowed(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	there := serveAs(t, s)
	there.hidesTokens.Store(true)
	f := follow(t, there.URL, s.Acme.Admin)
	f.run(t)
	setUpThere(t, s, "call_states", "Scheduled", `{"name":"Avtalt"}`)
	f.run(t)
	f.agrees(t, testkit.CampaignID)
	if record := f.records(t, testkit.CampaignID)["3"]; !strings.Contains(record, `"callflow__callstate__name":"Avtalt"`) {
		t.Errorf("the customer has %s", record)
	}
}
