package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

func tagOf(t *testing.T, s *testkit.Server, path string) string {
	t.Helper()
	answer := s.Get(t, s.Acme.Admin, path)
	wantStatus(t, answer, http.StatusOK)
	return answer.Header.Get("ETag")
}

func TestAClientThatHasTheAnswerGets304(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for sentence, path := range map[string]string{
		"a status list":           campaignList,
		"a filtered list":         campaignList + "?call_state=Ready",
		"an assignment's list":    assignmentList,
		"a record":                campaignList + "bare/",
		"a customer's statuses":   assignmentList + "bare/",
		"the customers":           customerList,
		"a customer":              customerList + "bare",
		"the campaigns":           "/api/v1/campaigns",
		"the custom fields":       "/api/v1/assignments/239/crm_custom_fields/",
		"a page that is the last": campaignList + "?page=last&page_size=1",
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			tag := tagOf(t, s, path)
			for header, status := range map[string]int{
				tag:                        http.StatusNotModified,
				"W/" + tag:                 http.StatusNotModified,
				`"other", ` + tag:          http.StatusNotModified,
				"*":                        http.StatusNotModified,
				`"other"`:                  http.StatusOK,
				strings.Trim(tag, `"`)[1:]: http.StatusOK,
			} {
				answer := s.Ask(t, testkit.Request{Path: path, Token: s.Acme.Admin, Header: map[string]string{"If-None-Match": header}})
				if answer.Status != status || answer.Header.Get("ETag") != tag {
					t.Errorf("If-None-Match %s answered %d with the tag %s, want %d %s", header, answer.Status, answer.Header.Get("ETag"), status, tag)
				}
				if answer.Status == http.StatusNotModified && len(answer.Body) > 0 {
					t.Errorf("a 304 has the body %s", answer.Body)
				}
			}
		})
	}
}

// change is something that happens to an account, and the lists whose answers it alters.
type change struct {
	happen func(t *testing.T, s *testkit.Server)
	alters []string
}

// watched are the lists that every change is held against.
var watched = []string{
	campaignList,
	campaignList + "?call_state=Ready",
	secondList,
	assignmentList,
	customerList,
	campaignList + "?fields=crm__customer_id",
	campaignList + exampleID + "/",
	campaignList + "bare/",
}

