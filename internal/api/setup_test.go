package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

// setupNoun is a kind of thing that is set up: all of them go through the same scenarios.
type setupNoun struct {
	path    string // of its list
	hasList bool   // the list shows what one shows: two lists are the vendor's
	body    string // adds one
	added   string // what is answered then, from the id on
	change  string
	changed string
}

var setupNouns = map[string]setupNoun{
	"client": {
		path: "/api/v1/clients/", hasList: true,
		body:    `{"short_name":"Ny","full_name":"Ny kunde <&> AS"}`,
		added:   `"short_name":"Ny","full_name":"Ny kunde <&> AS"}`,
		change:  `{"short_name":"Nyere"}`,
		changed: `"short_name":"Nyere","full_name":"Ny kunde <&> AS"}`,
	},
	"assignment": {
		path: "/api/v1/assignments/", hasList: true,
		body:    `{"client_id":2,"name":"Oppdrag"}`,
		added:   `"client_id":2,"name":"Oppdrag","description":"","crm_type":"B2C"}`,
		change:  `{"description":"Vår","client_id":1,"crm_type":"B2B"}`,
		changed: `"client_id":1,"name":"Oppdrag","description":"Vår","crm_type":"B2B"}`,
	},
	"custom field": {
		path:    "/api/v1/assignments/239/crm_custom_fields/",
		body:    `{"key":"Farge","type":"choice","choices":["Rød","Blå"],"hint":"Én"}`,
		added:   `"key":"Farge","type":"choice","max_length":0,"hint":"Én","choices":["Rød","Blå"],"position":7}`,
		change:  `{"type":"text","choices":null,"max_length":9,"position":1}`,
		changed: `"key":"Farge","type":"text","max_length":9,"hint":"Én","choices":[],"position":1}`,
	},
	"campaign": {
		path: "/api/v1/campaigns/",
		body: `{"assignment_id":239,"name":"Høst","start_date":"2026-09-01","max_attempts":5}`,
		added: `"assignment_id":239,"name":"Høst","description":"","start_date":"2026-09-01","end_date":"","archived_date":"","max_attempts":5,` +
			`"max_claims_per_agent":20,"max_lease_seconds":14400,"hand_out_without_number":false,"service_id":0,"service_name":"","withdraw_minutes":10}`,
		change: `{"archived_date":"2026-06-01","assignment_id":240,"start_date":"","service_id":7,"service_name":"Møter","withdraw_minutes":0}`,
		changed: `"assignment_id":240,"name":"Høst","description":"","start_date":"","end_date":"","archived_date":"2026-06-01","max_attempts":5,` +
			`"max_claims_per_agent":20,"max_lease_seconds":14400,"hand_out_without_number":false,"service_id":7,"service_name":"Møter","withdraw_minutes":0}`,
	},
	"call state": {
		path: "/api/v1/campaigns/998/call_states/", hasList: true,
		body:    `{"name":"Venter","kind":"hold"}`,
		added:   `"name":"Venter","kind":"hold","position":13}`,
		change:  `{"kind":"scheduled"}`,
		changed: `"name":"Venter","kind":"scheduled","position":13}`,
	},
	"outcome": {
		path: "/api/v1/campaigns/998/outcomes/", hasList: true,
		body: `{"type":"Sale","subtype":"Ja - Salg","call_state":"Completed - Yes","requires":["product","comment"]}`,
		added: `"type":"Sale","subtype":"Ja - Salg","call_state":"Completed - Yes","counts_as_attempt":true,"retry_after_minutes":0,"max_attempts":0,` +
			`"exhausted_call_state":"","requires":["comment","product"],"position":14}`,
		change: `{"call_state":"Scheduled","retry_after_minutes":30,"counts_as_attempt":false,"max_attempts":3,"exhausted_call_state":"Completed - No","requires":[]}`,
		changed: `"type":"Sale","subtype":"Ja - Salg","call_state":"Scheduled","counts_as_attempt":false,"retry_after_minutes":30,"max_attempts":3,` +
			`"exhausted_call_state":"Completed - No","requires":[],"position":14}`,
	},
	"product": {
		path: "/api/v1/campaigns/998/products/", hasList: true,
		body:    `{"code":"ÅR/1","title":"Ett år","price":"199.50"}`,
		added:   `"code":"ÅR/1","title":"Ett år","price":"199.50","position":4}`,
		change:  `{"code":"ÅR2","price":""}`,
		changed: `"code":"ÅR2","title":"Ett år","price":"","position":4}`,
	},
}

// withID gives a body of one: the members after the id.
func withID(id, members string) string { return `{"id":` + id + `,` + members }

func TestWhatIsSetUpIsAddedReadChangedAndRemoved(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for what, noun := range setupNouns {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			created := send(t, s, http.MethodPost, noun.path, noun.body)
			wantStatus(t, created, http.StatusCreated)
			address := strings.TrimPrefix(created.Header.Get("Location"), s.URL)
			id := strings.TrimPrefix(address, noun.path)
			wantBody(t, created, withID(id, noun.added))
			read := s.Get(t, s.Acme.Reader, address+"/")
			wantBody(t, read, withID(id, noun.added))
			if read.Header.Get("ETag") != created.Header.Get("ETag") {
				t.Errorf("read with the tag %s, written with %s", read.Header.Get("ETag"), created.Header.Get("ETag"))
			}
			list := s.Get(t, s.Acme.Reader, noun.path+include(noun))
			if listed := strings.Contains(string(list.Body), withID(id, noun.added)); listed != noun.hasList {
				t.Errorf("listed: %t: %s", listed, list.Body)
			}

			changed := send(t, s, http.MethodPatch, address, noun.change)
			wantStatus(t, changed, http.StatusOK)
			wantBody(t, changed, withID(id, noun.changed))
			wantBody(t, s.Get(t, s.Acme.Admin, address), withID(id, noun.changed))

			wantStatus(t, send(t, s, http.MethodDelete, address, ""), http.StatusNoContent)
			for _, method := range []string{http.MethodGet, http.MethodDelete} {
				wantStatus(t, send(t, s, method, address, ""), http.StatusNotFound)
			}
			wantStatus(t, send(t, s, http.MethodPatch, address, noun.change), http.StatusNotFound)
		})
	}
}

