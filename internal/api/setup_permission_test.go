package api_test

import (
	"net/http"
	"testing"

	"callflow/internal/testkit"
)

func TestOnlyAnAdminSetsUp(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	for what, noun := range setupNouns {
		for user, token := range map[string]string{"an agent": s.Acme.Agent, "a reader": s.Acme.Reader, "an external user": s.Acme.External} {
			t.Run(user+" and a "+what, func(t *testing.T) {
				t.Parallel()
				for _, ask := range []testkit.Request{
					{Method: http.MethodPost, Path: noun.path, Body: noun.body},
					{Method: http.MethodPatch, Path: noun.path + "1", Body: noun.change},
					{Method: http.MethodDelete, Path: noun.path + "1"},
				} {
					ask.Token = token
					wantStatus(t, s.Ask(t, ask), http.StatusForbidden)
				}
			})
		}
		wantStatus(t, s.Ask(t, testkit.Request{Method: http.MethodPost, Path: noun.path, Body: noun.body}), http.StatusUnauthorized)
	}
}

func TestAnExternalUserSeesItsOwnClientsSetUpAlone(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	wantBody(t, s.Get(t, s.Acme.External, "/api/v1/clients/"), `[{"id":1,"short_name":"Client","full_name":"Client AS"}]`)
	wantBody(t, s.Get(t, s.Acme.Outsider, "/api/v1/assignments"), `[{"id":240,"client_id":2,"name":"Annet oppdrag","description":"","crm_type":"B2C"}]`)
	for _, path := range []string{
		"/api/v1/clients/1", "/api/v1/assignments/239", "/api/v1/assignments/239/crm_custom_fields/78", "/api/v1/campaigns/998",
		"/api/v1/campaigns/998/call_states", "/api/v1/campaigns/998/call_states/1", "/api/v1/campaigns/998/outcomes", "/api/v1/campaigns/998/outcomes/1",
		"/api/v1/campaigns/998/products", "/api/v1/campaigns/998/products/1",
	} {
		wantStatus(t, s.Get(t, s.Acme.External, path), http.StatusOK)
		hidden := s.Get(t, s.Acme.Outsider, path)
		if hidden.Status != http.StatusNotFound || hidden.Detail(t) != "Not found." {
			t.Errorf("%s answered another client's user %d %s", path, hidden.Status, hidden.Body)
		}
	}
}

func TestWhatIsNotThereCannotBeSetUp(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/clients/", `{"id":77,"short_name":"Ny"}`), http.StatusCreated)
	wantStatus(t, s.Get(t, s.Other.Admin, "/api/v1/clients/77"), http.StatusNotFound)
	for what, noun := range setupNouns {
		for _, id := range []string{"54321", "0", "-1", "x", "99999999999999999999"} {
			wantStatus(t, send(t, s, http.MethodGet, noun.path+id, ""), http.StatusNotFound)
			wantStatus(t, send(t, s, http.MethodPatch, noun.path+id, noun.change), http.StatusNotFound)
			wantStatus(t, send(t, s, http.MethodDelete, noun.path+id, ""), http.StatusNotFound)
		}
		wantStatus(t, send(t, s, http.MethodPut, noun.path+"1", noun.body), http.StatusMethodNotAllowed)
		for method, path := range map[string]string{http.MethodPost: noun.path, http.MethodPatch: noun.path + "1", http.MethodDelete: noun.path + "1"} {
			if answer := send(t, s, method, path+"?force=1", noun.body); answer.Status != http.StatusBadRequest {
				t.Errorf("%s of a %s with a parameter answered %d %s", method, what, answer.Status, answer.Body)
			}
		}
	}
	for _, path := range []string{
		"/api/v1/assignments/54321/crm_custom_fields/", "/api/v1/campaigns/54321/call_states/", "/api/v1/campaigns/54321/outcomes/", "/api/v1/campaigns/54321/products/",
	} {
		wantStatus(t, send(t, s, http.MethodPost, path, `{}`), http.StatusNotFound)
		wantStatus(t, send(t, s, http.MethodGet, path, ""), http.StatusNotFound)
	}
}
