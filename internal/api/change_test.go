package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

const (
	accountChanges    = "/api/v1/changes/"
	campaignChanges   = "/api/v1/campaigns/998/changes/"
	assignmentChanges = "/api/v1/assignments/239/changes/"
)

// changePage is an answer of the log.
type changePage struct {
	Results   []json.RawMessage
	NextAfter int64 `json:"next_after"`
}

// logEntry is what the tests look at in an entry.
type logEntry struct {
	Seq        int64
	What       string
	CampaignID int64  `json:"campaign_id"`
	CustomerID string `json:"customer_id"`
	From, To   string
}

func decodeEntry(t testing.TB, text []byte) logEntry {
	t.Helper()
	var c logEntry
	if err := json.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// changesOf asks for a page of the log.
func changesOf(t testing.TB, s *testkit.Server, token, path string) *changePage {
	t.Helper()
	answer := s.Get(t, token, path)
	if answer.Status != http.StatusOK {
		t.Fatalf("%s answered %d %.300s", path, answer.Status, answer.Body)
	}
	var page changePage
	answer.Decode(t, &page)
	return &page
}

func (p *changePage) seqs(t testing.TB) []int64 {
	t.Helper()
	seqs := []int64{}
	for _, result := range p.Results {
		seqs = append(seqs, decodeEntry(t, result).Seq)
	}
	return seqs
}

// follow reads the log page after page, to its end.
func follow(t testing.TB, s *testkit.Server, token, path string) []logEntry {
	t.Helper()
	var all []logEntry
	after := int64(0)
	for {
		page := changesOf(t, s, token, fmt.Sprintf("%s?limit=7&after=%d", path, after))
		for _, result := range page.Results {
			all = append(all, decodeEntry(t, result))
		}
		if len(page.Results) == 0 {
			return all
		}
		after = page.NextAfter
	}
}

// clock is the account's clock, as a list tells it.
func clock(t testing.TB, s *testkit.Server) string {
	t.Helper()
	return s.Get(t, s.Acme.Admin, campaignList+"?page_size=1").Header.Get("Callflow-Sync-Token")
}

// does sends a write that must be answered with a status of 2xx.
func does(t testing.TB, s *testkit.Server, method, path, body string) *testkit.Answer {
	t.Helper()
	answer := s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin, Body: body})
	if answer.Status/100 != 2 {
		t.Fatalf("%s %s answered %d %.300s", method, path, answer.Status, answer.Body)
	}
	return answer
}

func TestEachKindOfChangeIsToldWithAllItsMembers(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	does(t, s, http.MethodPost, customerList, `{"crm__customer_id":"A/7 \"Å\""}`)
	customer := "A%2F7%20%22%C3%85%22"
	inCampaign := campaignList + customer + "/"
	does(t, s, http.MethodPost, campaignList, `{"customer_ids":["A/7 \"Å\""]}`)
	does(t, s, http.MethodPatch, inCampaign, `{"call_state":"On Hold","comment":"Ring\nikke <nå>"}`)
	does(t, s, http.MethodPost, inCampaign+"call_outcomes/", `{"subtype":"Busy","comment":"opptatt"}`)
	does(t, s, http.MethodPatch, customerList+customer, `{"crm__standard_info__phone_1":"007"}`)
	does(t, s, http.MethodDelete, inCampaign, "")
	does(t, s, http.MethodPatch, customerList+customer, `{"crm__standard_info__phone_1":"008"}`)
	does(t, s, http.MethodPost, campaignList, `{"customer_ids":["A/7 \"Å\""]}`)

	entry := func(seq int, what, rest string) string {
		return fmt.Sprintf(`{"seq":%d,"when":"2026-06-17T16:30:00+02:00","what":%q,"campaign_id":%s}`, seq, what, rest)
	}
	const id = `,"customer_id":"A/7 \"Å\"",`
	want := []string{
		entry(1, "customer", `null`+id+`"from":"","to":"","user":"","cause":"","alternative":"","comment":"","attempts":""`),
		entry(2, "added", `998`+id+`"from":"","to":"Ready","user":"admin","cause":"Segmentation","alternative":"Segmentation","comment":"","attempts":""`),
		entry(3, "moved", `998`+id+`"from":"Ready","to":"On Hold","user":"admin","cause":"Manual","alternative":"Manual","comment":"Ring\nikke <nå>","attempts":""`),
		entry(4, "registered", `998`+id+`"from":"On Hold","to":"Scheduled","user":"admin","cause":"No answer","alternative":"Busy","comment":"opptatt","attempts":1`),
		entry(5, "customer", `998`+id+`"from":"Scheduled","to":"Scheduled","user":"","cause":"","alternative":"","comment":"","attempts":1`),
		entry(6, "removed", `998`+id+`"from":"Scheduled","to":"","user":"admin","cause":"Manual","alternative":"Manual","comment":"","attempts":1`),
		entry(7, "customer", `null`+id+`"from":"","to":"","user":"","cause":"","alternative":"","comment":"","attempts":""`),
		entry(8, "added", `998`+id+`"from":"","to":"Ready","user":"admin","cause":"Segmentation","alternative":"Segmentation","comment":"","attempts":""`),
	}
	answer := s.Get(t, s.Acme.Admin, accountChanges)
	if body := `{"results":[` + strings.Join(want, ",") + `],"next_after":8}`; string(answer.Body) != body {
		t.Errorf("answered %s\nwant     %s", answer.Body, body)
	}
	if token := answer.Header.Get("Callflow-Sync-Token"); token != "8" {
		t.Errorf("the clock of the answer is %s", token)
	}
}