// include shows everything in the vendor's list too.
func include(noun setupNoun) string {
	if noun.path == "/api/v1/campaigns/" {
		return "?include_inactive_campaigns=True"
	}
	return ""
}

func wantBody(t *testing.T, answer *testkit.Answer, want string) {
	t.Helper()
	if string(answer.Body) != want {
		t.Errorf("answered %d\n%s\nwant\n%s", answer.Status, answer.Body, want)
	}
}

func TestAThingSentBackAsItWasReadChangesNothing(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for _, path := range []string{
		"/api/v1/clients/1/", "/api/v1/assignments/239/", "/api/v1/assignments/239/crm_custom_fields/11/", "/api/v1/campaigns/998/",
		"/api/v1/campaigns/998/call_states/4/", "/api/v1/campaigns/998/outcomes/1/", "/api/v1/campaigns/998/products/1/",
	} {
		read := s.Get(t, s.Acme.Admin, path)
		wantStatus(t, read, http.StatusOK)
		before, err := s.Store.Moment(t.Context(), s.Acme.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, body := range []string{string(read.Body), "{}"} {
			wantBody(t, send(t, s, http.MethodPatch, path, body), string(read.Body))
		}
		if after, err := s.Store.Moment(t.Context(), s.Acme.ID); err != nil || after != before {
			t.Errorf("%s went from %+v to %+v (%v)", path, before, after, err)
		}
	}
}

func TestAnIDMayBeChosenAndIsNotTakenTwice(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for what, noun := range setupNouns {
		chosen := strings.Replace(noun.body, "{", `{"id":4711,`, 1)
		answer := send(t, s, http.MethodPost, noun.path, chosen)
		if answer.Status != http.StatusCreated || answer.Header.Get("Location") != s.URL+noun.path+"4711" {
			t.Errorf("a %s: answered %d %s at %s", what, answer.Status, answer.Body, answer.Header.Get("Location"))
		}
		again := send(t, s, http.MethodPost, noun.path, chosen)
		if again.Status != http.StatusConflict || again.Detail(t) != "That name or id is taken. Choose another one." {
			t.Errorf("a %s again: answered %d %s", what, again.Status, again.Body)
		}
		moved := send(t, s, http.MethodPatch, noun.path+"4711/", `{"id":4712}`)
		if moved.Status != http.StatusBadRequest || moved.Problems(t)["id"] != "id differs from the id in the path; an id can't be changed." {
			t.Errorf("another id for a %s: answered %d %s", what, moved.Status, moved.Body)
		}
	}
}

func TestANameThatIsTaken(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for path, body := range map[string]string{
		"/api/v1/campaigns/998/call_states/": `{"name":"Ready","kind":"hold"}`,
		"/api/v1/campaigns/998/products/":    `{"code":"PROD1"}`,
		"/api/v1/campaigns/998/outcomes/":    `{"type":"Sale","subtype":"Yes","call_state":"Booked"}`,
	} {
		wantStatus(t, send(t, s, http.MethodPost, path, body), http.StatusConflict)
	}
	wantStatus(t, send(t, s, http.MethodPatch, "/api/v1/campaigns/998/call_states/1", `{"name":"Excluded"}`), http.StatusConflict)
}

func TestASetUpThatCameAgainIsDoneOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	keyed := func(key, method, path, body string) *testkit.Answer {
		return s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin, Body: body, Header: map[string]string{"Idempotency-Key": key}})
	}
	for what, noun := range setupNouns {
		first := keyed("add "+what, http.MethodPost, noun.path, noun.body)
		again := keyed("add "+what, http.MethodPost, noun.path, noun.body)
		wantStatus(t, first, http.StatusCreated)
		if again.Status != http.StatusCreated || string(again.Body) != string(first.Body) || again.Header.Get("Location") != first.Header.Get("Location") {
			t.Errorf("a %s again: answered %d %s, first %s", what, again.Status, again.Body, first.Body)
		}
		if first.Header.Get("Idempotent-Replayed") != "" || again.Header.Get("Idempotent-Replayed") != "true" {
			t.Errorf("a %s: Idempotent-Replayed is %q, then %q", what, first.Header.Get("Idempotent-Replayed"), again.Header.Get("Idempotent-Replayed"))
		}
		wantStatus(t, keyed("add "+what, http.MethodPost, noun.path, noun.change), http.StatusUnprocessableEntity)
		address := strings.TrimPrefix(first.Header.Get("Location"), s.URL)
		for range 2 {
			wantStatus(t, keyed("change "+what, http.MethodPatch, address, noun.change), http.StatusOK)
		}
		for range 2 {
			wantStatus(t, keyed("remove "+what, http.MethodDelete, address, ""), http.StatusNoContent)
		}
		wantStatus(t, s.Get(t, s.Acme.Admin, address), http.StatusNotFound)
	}
}
