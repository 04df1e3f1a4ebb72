package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"callflow/internal/testkit"
)

// changedPage is a status list that was asked for with changed_since.
type changedPage struct {
	Removed   []string
	Places    []string `json:"removed_callflow_ids"`
	SyncToken int64    `json:"sync_token"`
}

// token is the clock as of an answer.
func token(answer *testkit.Answer) string { return answer.Header.Get("Callflow-Sync-Token") }

func register(t *testing.T, s *testkit.Server, customerID, body string) *testkit.Answer {
	t.Helper()
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPost, Path: campaignList + customerID + "/call_outcomes/", Token: s.Acme.Agent, Body: body,
	})
	wantStatus(t, answer, http.StatusCreated)
	return answer
}

func remove(t *testing.T, s *testkit.Server, customerID string) {
	t.Helper()
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodDelete, Path: campaignList + customerID + "/", Token: s.Acme.Admin}), http.StatusNoContent)
}

func add(t *testing.T, s *testkit.Server, ids ...string) {
	t.Helper()
	body := fmt.Sprintf(`{"customer_ids": ["%s"]}`, strings.Join(ids, `", "`))
	wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodPost, Path: campaignList, Token: s.Acme.Admin, Body: body}), http.StatusOK)
}

func TestAListIsToldAsItStoodAtASeqWhateverCameAfter(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	before := s.Get(t, s.Acme.Admin, campaignList)
	register(t, s, "bare", `{"subtype": "Busy", "comment": "opptatt"}`)
	remove(t, s, exampleID)
	add(t, s, "alone")
	s.Ask(t, testkit.Request{
		Method: http.MethodPatch, Path: customerList + "bare/", Token: s.Acme.Admin, Body: `{"crm__standard_info__name": "Nytt Navn"}`,
	})
	then := s.Get(t, s.Acme.Admin, campaignList+"?at="+token(before))
	if string(then.Body) != string(before.Body) {
		t.Errorf("the list at %s is\n%s\nand was\n%s", token(before), then.Body, before.Body)
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList), "bare", "alone")
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Ready&at="+token(before)), "bare")
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Scheduled&at="+token(before)))
	wantIDs(t, s.Get(t, s.Acme.Admin, assignmentList+"?at="+token(before)), exampleID, "bare", exampleID)
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?at=0"))
}

func TestAnEarlierMomentIsNamedByATimeToo(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?at=2026-06-17T16:29:59%2B02:00"), exampleID, "bare")
	register(t, s, "bare", `{"subtype": "Not interested"}`) // at 16:30 in Oslo: the test server's clock
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Ready&at=2026-06-17T16:29:59%2B02:00"), "bare")
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Ready&at=2026-06-17+16:30"))
	wantIDs(t, s.Get(t, s.Acme.Admin, campaignList+"?call_state=Completed+-+No&at=2026-06-17+16:30"), "bare")
}

func TestAWalkOfAnEarlierMomentIsPinnedBothByNextAndByNumber(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i := range 9 {
		putReady(t, s, fmt.Sprint("k", i))
	}
	before := s.Get(t, s.Acme.Admin, campaignList)
	want := before.List(t).IDs(t)
	path := campaignList + "?at=" + token(before) + "&page_size=2"
	var numbered, followed []string
	next := path
	for page := 1; next != "null"; page++ {
		list := s.Get(t, s.Acme.Admin, next).List(t)
		followed = append(followed, list.IDs(t)...)
		next = relative(t, s, list.Next)
		if next != "null" && !strings.Contains(next, "at="+token(before)) {
			t.Fatalf("the link %s names no moment", next)
		}
		numbered = append(numbered, s.Get(t, s.Acme.Admin, fmt.Sprint(path, "&page=", page)).List(t).IDs(t)...)
		remove(t, s, want[page+1])
		register(t, s, "bare", `{"subtype": "Meeting held"}`)
		s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: campaignList + "bare/", Token: s.Acme.Admin, Body: `{"call_state": "Ready"}`})
	}
	if !slices.Equal(followed, want) || !slices.Equal(numbered, want) {
		t.Errorf("followed %v, numbered %v, want %v", followed, numbered, want)
	}
}

// putReady adds a customer to the campaign.
func putReady(t *testing.T, s *testkit.Server, id string) {
	t.Helper()
	s.Ask(t, testkit.Request{Method: http.MethodPost, Path: customerList, Token: s.Acme.Admin, Body: `{"crm__customer_id": "` + id + `"}`})
	add(t, s, id)
}