func TestPagesOfTheLogMeetWithoutAGap(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 10, "Ready") // a customer and a row each: 1 to 20
	for path, want := range map[string]string{
		"":                    "[1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20] 20",
		"?limit=3":            "[1 2 3] 3",
		"?limit=3&after=3":    "[4 5 6] 6",
		"?limit=3&after=18":   "[19 20] 20",
		"?limit=2&after=18":   "[19 20] 20",
		"?after=20":           "[] 20",
		"?after=20&limit=1":   "[] 20",
		"?after=19&wait=60":   "[20] 20",
		"?limit=5000&after=0": "[1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20] 20",
	} {
		page := changesOf(t, s, s.Acme.Admin, accountChanges+path)
		if got := fmt.Sprint(page.seqs(t), " ", page.NextAfter); got != want {
			t.Errorf("%s answered %s, want %s", path, got, want)
		}
	}
	if entries := follow(t, s, s.Acme.Reader, accountChanges); len(entries) != 20 || entries[19].Seq != 20 {
		t.Errorf("followed to %d entries", len(entries))
	}
}

// newScopes starts a server with customers of two clients, in two and in one campaign, and in none.
func newScopes(t *testing.T) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, configDefault)
	for i := range 6 {
		mine, others := fmt.Sprint("mine", i), fmt.Sprint("other", i)
		s.Acme.Put(t, callflow.Customer{CustomerID: mine})
		s.Acme.Put(t, callflow.Customer{CustomerID: others, AssignmentID: testkit.OtherAssignID})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.OtherCampaign, CustomerID: others, State: "Ready"})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: mine, State: "Ready"})
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: mine, State: "Lead"})
	}
	s.Acme.Put(t, callflow.Customer{CustomerID: "other0", Name: "Ny", AssignmentID: testkit.OtherAssignID})
	return s
}

func TestAScopeHasItsOwnChangesAlone(t *testing.T) {
	t.Parallel()
	s := newScopes(t)
	all := follow(t, s, s.Acme.Admin, accountChanges)
	for i := range all {
		if all[i].Seq != int64(i+1) {
			t.Fatalf("entry %d of the account has the number %d", i+1, all[i].Seq)
		}
	}
	mine := func(c logEntry) bool { return strings.HasPrefix(c.CustomerID, "mine") }
	for sentence, test := range map[string]struct {
		token, path string
		belongs     func(logEntry) bool
	}{
		"a campaign":                       {s.Acme.Admin, campaignChanges, func(c logEntry) bool { return c.CampaignID == testkit.CampaignID }},
		"the other campaign of the client": {s.Acme.Admin, "/api/v1/campaigns/999/changes", func(c logEntry) bool { return c.CampaignID == testkit.SecondID }},
		"an assignment":                    {s.Acme.Admin, assignmentChanges, mine},
		"another assignment":               {s.Acme.Admin, "/api/v1/assignments/240/changes", func(c logEntry) bool { return !mine(c) }},
		"an external user's account":       {s.Acme.External, accountChanges, mine},
		"an external user's assignment":    {s.Acme.External, assignmentChanges, mine},
		"an external user's campaign":      {s.Acme.External, campaignChanges, func(c logEntry) bool { return c.CampaignID == testkit.CampaignID }},
		"another client's user":            {s.Acme.Outsider, accountChanges, func(c logEntry) bool { return !mine(c) }},
		"another account":                  {s.Other.Admin, accountChanges, func(logEntry) bool { return false }},
		"another account's campaign":       {s.Other.Admin, campaignChanges, func(logEntry) bool { return false }},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			var want []logEntry
			for _, c := range all {
				if test.belongs(c) {
					want = append(want, c)
				}
			}
			if got := follow(t, s, test.token, test.path); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("told  %v\nwant %v", got, want)
			}
		})
	}
}

