package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/testkit"
)

func TestASetUpThatMovedOnIsNotOverwritten(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	matching := func(tag, method, path, body string) *testkit.Answer {
		return s.Ask(t, testkit.Request{Method: method, Path: path, Token: s.Acme.Admin, Body: body, Header: map[string]string{"If-Match": tag}})
	}
	for what, noun := range setupNouns {
		created := send(t, s, http.MethodPost, noun.path, noun.body)
		address := strings.TrimPrefix(created.Header.Get("Location"), s.URL) + "/"
		stale := s.Get(t, s.Acme.Admin, address).Header.Get("ETag")
		changed := matching(stale, http.MethodPatch, address, noun.change)
		wantStatus(t, changed, http.StatusOK)
		for _, refused := range []*testkit.Answer{
			matching(stale, http.MethodPatch, address, noun.body),
			matching(stale, http.MethodPatch, address, `{}`),
			matching(stale, http.MethodDelete, address, ""),
		} {
			if refused.Status != http.StatusPreconditionFailed {
				t.Errorf("a %s that moved on: answered %d %s, want 412", what, refused.Status, refused.Body)
			}
		}
		wantBody(t, s.Get(t, s.Acme.Admin, address), string(changed.Body))
		wantStatus(t, matching("*", http.MethodPatch, address, `{}`), http.StatusOK)
		wantStatus(t, matching(changed.Header.Get("ETag"), http.MethodDelete, address, ""), http.StatusNoContent)
		wantStatus(t, matching("*", http.MethodDelete, address, ""), http.StatusNotFound)
	}
}

func TestTheIDOfARemovedFieldIsNeverUsedAgain(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	fields := "/api/v1/assignments/239/crm_custom_fields/"
	wantStatus(t, send(t, s, http.MethodPost, fields, `{"id":89,"key":"Farge"}`), http.StatusCreated)
	s.Acme.Put(t, callflow.Customer{CustomerID: "bare", Custom: map[int64]callflow.Value{89: callflow.TextValue("Rød")}})
	held := s.Get(t, s.Acme.Admin, campaignList)
	wantStatus(t, send(t, s, http.MethodDelete, fields+"89", ""), http.StatusConflict)
	s.Acme.Put(t, callflow.Customer{CustomerID: "bare"})
	wantStatus(t, send(t, s, http.MethodDelete, fields+"89", ""), http.StatusNoContent)

	for _, path := range []string{fields, "/api/v1/assignments/240/crm_custom_fields/"} {
		refused := send(t, s, http.MethodPost, path, `{"id":89,"key":"Lengde"}`)
		want := "A custom field that was deleted had this id, and earlier records hold its values. Choose another id, or leave it out."
		if refused.Status != http.StatusConflict || refused.Detail(t) != want {
			t.Errorf("answered %d %s, want 409 %s", refused.Status, refused.Body, want)
		}
	}
	added := send(t, s, http.MethodPost, fields, `{"key":"Lengde"}`)
	wantStatus(t, added, http.StatusCreated)
	if !strings.HasPrefix(string(added.Body), `{"id":90,`) {
		t.Errorf("a new field is %s, want the id 90", added.Body)
	}
	then := s.Get(t, s.Acme.Admin, campaignList+"?at="+token(held))
	if !strings.Contains(string(held.Body), "Rød") || strings.Contains(string(then.Body), "Rød") {
		t.Errorf("with the field the list was\n%s\nand without it that moment is told as\n%s", held.Body, then.Body)
	}
	wantStatus(t, send(t, s, http.MethodPost, fields, `{"id":88,"key":"Bredde"}`), http.StatusCreated)
}