func TestWhatChangedSinceATokenIsToldOnceWithWhoHasGone(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	first := token(s.Get(t, s.Acme.Admin, campaignList))
	register(t, s, "bare", `{"subtype": "Busy"}`)
	add(t, s, "alone")
	register(t, s, "bare", `{"subtype": "Not interested"}`)
	remove(t, s, exampleID)
	answer := s.Get(t, s.Acme.Admin, campaignList+"?changed_since="+first)
	wantIDs(t, answer, "alone", "bare")
	var page changedPage
	answer.Decode(t, &page)
	if !slices.Equal(page.Removed, []string{exampleID}) || !slices.Equal(page.Places, []string{"998-1"}) || fmt.Sprint(page.SyncToken) != token(answer) {
		t.Errorf("the page says %+v beside the token %s", page, token(answer))
	}
	nothing := s.Get(t, s.Acme.Admin, fmt.Sprint(campaignList, "?changed_since=", page.SyncToken))
	wantIDs(t, nothing)
	ready := s.Get(t, s.Acme.Admin, campaignList+"?call_state=Ready&changed_since="+first)
	wantIDs(t, ready, "alone")
	ready.Decode(t, &page)
	if !slices.Equal(page.Removed, []string{"bare", exampleID}) {
		t.Errorf("of the ready ones %v have gone", page.Removed)
	}
	wantIDs(t, s.Get(t, s.Acme.Admin, assignmentList+"?changed_since="+first), "alone", "bare")
}

func TestChangedSinceIsReadPageByPageWhileOthersGoOn(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for i := range 7 {
		putReady(t, s, fmt.Sprint("k", i))
	}
	path := campaignList + "?changed_since=0&page_size=3"
	var seen []string
	removed := map[string]bool{}
	for page := 0; path != "null"; page++ {
		answer := s.Get(t, s.Acme.Admin, path)
		list := answer.List(t)
		seen = append(seen, list.IDs(t)...)
		var told changedPage
		answer.Decode(t, &told)
		for _, id := range told.Removed {
			removed[id] = true
		}
		path = relative(t, s, list.Next)
		if page == 0 {
			register(t, s, "k1", `{"subtype": "Busy"}`) // it comes again, later
			remove(t, s, "k2")
		}
	}
	want := []string{exampleID, "bare", "k0", "k3", "k4", "k5", "k6", "k1"}
	if !slices.Equal(seen, want) || len(removed) != 1 || !removed["k2"] {
		t.Errorf("seen %v and removed %v, want %v without k2", seen, removed, want)
	}
}

func TestWhoHasGoneIsToldOnThePagesByNumberAndBackwardToo(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var ids []string
	for i := range 9 {
		ids = append(ids, fmt.Sprint("k", i))
		putReady(t, s, ids[i])
	}
	before := token(s.Get(t, s.Acme.Admin, campaignList))
	for i, id := range ids {
		if i%3 == 2 {
			remove(t, s, id)
			continue
		}
		register(t, s, id, `{"subtype": "Interested"}`)
	}
	path := campaignList + "?changed_since=" + before + "&page_size=2"
	var byNumber, backward []string
	removedOf := func(answer *testkit.Answer) []string {
		var page changedPage
		answer.Decode(t, &page)
		return page.Removed
	}
	for page := 1; page <= 3; page++ {
		byNumber = append(byNumber, removedOf(s.Get(t, s.Acme.Admin, fmt.Sprint(path, "&page=", page)))...)
	}
	for link := path + "&page=3"; link != "null"; {
		answer := s.Get(t, s.Acme.Admin, link)
		backward = append(removedOf(answer), backward...)
		link = relative(t, s, answer.List(t).Previous)
	}
	if want := []string{"k2", "k5", "k8"}; !slices.Equal(byNumber, want) || !slices.Equal(backward, want) {
		t.Errorf("gone by number %v, backward %v, want %v", byNumber, backward, want)
	}
}

func TestTheLogsTimesAscendThoughTheClockIsPutBack(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	register(t, s, "bare", `{"subtype": "Busy"}`)
	s.Wait(-time.Minute)
	register(t, s, "bare", `{"subtype": "Interested"}`)
	var log struct{ Results []struct{ When string } }
	s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/callflow_customers/bare/history/").Decode(t, &log)
	last := len(log.Results) - 1
	if log.Results[last].When != log.Results[last-1].When {
		t.Errorf("the log's times are %+v", log.Results)
	}
}

func TestAMomentThatCanNotBeAskedFor(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for query, field := range map[string]string{
		"at=99999999999999999999999":   "at",
		"at=":                          "at",
		"at=yesterday":                 "at",
		"at=2026-06-17T10:00:00":       "at",
		"at=2026-06-17+16:31":          "at", // a minute ahead of the test server's clock
		"at=2026-03-29+02:30":          "at", // the clocks are put forward then
		"at=2025-10-26+02:30":          "at", // they are put back then: the hour comes twice
		"at=1&at=2":                    "at",
		"at=1&changed_since=1":         "at",
		"changed_since=-1":             "changed_since",
		"changed_since=abc":            "changed_since",
		"changed_since=":               "changed_since",
		"changed_since=1&changed_sinc": "changed_sinc",
	} {
		answer := s.Get(t, s.Acme.Admin, campaignList+"?"+query)
		if answer.Status != http.StatusBadRequest || answer.Problems(t)[field] == "" {
			t.Errorf("%s answered %d %s", query, answer.Status, answer.Body)
		}
	}
	for _, parameter := range []string{"at", "changed_since"} {
		answer := s.Get(t, s.Acme.Admin, campaignList+"?"+parameter+"=999999")
		if answer.Status != http.StatusGone || answer.Problems(t)[parameter] == "" {
			t.Errorf("%s ahead of the clock answered %d %s", parameter, answer.Status, answer.Body)
		}
	}
}