func TestNextAfterGoesOnPastTheChangesOfOthers(t *testing.T) {
	t.Parallel()
	s := newScopes(t)
	for path, token := range map[string]string{
		accountChanges: s.Acme.External, assignmentChanges: s.Acme.Admin, campaignChanges: s.Acme.Admin,
	} {
		if page := changesOf(t, s, token, path); fmt.Sprint(page.NextAfter) != clock(t, s) {
			t.Errorf("%s is followed by %d, want the clock, %s", path, page.NextAfter, clock(t, s))
		}
		page := changesOf(t, s, token, path+"?limit=2")
		if seqs := page.seqs(t); len(seqs) != 2 || page.NextAfter != seqs[1] {
			t.Errorf("%s has %v, followed by %d", path, seqs, page.NextAfter)
		}
	}
}

// The log is longer than what is looked through for one answer. No wait has a place left: a request that waits is refused.
func TestAnAnswerLooksThroughSoManyChangesOfOthersAndNoMore(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 10_100, "Ready")
	s.Acme.Put(t, callflow.Customer{CustomerID: "other", AssignmentID: testkit.OtherAssignID})
	defer listenToTheBound(t, s, s.Acme.Outsider)[0].Close()
	const ofAssignment = "/api/v1/assignments/240/changes/"
	for _, path := range []string{accountChanges + "?", accountChanges + "?limit=1&wait=60", ofAssignment + "?limit=5000&wait=60"} {
		page := changesOf(t, s, s.Acme.Outsider, path)
		if len(page.Results) != 0 || page.NextAfter != 20_000 {
			t.Errorf("%s told %s, followed by %d", path, page.Results, page.NextAfter)
		}
		page = changesOf(t, s, s.Acme.Outsider, fmt.Sprint(path, "&after=", page.NextAfter))
		if got := fmt.Sprint(page.seqs(t), page.NextAfter); got != "[20201] 20201" {
			t.Errorf("%s then told %s", path, got)
		}
	}
}

func TestWhatACallerMayNotFollowIsNotThere(t *testing.T) {
	t.Parallel()
	s := newScopes(t)
	missing := s.Get(t, s.Acme.External, "/api/v1/campaigns/12345/changes/")
	wantStatus(t, missing, http.StatusNotFound)
	for _, accept := range []string{"application/json", "text/event-stream"} {
		for _, test := range [][2]string{
			{s.Acme.External, "/api/v1/campaigns/1000/changes/"},
			{s.Acme.External, "/api/v1/assignments/240/changes/"},
			{s.Acme.Admin, "/api/v1/campaigns/12345/changes/"},
			{s.Acme.Admin, "/api/v1/assignments/12345/changes/"},
			{s.Acme.Admin, "/api/v1/campaigns/0/changes/"},
			{s.Acme.Admin, "/api/v1/campaigns/x/changes/"},
		} {
			answer := s.Ask(t, testkit.Request{Path: test[1], Token: test[0], Header: map[string]string{"Accept": accept}})
			if answer.Status != http.StatusNotFound || string(answer.Body) != string(missing.Body) {
				t.Errorf("%s answered %d %s", test[1], answer.Status, answer.Body)
			}
		}
	}
	does(t, s, http.MethodPost, "/api/v1/campaigns/", `{"id":77,"assignment_id":239,"name":"Bare her"}`)
	wantStatus(t, s.Get(t, s.Acme.Admin, "/api/v1/campaigns/77/changes/"), http.StatusOK)
	wantStatus(t, s.Get(t, s.Other.Admin, "/api/v1/campaigns/77/changes/"), http.StatusNotFound)
	wantStatus(t, s.Ask(t, testkit.Request{Path: accountChanges}), http.StatusUnauthorized)
}

