package api_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

// noNumberFlow has customers 1 to 12, of whom the even ones have no number that can be called; 10 is in a final state.
func noNumberFlow(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 12)
	odd := []string{"", "1234", "22334455x", "abc", "-"}
	for i := 2; i <= 12; i += 2 {
		s.Acme.Put(t, callflow.Customer{CustomerID: fmt.Sprint(i), Phone2: odd[i%len(odd)]})
	}
	for i := 1; i <= 12; i += 2 {
		s.Acme.Put(t, callflow.Customer{CustomerID: fmt.Sprint(i), Phone3: "(+47) 22 33 44 55"})
	}
	steps(t, s, "8", `{"type":"Callback","callback_at":"2026-06-18 10:30"}`)
	steps(t, s, "10", `{"type":"No","subtype":"Not interested"}`)
	return s
}

const withoutNumber = campaignList + "?callable_number=false"

func TestCustomersWithoutANumberAreAskedForExactly(t *testing.T) {
	t.Parallel()
	s := noNumberFlow(t)
	for _, list := range []string{withoutNumber, "/api/v1/assignments/239/callflow_customers/?callable_number=False"} {
		answer := s.Get(t, s.Acme.Admin, list)
		wantIDs(t, answer, "2", "4", "6", "8", "12")
		if count := answer.List(t).Count; count != 5 {
			t.Errorf("%s counts %d", list, count)
		}
	}
	for path, want := range map[string]string{
		"&page=2&page_size=2": "6 8", "&page=last&page_size=2": "12", "&call_state=Ready&page_size=3": "2 4 6", "&call_state=Scheduled": "8",
	} {
		wantIDs(t, s.Get(t, s.Acme.Admin, withoutNumber+path), strings.Fields(want)...)
	}
	file := s.Get(t, s.Acme.Admin, withoutNumber+"&format=csv&fields=crm__customer_id")
	if got := strings.Join(strings.Fields(string(file.Body)), " "); got != "crm__customer_id 2 4 6 8 12" {
		t.Errorf("the file has %q", got)
	}
	for _, wrong := range []string{"&at=3", "&changed_since=3"} {
		wantStatus(t, s.Get(t, s.Acme.Admin, withoutNumber+wrong), http.StatusBadRequest)
	}
	for _, wrong := range []string{"true", "", "no"} {
		answer := s.Ask(t, testkit.Request{Path: campaignList + "?callable_number=" + wrong, Token: s.Acme.Admin})
		wantStatus(t, answer, http.StatusBadRequest)
	}
}

func TestAWalkOfCustomersWithoutANumberDoesNotDrift(t *testing.T) {
	t.Parallel()
	s := noNumberFlow(t)
	first := s.Get(t, s.Acme.Admin, withoutNumber+"&page_size=2")
	wantIDs(t, first, "2", "4")
	s.Acme.Put(t, callflow.Customer{CustomerID: "2", Phone1: "22334455"}) // found: everybody behind moves up
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Phone3: "none"})
	second := s.Get(t, s.Acme.Admin, strings.TrimPrefix(*first.List(t).Next, s.URL))
	wantIDs(t, second, "6", "8")
	wantIDs(t, s.Get(t, s.Acme.Admin, strings.TrimPrefix(*second.List(t).Next, s.URL)), "12")
	wantIDs(t, s.Get(t, s.Acme.Admin, withoutNumber), "1", "4", "6", "8", "12")
	wantStatus(t, s.Get(t, s.Acme.Admin, strings.Replace(strings.TrimPrefix(*first.List(t).Next, s.URL), "callable_number=false&", "", 1)), http.StatusNotFound)
}

var warnedOf = regexp.MustCompile(`(\d+) rows give a customer without a telephone number that can be called`)

// What an import warns of is whom nobody is handed out, and whom the filter finds.
func TestAnImportWarnsOfThoseWhomTheFilterFinds(t *testing.T) {
	t.Parallel()
	s := newFlow(t, 0)
	var file strings.Builder
	file.WriteString("customer_id,name,phone_1\n")
	for i, phone := range []string{"", "1234", "22334455x", "abc", "-", "+47 22 33 44 55", "123456789012345678", "22334455", "tlf 22334455", "2233445O"} {
		fmt.Fprintf(&file, "%d,Kari,%s\n", i+1, phone)
	}
	answer, _ := sendFile(t, s, "?campaign=998&wait=60", file.String(), nil)
	warned := warnedOf.FindStringSubmatch(string(answer.Body))
	found := s.Get(t, s.Acme.Admin, withoutNumber).List(t)
	if warned == nil || fmt.Sprint(found.Count) != warned[1] || found.Count < 5 {
		t.Errorf("it warns of %v, and %d are found: %s", warned, found.Count, answer.Body)
	}
}
