package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

func historyOf(id string) string { return campaignList + id + "/history/" }

// told is a customer's history in campaign 998: what happened, from where to where, and the attempts by then.
func told(t *testing.T, s *testkit.Server, id string) []string {
	t.Helper()
	var lines []string
	for _, entry := range s.Get(t, s.Acme.Reader, historyOf(id)).List(t).Results {
		lines = append(lines, valuesOf(t, entry, "what", "from", "to", "user", "cause", "alternative", "comment", "attempts"))
	}
	return lines
}

func TestAHistoryTellsEverythingInOrder(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 2)
	steps(t, s, "1", `{"subtype":"Busy"}`)
	steps(t, s, "2", `{"type":"Lead"}`)
	steps(t, s, "1", `patch {"call_state":"Lead","comment":"Ringte selv"}`)
	customer := testkit.Request{Method: http.MethodPatch, Path: customerList + "1", Token: s.Acme.Admin, Body: `{"crm__standard_info__name":"Ny"}`}
	wantStatus(t, s.Ask(t, customer), http.StatusOK)
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + "1/", Token: s.Acme.Admin}), http.StatusNoContent)
	want := []string{
		"added||Ready|||||",
		"registered|Ready|Scheduled|agent|No answer|Busy||1",
		"moved|Scheduled|Lead|admin|Manual|Manual|Ringte selv|1",
		"customer|Lead|Lead|||||1",
		"removed|Lead||admin|Manual|Manual||1",
	}
	if got := told(t, s, "1"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the history of who was taken out is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	wantStatus(t, post(t, s, s.Acme.Admin, campaignList, `{"customer_ids":["1"]}`), http.StatusOK)
	want = append(want, "added||Ready|admin|Segmentation|Segmentation||")
	if got := told(t, s, "1"); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("the history of who came back is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAHistoryIsToldAsTheLogTellsIt(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	steps(t, s, "1", `{"subtype":"Busy","comment":"«Å»"}`, `{"type":"Lead"}`)
	history := s.Get(t, s.Acme.Reader, historyOf("1")).List(t).Results
	log := s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/changes/?after=0").List(t).Results
	if len(history) != 3 || len(log) != 3 {
		t.Fatalf("%d entries in the history and %d in the log, want 3", len(history), len(log))
	}
	for i := range history {
		if string(history[i]) != string(log[i]) {
			t.Errorf("the history has\n%s\nand the log\n%s", history[i], log[i])
		}
	}
}

func TestThereIsNoHistoryOfWhoWasNeverInTheCampaign(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	s.Acme.Put(t, callflow.Customer{CustomerID: "alone"})
	wantError(t, s, historyOf("alone"), http.StatusNotFound, "Not found.")
	wantError(t, s, historyOf("nobody"), http.StatusNotFound, "Not found.")
}