// statusOf is the status of a refusal of the log: what is ahead of the clock is gone, as after a restore.
func statusOf(detail string) int {
	if strings.Contains(detail, " is ahead of ") {
		return http.StatusGone
	}
	return http.StatusBadRequest
}

func TestAWrongQuestionToTheLog(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	const after = "after must be a whole number from 0 to 9007199254740992."
	const ahead = "after is ahead of the account's clock. " +
		"If the database was restored from a backup, read everything again, and go on from its Callflow-Sync-Token."
	for query, detail := range map[string]string{
		"after=":                     after,
		"after=-1":                   after,
		"after=1.5":                  after,
		"after=9007199254740993":     after,
		"after=99999999999999999999": after,
		"after=1&after=2":            "The parameter after is given 2 times. Give it once.",
		"after=5":                    ahead,
		"after=99999999999":          ahead,
		"after=5&wait=60":            ahead,
		"limit=0":                    "limit must be a whole number from 1 to 5000.",
		"limit=5001":                 "limit must be a whole number from 1 to 5000.",
		"wait=-1":                    "wait must be a whole number from 0 to 60.",
		"wait=61":                    "wait must be a whole number from 0 to 60.",
		"wait=1s":                    "wait must be a whole number from 0 to 60.",
		"afer=1":                     `There is no parameter "afer". Did you mean "after"?`,
	} {
		for _, path := range []string{accountChanges, campaignChanges, assignmentChanges} {
			for _, accept := range []string{"application/json", "text/event-stream"} {
				answer := s.Ask(t, testkit.Request{Path: path + "?" + query, Token: s.Acme.Admin, Header: map[string]string{"Accept": accept}})
				if answer.Status != statusOf(detail) || answer.Detail(t) != detail {
					t.Errorf("%s as %s answered %d %s, want %s", query, accept, answer.Status, answer.Body, detail)
				}
			}
		}
	}
	for last, detail := range map[string]string{
		"x": "Last-Event-ID must be the id of an event of this stream: a whole number.", "-1": "Last-Event-ID must be the id of an event of this stream: a whole number.",
		"5": strings.Replace(ahead, "after is", "Last-Event-ID is", 1),
	} {
		answer := s.Ask(t, testkit.Request{Path: accountChanges, Token: s.Acme.Admin, Header: map[string]string{"Accept": "text/event-stream", "Last-Event-ID": last}})
		if answer.Status != statusOf(detail) || answer.Detail(t) != detail || strings.Contains(string(answer.Body), `"field":"after"`) {
			t.Errorf("after event %s answered %d %s", last, answer.Status, answer.Body)
		}
	}
}

func TestTheLogIsReadOnly(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, path := range []string{accountChanges, campaignChanges, assignmentChanges} {
		answer := s.Ask(t, testkit.Request{Method: http.MethodPost, Path: path, Token: s.Acme.Admin, Body: "{}"})
		if answer.Status != http.StatusMethodNotAllowed || answer.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s answered %d %s", path, answer.Status, answer.Body)
		}
		wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodHead, Path: path, Token: s.Acme.Admin}), http.StatusOK)
		asEvents := map[string]string{"Accept": "text/event-stream"}
		head := s.Ask(t, testkit.Request{Method: http.MethodHead, Path: path, Token: s.Acme.Admin, Header: asEvents})
		if head.Status != http.StatusOK || head.Header.Get("Content-Type") != "text/event-stream" {
			t.Errorf("HEAD of the stream answered %d %v", head.Status, head.Header)
		}
	}
	first := s.Get(t, s.Acme.Admin, accountChanges)
	again := s.Ask(t, testkit.Request{Path: accountChanges, Token: s.Acme.Admin, Header: map[string]string{"If-None-Match": first.Header.Get("ETag")}})
	wantStatus(t, again, http.StatusNotModified)
}