func TestACursorOfOneMomentIsNoneOfAnother(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	first := s.Get(t, s.Acme.Admin, campaignList+"?at=5&page_size=1")
	next := relative(t, s, first.List(t).Next)
	wantError(t, s, strings.Replace(next, "at=5", "at=4", 1), http.StatusNotFound, "Invalid cursor.")
	wantError(t, s, strings.Replace(next, "at=5&", "", 1), http.StatusNotFound, "Invalid cursor.")
}

func TestATimeIsToldAfterItsLastChangeWhenTheClockWasPutBack(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 3)
	leads := func(at time.Time) string {
		list := s.Get(t, s.Acme.Admin, campaignList+"?call_state=Lead&at="+url.QueryEscape(at.Format(time.RFC3339)))
		return strings.Join(list.List(t).IDs(t), " ")
	}
	begun := s.Now()
	steps(t, s, "1", `{"type":"Lead"}`)
	s.Wait(5 * time.Hour) // the clock goes wrong
	steps(t, s, "2", `{"type":"Lead"}`)
	s.Wait(-4 * time.Hour) // and is put right
	steps(t, s, "3", `{"type":"Lead"}`)
	s.Wait(10 * time.Hour)
	for after, want := range map[time.Duration]string{-time.Minute: "", 0: "1", 30 * time.Minute: "1", time.Hour: "1 2 3", 6 * time.Hour: "1 2 3"} {
		if got := leads(begun.Add(after)); got != want {
			t.Errorf("%s after it began there are the leads %q, want %q", after, got, want)
		}
	}
}

func TestLargePagesOfChangesAreThoseOfSmallOnes(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	const customers = 260
	for i := range customers {
		putReady(t, s, fmt.Sprint("k", i))
	}
	before := token(s.Get(t, s.Acme.Admin, campaignList))
	for i := range customers { // in another order than that of their numbers
		if i == 30 { // changes of another campaign, which lie between
			s.Acme.Fill(t, testkit.SecondID, 1000, 5000, "Ready")
		}
		id := fmt.Sprint("k", customers-1-i)
		register(t, s, id, `{"subtype": "Busy"}`)
		if i > 250 { // changed last by its customer's values, which does not move it
			edit := testkit.Request{Method: http.MethodPatch, Path: customerList + id + "/", Token: s.Acme.Admin, Body: `{"crm__standard_info__name": "Kari"}`}
			wantStatus(t, s.Ask(t, edit), http.StatusOK)
		}
	}
	path := campaignList + "?changed_since=" + before
	small := changedRecords(t, s, path+"&page_size=40", false)
	if len(small) != customers {
		t.Fatalf("%d customers changed", len(small))
	}
	backward := slices.Clone(small)
	slices.Reverse(backward)
	for _, size := range []string{"100", "120"} {
		if large := changedRecords(t, s, path+"&page_size="+size, false); !slices.Equal(large, small) {
			t.Errorf("it is another list in pages of %s", size)
		}
		if large := changedRecords(t, s, path+"&page=last&page_size="+size, true); !slices.Equal(large, backward) {
			t.Errorf("it is another list in pages of %s backward", size)
		}
	}
}

// changedRecords follows a list of changes forward, or backward with each page turned around.
func changedRecords(t *testing.T, s *testkit.Server, path string, backward bool) (records []string) {
	t.Helper()
	for path != "null" {
		answer := s.Get(t, s.Acme.Admin, path)
		var page struct{ Results []json.RawMessage }
		answer.Decode(t, &page)
		if backward {
			slices.Reverse(page.Results)
		}
		for _, record := range page.Results {
			records = append(records, string(record))
		}
		link := answer.List(t).Next
		if backward {
			link = answer.List(t).Previous
		}
		path = relative(t, s, link)
	}
	return records
}

func TestAListAtTheTimeThatAChangeIsToldWithHasTheChange(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 1)
	s.Wait(400 * time.Millisecond)
	steps(t, s, "1", `patch {"call_state":"On Hold"}`)
	var log struct{ Results []struct{ When string } }
	s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/changes/").Decode(t, &log)
	when := log.Results[len(log.Results)-1].When
	s.Wait(time.Minute)
	for at, state := range map[string]string{when: "On Hold", strings.Replace(when, "+", ".399+", 1): "Ready", strings.Replace(when, "+", ".400+", 1): "On Hold"} {
		record := s.Get(t, s.Acme.Admin, campaignList+"?fields=callflow__callstate__name&at="+url.QueryEscape(at)).List(t).Results
		if len(record) != 1 || string(record[0]) != `{"callflow__callstate__name":"`+state+`"}` {
			t.Errorf("at %s the list has %s, want %s", at, record, state)
		}
	}
}
