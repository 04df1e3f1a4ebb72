package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

const (
	campaignList   = "/api/v1/campaigns/998/callflow_customers/"
	secondList     = "/api/v1/campaigns/999/callflow_customers/"
	assignmentList = "/api/v1/assignments/239/callflow_customers/"
	customerList   = "/api/v1/assignments/239/customers/"
)

// exampleID is a customer in both campaigns, with a value in every key.
const exampleID = "481846"

// configDefault is a server as an operator gets it.
var configDefault api.Config

// newServer starts a server with a few customers.
func newServer(t testing.TB) *testkit.Server {
	t.Helper()
	return newServerWith(t, configDefault)
}

func newServerWith(t testing.TB, config api.Config) *testkit.Server {
	t.Helper()
	s := testkit.NewServer(t, config)
	s.Acme.Put(t, callflow.Customer{
		CustomerID: exampleID, Name: "STIORI BJØRR <&>", Phone1: "007", Phone2: "11223344", Phone3: "+47 1", Email: "ingen@epost.example",
		Updated: "2016-02-22", UpdatedBy: "admin", UpdateMethod: callflow.MethodImportNew,
		Custom: map[int64]callflow.Value{
			testkit.FieldText: `"PRESTEVN \"Å\""`, testkit.FieldInteger: "375", testkit.FieldDate: `"1979-09-27"`,
			testkit.FieldDecimal: "4.0", testkit.FieldBoolean: "true", testkit.FieldChoice: `"Helg"`,
		},
	})
	s.Acme.Move(t, testkit.Place{
		CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Completed - Yes", Attempts: 2, DueAt: testkit.MovedAt,
		Status: callflow.Status{
			User: "kari", Cause: "Sale", Alternative: "Ja - Salg", Comment: "Ring\nikke", MeetingAgent: "Ola Ås",
			MeetingFrom: testkit.MovedAt, MeetingTo: testkit.MovedAt + 3_600_000,
		},
		Products: map[string]int64{"PROD2": 3},
	})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.SecondID, CustomerID: exampleID, State: "Ready"})
	s.Acme.Put(t, callflow.Customer{CustomerID: "bare"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "bare", State: "Ready"})
	s.Acme.Put(t, callflow.Customer{CustomerID: "alone", Name: "I ingen kampanje"})
	return s
}

// wantError asks a path and holds the answer against a status and a problem's detail.
func wantError(t *testing.T, s *testkit.Server, path string, status int, detail string) {
	t.Helper()
	answer := s.Get(t, s.Acme.Admin, path)
	if answer.Status != status || answer.Detail(t) != detail {
		t.Errorf("%s answered %d %s, want %d %s", path, answer.Status, answer.Body, status, detail)
	}
}

func wantIDs(t *testing.T, answer *testkit.Answer, want ...string) {
	t.Helper()
	got := strings.Join(answer.List(t).IDs(t), " ")
	if got != strings.Join(want, " ") {
		t.Errorf("listed %q, want %q", got, want)
	}
}

// relative takes the server's address off a link.
func relative(t *testing.T, s *testkit.Server, link *string) string {
	t.Helper()
	if link == nil {
		return "null"
	}
	path, ok := strings.CutPrefix(*link, s.URL)
	if !ok {
		t.Fatalf("the link %s does not begin with %s", *link, s.URL)
	}
	return path
}

// walk follows next (or previous) from a path to its end and gives the ids of each page.
func walk(t *testing.T, s *testkit.Server, path string, follow func(*testkit.List) *string) [][]string {
	t.Helper()
	var pages [][]string
	for path != "null" {
		answer := s.Get(t, s.Acme.Admin, path)
		list := answer.List(t)
		pages = append(pages, list.IDs(t))
		path = relative(t, s, follow(list))
		if len(pages) > 1000 {
			t.Fatal("the walk does not end")
		}
	}
	return pages
}

func forward(l *testkit.List) *string  { return l.Next }
func backward(l *testkit.List) *string { return l.Previous }

func wantStatus(t *testing.T, answer *testkit.Answer, status int) {
	t.Helper()
	if answer.Status != status {
		t.Fatalf("answered %d %.300s, want %d %s", answer.Status, answer.Body, status, http.StatusText(status))
	}
}