func TestATagChangesWhenAndOnlyWhenTheAnswerDoes(t *testing.T) {
	t.Parallel()
	patch := func(id, body string) func(*testing.T, *testkit.Server) {
		return func(t *testing.T, s *testkit.Server) {
			t.Helper()
			answer := s.Ask(t, testkit.Request{Method: http.MethodPatch, Path: customerList + id, Token: s.Acme.Admin, Body: body})
			wantStatus(t, answer, http.StatusOK)
		}
	}
	move := func(campaignID int64, id, state string) func(*testing.T, *testkit.Server) {
		return func(t *testing.T, s *testkit.Server) {
			t.Helper()
			s.Acme.Move(t, testkit.Place{CampaignID: campaignID, CustomerID: id, State: state})
		}
	}
	for sentence, change := range map[string]change{
		"nothing": {func(*testing.T, *testkit.Server) {}, nil},
		"a customer's PATCH shows in each of its campaigns": {
			patch(exampleID, `{"crm__standard_info__name":"Kari"}`),
			[]string{campaignList, secondList, assignmentList, customerList, campaignList + exampleID + "/"},
		},
		"a PATCH of a customer of no campaign": {patch("alone", `{"crm__standard_info__name":"Kari"}`), []string{customerList}},
		"a PATCH that changes nothing":         {patch("alone", `{"crm__standard_info__name":"I ingen kampanje"}`), nil},
		"a move in another campaign":           {move(testkit.SecondID, exampleID, "Lead"), []string{secondList, assignmentList}},
		"a move between other states leaves a filtered list": {
			move(testkit.CampaignID, exampleID, "Lead"),
			[]string{campaignList, assignmentList, campaignList + exampleID + "/"},
		},
		"a move out of a state": {
			move(testkit.CampaignID, "bare", "Lead"),
			[]string{campaignList, campaignList + "?call_state=Ready", assignmentList, campaignList + "bare/"},
		},
		"a customer more": {
			move(testkit.CampaignID, "alone", "Lead"),
			[]string{campaignList, assignmentList, campaignList + "?fields=crm__customer_id"},
		},
		"a user more": {func(t *testing.T, s *testkit.Server) {
			t.Helper()
			if err := s.Acme.Write(t, func(w *store.Write) error {
				_, err := w.CreateUser(&callflow.User{Email: "ny@acme.example", Name: "ny", Role: callflow.Reader, Active: true})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}, nil},
		"a product more": {func(t *testing.T, s *testkit.Server) {
			t.Helper()
			if err := s.Acme.Write(t, func(w *store.Write) error {
				_, err := setuprows.CreateProduct(w, testkit.CampaignID, &callflow.Product{Code: "ny"})
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}, []string{campaignList, campaignList + "?call_state=Ready", assignmentList, campaignList + exampleID + "/", campaignList + "bare/"}},
		"the other account's customers": {func(t *testing.T, s *testkit.Server) {
			t.Helper()
			s.Other.Fill(t, testkit.CampaignID, 1, 3, "Ready")
		}, nil},
	} {
		t.Run(sentence, func(t *testing.T) {
			t.Parallel()
			s := newServer(t)
			before := map[string]string{}
			for _, path := range watched {
				before[path] = tagOf(t, s, path)
			}
			change.happen(t, s)
			for _, path := range watched {
				changed := tagOf(t, s, path) != before[path]
				wanted := false
				for _, altered := range change.alters {
					wanted = wanted || altered == path
				}
				if changed != wanted {
					t.Errorf("the tag of %s changed: %t, want %t", path, changed, wanted)
				}
			}
		})
	}
}

func TestCompressedAnswersAreTheSameAnswers(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	s.Acme.Fill(t, testkit.CampaignID, 1, 20, "Ready", "Lead")
	plain := s.Get(t, s.Acme.Admin, campaignList)
	for accept, want := range map[string]string{
		"gzip":                  "gzip",
		"zstd":                  "zstd",
		"gzip, zstd":            "gzip",
		"zstd;q=1.0, gzip;q=.5": "zstd",
		"*":                     "gzip",
		"GZIP":                  "gzip",
		"br":                    "",
		"gzip;q=0":              "",
		"identity":              "",
		"":                      "",
	} {
		t.Run(accept, func(t *testing.T) {
			t.Parallel()
			ask := testkit.Request{Path: campaignList, Token: s.Acme.Admin, Header: map[string]string{"Accept-Encoding": accept}}
			for range 3 { // made, remembered, sent again
				answer := s.Ask(t, ask)
				if string(answer.Body) != string(plain.Body) {
					t.Fatal("the body differs from the plain one")
				}
				if got := answer.Header.Get("Content-Encoding"); got != want {
					t.Errorf("the encoding is %q, want %q", got, want)
				}
				if answer.Header.Get("Vary") != "Accept, Accept-Encoding, Authorization" {
					t.Errorf("Vary is %q", answer.Header.Get("Vary"))
				}
				same := answer.Header.Get("ETag") == plain.Header.Get("ETag")
				if same != (want == "") {
					t.Errorf("the tag %s: strong tags differ where the bytes do", answer.Header.Get("ETag"))
				}
				if want != "" && answer.Length >= len(plain.Body) {
					t.Errorf("%d bytes for %d", answer.Length, len(plain.Body))
				}
				ask.Header["If-None-Match"] = answer.Header.Get("ETag")
				if again := s.Ask(t, ask); again.Status != http.StatusNotModified {
					t.Errorf("the tag of an encoding answered %d, want 304", again.Status)
				}
				delete(ask.Header, "If-None-Match")
			}
		})
	}
}

func TestAShortAnswerIsNotCompressed(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	answer := s.Ask(t, testkit.Request{Path: secondList + "?fields=crm__customer_id", Token: s.Acme.Admin, Header: map[string]string{"Accept-Encoding": "gzip"}})
	if answer.Header.Get("Content-Encoding") != "" {
		t.Error("compressing a short answer gains nothing")
	}
}

func TestHEADIsGETWithoutTheBody(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, path := range []string{campaignList, campaignList + "bare/", customerList, "/api/v1/campaigns", "/api/v1/openapi.yaml", campaignList + "nobody/", campaignList + "?page=0"} {
		get := s.Get(t, s.Acme.Admin, path)
		head := s.Ask(t, testkit.Request{Method: http.MethodHead, Path: path, Token: s.Acme.Admin})
		if head.Status != get.Status || len(head.Body) != 0 {
			t.Errorf("HEAD %s answered %d with %d bytes, GET %d", path, head.Status, len(head.Body), get.Status)
		}
		for _, name := range []string{"ETag", "Content-Type", "Content-Length", "Callflow-Sync-Token"} {
			if head.Header.Get(name) != get.Header.Get(name) {
				t.Errorf("HEAD %s: %s is %q, with GET %q", path, name, head.Header.Get(name), get.Header.Get(name))
			}
		}
	}
}

func TestTheDescriptionIsServedToAnybody(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	for _, path := range []string{"/api/v1/openapi.yaml", "/api/v1/openapi.yaml/"} {
		answer := s.Get(t, "", path)
		if answer.Status != http.StatusOK || !strings.HasPrefix(string(answer.Body), "openapi: 3.1") {
			t.Errorf("%s answered %d %.50s", path, answer.Status, answer.Body)
		}
	}
}
