package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

const movePath = "/campaigns/998/move"

// wantStanding holds the values of a customer's record against those that are wanted.
func wantStanding(t *testing.T, s *testkit.Server, id string, want map[string]any) {
	t.Helper()
	record := standing(t, s, id)
	for key, value := range want {
		if record[key] != value {
			t.Errorf("%s of customer %s is %v, want %v", key, id, record[key], value)
		}
	}
}

func TestCustomersThatWereMovedTogetherAreMovedBackTogether(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 4, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	promised := url.Values{"customer_id": {"3"}, "call_state": {"Scheduled"}, "due": {"2026-06-18T09:30"}, "comment": {"Ring om morgenen"}}
	admin.post(t, movePath, promised).shows(t, http.StatusOK, "1 customer was moved.")
	before := standing(t, s, "3")
	moved := admin.post(t, movePath, url.Values{"customer_id": {"1", "3"}, "call_state": {"On Hold"}, "back": {"/campaigns/998?order=name"}})
	moved.shows(t, http.StatusOK, "2 customers were moved.", ">Undo</button>")
	admin.get(t, "/set-up/audit").shows(t, http.StatusOK, "moved customers of")
	form := moved.formAt(t, movePath+"/undo")
	back := admin.post(t, movePath+"/undo", form)
	back.shows(t, http.StatusOK, "2 customers were moved back.", `value="name" selected`)
	back.lacks(t, "left alone", movePath+"/undo")
	admin.get(t, "/set-up/audit?action=moved+customers+back+in").shows(t, http.StatusOK, "moved customers back in", "2 records")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Ready"})
	for _, key := range []string{"callflow__callstate__name", "callflow__callstate__due", "callflow__last_change__comment"} {
		wantStanding(t, s, "3", map[string]any{key: before[key]})
	}
	var log struct {
		Results []struct{ What, From, To string }
	}
	s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/changes/?after=0&limit=100").Decode(t, &log)
	if len(log.Results) == 0 {
		t.Fatal("the log tells nothing")
	}
	if last := log.Results[len(log.Results)-1]; last.What != "moved" || last.From != "On Hold" || last.To != "Scheduled" {
		t.Errorf("the log tells %+v last", last)
	}
	admin.post(t, movePath+"/undo", form).shows(t, http.StatusOK, "0 customers were moved back. 2 customers were left alone: something happened to them since.")
}

func TestWhoWasCalledMeanwhileIsNotMovedBackWithTheOthers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 4, "On Hold")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Cookie", "language=nb")
	moved := admin.post(t, movePath, url.Values{"customer_id": {"1", "2", "3", "4"}, "call_state": {"Ready"}, "back": {"/campaigns/998"}})
	moved.shows(t, http.StatusOK, "4 kunder ble flyttet.", ">Angre</button>")
	agent := signedIn(t, s, s.Acme.Email("agent"))
	registered(t, agent, "Yes", url.Values{"units.PROD1": {"2"}}) // and customer 2 is called now
	customer := "/assignments/239/customer/edit?id=3"
	edited := admin.get(t, customer).formOf(t)
	edited.Set("name", "Kari Nytt Navn")
	admin.post(t, customer, edited).shows(t, http.StatusOK)
	form := moved.formAt(t, movePath+"/undo")
	admin.post(t, movePath+"/undo", form).shows(t, http.StatusOK, "2 kunder ble flyttet tilbake. 2 kunder ble latt være: noe har skjedd med dem siden.")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Completed - Yes", "product__PROD1": 2.0})
	wantStanding(t, s, "2", map[string]any{"callflow__callstate__name": "Ready"})
	wantStanding(t, s, "3", map[string]any{"callflow__callstate__name": "On Hold"})
	wantStanding(t, s, "4", map[string]any{"callflow__callstate__name": "On Hold"})
}

func TestMovesAreUndoneForTenMinutesByAdmins(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	some := admin.post(t, movePath, url.Values{"customer_id": {"1", "99"}, "call_state": {"On Hold"}})
	some.shows(t, http.StatusConflict, "1 were moved, 1 were not.", ">Undo</button>")
	form := some.formAt(t, movePath+"/undo")
	agent := signedIn(t, s, s.Acme.Email("agent"))
	if page := agent.post(t, movePath+"/undo", form); page.status != http.StatusForbidden {
		t.Errorf("an agent undoes moves: %d", page.status)
	}
	address := "/campaigns/998?moved=" + form.Get("moved")
	agent.get(t, address).lacks(t, movePath+"/undo")
	admin.get(t, address).shows(t, http.StatusOK, ">Undo</button>")
	s.Wait(10 * time.Minute)
	admin.get(t, address).lacks(t, movePath+"/undo")
	admin.post(t, movePath+"/undo", form).shows(t, http.StatusConflict, "The customers were moved more than 10 minutes ago")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "On Hold"})
	for _, made := range []string{"", "x", "1-", "0-9", "99999-99999"} {
		if page := admin.post(t, movePath+"/undo", url.Values{"moved": {made}}); page.status != http.StatusNotFound {
			t.Errorf("moves %q: %d", made, page.status)
		}
	}
	stood := admin.post(t, movePath, url.Values{"customer_id": {"1"}, "call_state": {"On Hold"}, "back": {"/campaigns/998"}})
	stood.shows(t, http.StatusOK, "1 customer was moved.")
	if strings.Contains(stood.body, movePath+"/undo") {
		t.Error("a move that changed nothing can be undone")
	}
}

// Whoever moves one customer between two of several moves, as in another window, has moved it by itself.
func TestOnlyTheMovesOfTheRequestAreUndoneAndOnlyByWhoeverMadeThem(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 5, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	first := admin.post(t, movePath, url.Values{"customer_id": {"1", "2"}, "call_state": {"On Hold"}, "back": {"/campaigns/998"}}).formAt(t, movePath+"/undo")
	admin.post(t, movePath, url.Values{"customer_id": {"3"}, "call_state": {"On Hold"}, "back": {"/campaigns/998"}}).shows(t, http.StatusOK)
	last := admin.post(t, movePath, url.Values{"customer_id": {"4", "5"}, "call_state": {"On Hold"}, "back": {"/campaigns/998"}}).formAt(t, movePath+"/undo")
	around := url.Values{"moved": {movedAround(t, first.Get("moved"), last.Get("moved"))}}

	path := fmt.Sprintf("/set-up/users/%d", s.Acme.Users["agent"])
	admin.post(t, path, form("name", "agent", "email", s.Acme.Email("agent"), "role", "admin")).shows(t, http.StatusOK, "Saved.")
	other := signedIn(t, s, s.Acme.Email("agent"))
	if page := other.post(t, movePath+"/undo", around); page.status != http.StatusNotFound {
		t.Errorf("another admin undoes them: %d", page.status)
	}
	admin.post(t, movePath+"/undo", around).shows(t, http.StatusOK, "4 customers were moved back.")
	for id, want := range map[string]string{"1": "Ready", "2": "Ready", "3": "On Hold", "4": "Ready", "5": "Ready"} {
		wantStanding(t, s, id, map[string]any{"callflow__callstate__name": want})
	}
}

// movedAround names the moves of two requests, with one between them, as if one request had made them.
func movedAround(t *testing.T, first, last string) string {
	t.Helper()
	var from, next int64
	if _, err := fmt.Sscanf(first+" "+last, "%d-1 %d-1", &from, &next); err != nil || next != from+3 {
		t.Fatalf("the moves are named %q and %q: %v", first, last, err)
	}
	return first + "_2-1"
}
