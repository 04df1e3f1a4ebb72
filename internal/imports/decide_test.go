package imports_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// fixture is a second admin who imports, so that the first can look at what came of it, beside a campaign 1001 that never had a customer.
type fixture struct {
	*testkit.Server
	user    callflow.User
	session *auth.Session
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	i := &fixture{Server: testkit.NewServer(t, api.Config{})}
	i.user = callflow.User{Name: "importer", Email: "importer@acme.example", Role: callflow.Admin, Active: true}
	err := i.Acme.Write(t, func(w *store.Write) (err error) {
		if i.user.ID, err = w.CreateUser(&i.user); err != nil {
			return err
		}
		_, err = setuprows.CreateCampaign(w, &callflow.Campaign{ID: 1001, AssignmentID: testkit.AssignmentID, Name: "Høst"}, callflow.DefaultFlow())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := i.App.CreateToken(t.Context(), i.Acme.ID, i.user.ID, "import")
	if err != nil {
		t.Fatal(err)
	}
	i.session = i.Server.Session(t, token)
	return i
}

// importFile sends a file and lets something happen before its turn comes, then tells how the import ended.
func (i *fixture) importFile(t *testing.T, r *importer.Request, content string, meanwhile func(w *store.Write) error) imports.State {
	t.Helper()
	release := i.App.Imports.HoldAccount(i.Acme.ID)
	r.AssignmentID = testkit.AssignmentID
	answer, err := i.App.Imports.Start(t.Context(), i.session, r, importFile(t, content))
	if err == nil {
		err = i.Acme.Write(t, meanwhile)
	}
	release()
	if err != nil {
		t.Fatal(err)
	}
	i.App.Imports.Await()
	id, err := strconv.ParseInt(answer.Location, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	state, err := i.App.Imports.State(t.Context(), i.Server.Session(t, i.Acme.Admin), testkit.AssignmentID, id)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func importFile(t *testing.T, content string) *imports.File {
	t.Helper()
	file, err := os.CreateTemp(t.TempDir(), "*.csv")
	if err == nil {
		_, err = file.WriteString(content)
	}
	if err != nil {
		t.Fatal(err)
	}
	return &imports.File{File: file, Name: "kunder.csv", Size: int64(len(content))}
}

// happenings are what can end an import, by what it says then.
func (i *fixture) happenings() map[string]func(w *store.Write) error {
	changed := func(change func(user *callflow.User)) func(w *store.Write) error {
		return func(w *store.Write) error {
			user := i.user
			change(&user)
			return w.UpdateUser(&i.user, &user)
		}
	}
	return map[string]func(w *store.Write) error{
		"The import stopped: the token that it was sent with was revoked. ": func(w *store.Write) error { return deleteTokens(w, i.user.ID) },
		"The import stopped: its user was switched off. ":                   func(w *store.Write) error { return w.SetUserActive(i.user.ID, false) },
		"The import stopped: its user may not import customers any more. ": changed(func(user *callflow.User) {
			user.Role = callflow.Agent
		}),
		"The import stopped: Assignment 239 has no campaign 1001. ": func(w *store.Write) error { return setuprows.DeleteCampaign(w, 1001) },
		"The import stopped: the campaign “Høst” was archived. ": func(w *store.Write) error {
			return setuprows.UpdateCampaign(w, &callflow.Campaign{ID: 1001, AssignmentID: testkit.AssignmentID, Name: "Høst", ArchivedDate: "2026-06-17"})
		},
		"The import stopped: The campaign has no call state of kind ready for new customers to begin in. ": func(w *store.Write) error {
			return deleteReady(w, 1001)
		},
	}
}

func deleteTokens(w *store.Write, userID int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	for _, token := range setup.Tokens() {
		if token.UserID == userID {
			err = w.DeleteToken(token.ID)
		}
	}
	return err
}

func deleteReady(w *store.Write, campaignID int64) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	for _, state := range setup.States[campaignID] {
		if state.Kind == callflow.KindReady {
			if err := setuprows.DeleteState(w, campaignID, state.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *fixture) wantNobody(t *testing.T, id string) {
	t.Helper()
	err := i.Acme.Write(t, func(w *store.Write) error {
		_, _, err := w.Customer(testkit.AssignmentID, id)
		return err
	})
	if callflow.ErrorCode(err) != callflow.NotFound {
		t.Errorf("the customer %s is found with %v", id, err)
	}
}

func TestAnImportDecidesWhenItRunsWhetherItMay(t *testing.T) {
	t.Parallel()
	for said := range newFixture(t).happenings() {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			request := &importer.Request{CampaignIDs: []int64{1001}, CreateFields: true, Map: map[string]string{"Navn": "name"}}
			state := i.importFile(t, request, "customer_id,Navn,Bilmerke\n1,Kari,Volvo\n", i.happenings()[said])
			if state.Status != "failed" || !strings.HasPrefix(state.Error, said) || state.Rows != 0 {
				t.Errorf("it ends as %s: %q, after %d rows", state.Status, state.Error, state.Rows)
			}
			i.wantNobody(t, "1")
			admin := i.Server.Session(t, i.Acme.Admin)
			if fields := admin.Setup.Fields[testkit.AssignmentID]; len(fields) != 6 {
				t.Errorf("a refused import has made fields: %+v", fields)
			}
			wantAudited(t, i.Server, 0)
		})
	}
}

// wantAudited wants so many custom fields to be told in the audit as made.
func wantAudited(t *testing.T, s *testkit.Server, want int) {
	t.Helper()
	entries, err := s.App.Audit(t.Context(), s.Session(t, s.Acme.Admin), auth.AuditFilter{})
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for _, entry := range entries {
		if entry.Noun == "custom field" && entry.Action == "created" && entry.NounID > 0 && entry.User != "" {
			got++
		}
	}
	if got != want {
		t.Errorf("the audit tells of %d custom fields that were made, want %d: %+v", got, want, entries)
	}
}

func nothing(*store.Write) error { return nil }

func TestFieldsThatAnImportMakesAreInTheAudit(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	request := &importer.Request{CreateFields: true}
	state := i.importFile(t, request, "customer_id,Bilmerke,Årsmodell\n1,Volvo,1999\n", nothing)
	if state.Status != "done" || len(state.NewFields) != 2 || state.Created != 1 {
		t.Errorf("it ends as %+v", state)
	}
	wantAudited(t, i.Server, 2)
	request = &importer.Request{
		AssignmentID: testkit.AssignmentID, CreateFields: true, By: "kommandoen", Source: strings.NewReader("customer_id,Farge\n1,blå\n"),
	}
	if result, err := i.App.Importer.Import(t.Context(), i.Acme.ID, request); err != nil || result.Updated != 1 {
		t.Errorf("the command's comes to %+v %v", result, err)
	}
	wantAudited(t, i.Server, 3)
}

func TestAnImportGoesByTheCallStatesOfWhenItRuns(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	state := i.importFile(t, &importer.Request{CampaignIDs: []int64{1001}}, "customer_id,name\n1,Kari\n", func(w *store.Write) error {
		if err := deleteReady(w, 1001); err != nil {
			return err
		}
		_, err := setuprows.CreateState(w, 1001, &callflow.State{Name: "Nye", Kind: callflow.KindReady})
		return err
	})
	if state.Status != "done" || state.Added != 1 {
		t.Fatalf("it ends as %+v", state)
	}
	record := i.Get(t, i.Acme.Admin, "/api/v1/campaigns/1001/callflow_customers/")
	if !strings.Contains(string(record.Body), `"Nye"`) {
		t.Errorf("the customer stands at %s", record.Body)
	}
}

func TestAnImportKnowsTheTelephoneNumbersOfWhenItRuns(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	i.Acme.Put(t, callflow.Customer{CustomerID: "gammel", Name: "Ola", Phone1: "41111111"})
	meanwhile := func(w *store.Write) error {
		for _, customer := range []callflow.Customer{
			{CustomerID: "ny", Name: "Kari", Phone1: "42222222"},
			{CustomerID: "gammel", Name: "Ola", Phone1: "43333333"},
		} {
			customer.AssignmentID, customer.Updated, customer.UpdateMethod = testkit.AssignmentID, "2026-01-07", callflow.MethodImportNew
			if _, err := w.PutCustomer(&customer); err != nil {
				return err
			}
		}
		return nil
	}
	file := "customer_id,name,phone_1\n,Kari Nå,42222222\n,Ola Nå,43333333\nz,En annen,41111111\n"
	state := i.importFile(t, &importer.Request{Match: importer.MatchPhone}, file, meanwhile)
	if state.Status != "done" || state.Updated != 2 || state.Created != 1 {
		t.Errorf("it ends as %+v", state)
	}
	if name := i.Acme.Customer(t, "ny").Name; name != "Kari Nå" {
		t.Errorf("the customer who came meanwhile is called %s", name)
	}
}

func TestAnImportThatStoppedIsInTheAudit(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	request := &importer.Request{CampaignIDs: []int64{1001}}
	i.importFile(t, request, "customer_id\n1\n", func(w *store.Write) error { return w.SetUserActive(i.user.ID, false) })
	entries, err := i.App.Audit(t.Context(), i.Server.Session(t, i.Acme.Admin), auth.AuditFilter{Action: "imported into"})
	if err != nil || len(entries) != 1 || entries[0].UserID != i.user.ID || entries[0].Details != "failed, created: 0, updated: 0, rejected: 0" {
		t.Errorf("the audit tells %+v %v", entries, err)
	}
}
