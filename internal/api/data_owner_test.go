package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

const dataOwner = "/api/v1/data_owners/1/crm/B2C/"

// The second assignment of client 1, with a campaign and customers of its own.
const (
	besideAssignment = 300
	besideCampaign   = 900 // before those of the first assignment
)

// newDataOwner starts a server whose client 1 has two assignments of consumers: the customers 1 to 4 of the
// first are in campaign 998, and a, b, 1 of the second in campaign 900.
func newDataOwner(t *testing.T) *testkit.Server {
	t.Helper()
	s := newFlow(t, 4)
	err := s.Acme.Write(t, func(w *store.Write) error {
		if _, err := setuprows.CreateAssignment(w, &callflow.Assignment{ID: besideAssignment, ClientID: testkit.ClientID, Name: "Ved siden av"}); err != nil {
			return err
		}
		beside := callflow.Campaign{ID: besideCampaign, AssignmentID: besideAssignment, Name: "Ved siden av"}
		if _, err := setuprows.CreateCampaign(w, &beside, callflow.DefaultFlow()); err != nil {
			return err
		}
		_, err := setuprows.CreateField(w, besideAssignment, &callflow.Field{ID: 30, Key: "Bransje", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"a", "b", "1"} {
		s.Acme.Put(t, callflow.Customer{AssignmentID: besideAssignment, CustomerID: id, Name: "Ved siden av " + id})
		s.Acme.Move(t, testkit.Place{CampaignID: besideCampaign, CustomerID: id, State: "Ready"})
	}
	return s
}

func TestADataOwnersListsHaveAllOfItsAssignments(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	for path, want := range map[string]string{
		"callflow_customers/":                    "a b 1 1 2 3 4",
		"callflow_customers/?call_state=Ready":   "a b 1 1 2 3 4",
		"callflow_customers/?call_state=Lead":    "",
		"customers/":                             "1 2 3 4 a b 1",
		"customers/?page=2&page_size=5":          "b 1",
		"callflow_customers/?page=2&page_size=2": "1 1",
	} {
		for _, base := range []string{dataOwner, "/api/v1/data_owners/1/B2C/"} {
			answer := s.Get(t, s.Acme.Reader, base+path)
			if got := strings.Join(answer.List(t).IDs(t), " "); got != want {
				t.Errorf("%s lists %q, want %q", base+path, got, want)
			}
		}
	}
	if name := valuesOf(t, s.Get(t, s.Acme.Reader, dataOwner+"customers/b").Body, "crm__standard_info__name"); name != "Ved siden av b" {
		t.Errorf("customer b is %q", name)
	}
	if name := valuesOf(t, s.Get(t, s.Acme.Reader, dataOwner+"customers/1").Body, "crm__standard_info__name"); name != "Kunde 1" {
		t.Errorf("customer 1 is %q, not the first assignment's", name)
	}
	fields := s.Get(t, s.Acme.Reader, dataOwner+"crm_custom_fields")
	if !strings.HasSuffix(string(fields.Body), `,{"id":30,"key":"Bransje","type":"text","max_length":null,"hint":"","lookup__id":"crm__custom_info__30"}]`) {
		t.Errorf("the fields are %s", fields.Body)
	}
}

func TestAWalkOverADataOwnersListsSeesEachOnceForwardAndBackward(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	for list, want := range map[string]string{"customers/": "1 2 3 4 a b 1", "callflow_customers/": "a b 1 1 2 3 4"} {
		for size := 1; size <= 5; size++ {
			path := dataOwner + list + fmt.Sprintf("?page_size=%d", size)
			pages := walk(t, s, path, forward)
			if got := strings.Join(slices.Concat(pages...), " "); got != want {
				t.Errorf("%s forward sees %q, want %q", path, got, want)
			}
			pages = walk(t, s, path+"&page=last", backward)
			slices.Reverse(pages)
			if got := strings.Join(slices.Concat(pages...), " "); got != want {
				t.Errorf("%s backward sees %q, want %q", path, got, want)
			}
		}
	}
}

func TestADataOwnersListTellsWhatWasAndWhatChanged(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	before := s.Get(t, s.Acme.Reader, dataOwner+"callflow_customers/").Header.Get("Callflow-Sync-Token")
	steps(t, s, "3", `{"type":"Lead"}`)
	wantStatus(t, s.Ask(t, testkit.Request{
		Method: http.MethodDelete, Path: "/api/v1/campaigns/900/callflow_customers/b/", Token: s.Acme.Admin,
	}), http.StatusNoContent)
	wantIDs(t, s.Get(t, s.Acme.Reader, dataOwner+"callflow_customers/?call_state=Ready"), "a", "1", "1", "2", "4")
	wantIDs(t, s.Get(t, s.Acme.Reader, dataOwner+"callflow_customers/?call_state=Ready&at="+before), "a", "b", "1", "1", "2", "3", "4")
	changed := s.Get(t, s.Acme.Reader, dataOwner+"callflow_customers/?changed_since="+before)
	wantIDs(t, changed, "3")
	if !strings.Contains(string(changed.Body), `"removed":["b"],"removed_callflow_ids":["900-2"]`) {
		t.Errorf("what changed is %s", changed.Body)
	}
}

func TestTheOutcomesOfADataOwnerAndOfTheAccount(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	steps(t, s, "3", `{"type":"Lead","products":{"PROD1":1}}`)
	wantStatus(t, post(t, s, s.Acme.Agent, "/api/v1/campaigns/900/callflow_customers/a/call_outcomes/", `{"type":"Lead"}`), http.StatusCreated)
	s.Acme.Put(t, callflow.Customer{AssignmentID: testkit.OtherAssignID, CustomerID: "x"})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.OtherCampaign, CustomerID: "x", State: "Ready"})
	wantStatus(t, post(t, s, s.Acme.Agent, "/api/v1/campaigns/1000/callflow_customers/x/call_outcomes/", `{"type":"Lead"}`), http.StatusCreated)
	for _, test := range []struct{ token, path, want string }{
		{s.Acme.Reader, dataOwner + "call_outcomes", "a 3"},
		{s.Acme.Reader, "/api/v1/data_owners/1/B2C/product_registrations/", "3"},
		{s.Acme.Reader, "/api/v1/call_outcomes/", "a 3 x"},
		{s.Acme.Reader, "/api/v1/call_outcomes/?page_size=2&page=2", "x"},
		{s.Acme.External, "/api/v1/call_outcomes", "a 3"},
		{s.Acme.Outsider, "/api/v1/call_outcomes", "x"},
		{s.Other.Reader, "/api/v1/call_outcomes", ""},
	} {
		if got := strings.Join(s.Get(t, test.token, test.path).List(t).IDs(t), " "); got != test.want {
			t.Errorf("%s lists %q, want %q", test.path, got, test.want)
		}
	}
	pages := walk(t, s, "/api/v1/call_outcomes/?page_size=1", forward)
	if got := strings.Join(slices.Concat(pages...), " "); got != "a 3 x" {
		t.Errorf("a walk sees %q", got)
	}
}

func TestADataOwnersCRMIsThatOfItsTypeAlone(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	wantStatus(t, s.Get(t, s.Acme.Reader, "/api/v1/data_owners/1/crm/B2B/customers/"), http.StatusNotFound)
	companies := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/assignments/300/", Token: s.Acme.Admin, Body: `{"crm_type":"B2B"}`}
	wantStatus(t, s.Ask(t, companies), http.StatusOK)
	wantIDs(t, s.Get(t, s.Acme.Reader, dataOwner+"customers/"), "1", "2", "3", "4")
	wantIDs(t, s.Get(t, s.Acme.Reader, "/api/v1/data_owners/1/B2B/callflow_customers/"), "a", "b", "1")
	companies.Body = `{"crm_type":"b2b"}`
	wantStatus(t, s.Ask(t, companies), http.StatusBadRequest)
}

func TestADataOwnerThatTheCallerMayNotSeeIsNotThere(t *testing.T) {
	t.Parallel()
	s := newDataOwner(t)
	for _, base := range []string{dataOwner, "/api/v1/data_owners/1/B2C/"} {
		for _, list := range []string{"callflow_customers", "customers", "customers/1", "crm_custom_fields", "call_outcomes", "product_registrations"} {
			wantStatus(t, s.Get(t, s.Acme.External, base+list), http.StatusOK)
			wantStatus(t, s.Get(t, s.Acme.Outsider, base+list), http.StatusNotFound)
			wantStatus(t, s.Get(t, "", base+list), http.StatusUnauthorized)
		}
	}
	for _, path := range []string{
		"data_owners/3/crm/B2C/customers", "data_owners/x/crm/B2C/customers", "data_owners/1/crm/B2X/customers", "data_owners/1/crm/b2c/customers",
		"data_owners/1/C2C/customers", "data_owners/1/crm/B2C/customers/nobody", "data_owners/1/crm/B2C/",
	} {
		wantStatus(t, s.Get(t, s.Acme.Admin, "/api/v1/"+path), http.StatusNotFound)
	}
	wantStatus(t, post(t, s, s.Acme.Admin, dataOwner+"customers/", `{"crm__customer_id":"x"}`), http.StatusMethodNotAllowed)
}
