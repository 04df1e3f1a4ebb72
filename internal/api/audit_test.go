package api_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/app"
	"callflow/internal/auth"
	"callflow/internal/server"
	"callflow/internal/store"
	"callflow/internal/testkit"
)

// audited is what the audit of acme tells of an action, the newest first, once what was counted is written.
func audited(t *testing.T, s *testkit.Server, action string) []store.AuditEntry {
	t.Helper()
	if err := s.App.WriteAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	entries, err := s.App.Audit(t.Context(), session(t, s, s.Acme.Admin), auth.AuditFilter{Action: action})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestPagesThatAreReadAreCountedInOneEntryForUserTokenListAndDay(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 7, "Ready")
	walk := func() {
		for path := "/api/v1/campaigns/998/callflow_customers/?page_size=3"; path != ""; {
			next := s.Get(t, s.Acme.Reader, path).List(t).Next
			if path = ""; next != nil {
				path = strings.TrimPrefix(*next, s.URL)
			}
		}
	}
	walk()
	before, err := s.App.Audit(t.Context(), session(t, s, s.Acme.Admin), auth.AuditFilter{Action: "read"})
	if err != nil || len(before) != 0 {
		t.Errorf("a page wrote %v, %v", before, err)
	}
	walk() // from what was sent before
	page := s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/callflow_customers/")
	tag := map[string]string{"If-None-Match": page.Header.Get("ETag")}
	s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/998/callflow_customers/", Token: s.Acme.Reader, Header: tag})
	s.Ask(t, testkit.Request{Method: http.MethodHead, Path: "/api/v1/campaigns/998/callflow_customers/", Token: s.Acme.Reader})
	entries := audited(t, s, "read")
	if len(entries) != 1 || entries[0].Count != 21 {
		t.Fatalf("the audit tells %+v, want one entry of 21 records", entries)
	}
	entry := entries[0]
	if entry.UserID != s.Acme.Users["reader"] || entry.TokenID == 0 || entry.Noun != "campaign" || entry.NounID != testkit.CampaignID ||
		entry.Details != "status" || entry.Address != "127.0.0.1" || entry.RequestID == "" {
		t.Errorf("the entry is %+v", entry)
	}
	walk()
	if entries = audited(t, s, "read"); len(entries) != 1 || entries[0].Count != 28 {
		t.Errorf("later on the same day the audit tells %+v", entries)
	}
	s.Wait(24 * time.Hour)
	s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/changes/")
	walk()
	if entries = audited(t, s, "read"); len(entries) != 3 {
		t.Errorf("on the next day the audit tells %+v", entries)
	}
}

func TestAFileIsInTheAuditWithWhoTookItFromWhereAndHowItEnded(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 7, "Ready")
	path := "/api/v1/campaigns/998/callflow_customers/?format=csv"
	answer := s.Ask(t, testkit.Request{Path: path, Token: s.Acme.Agent, Header: map[string]string{"X-Request-Id": "file-1"}})
	if answer.Header.Get("X-Request-Id") != "file-1" {
		t.Errorf("the answer names the request %q", answer.Header.Get("X-Request-Id"))
	}
	s.Ask(t, testkit.Request{Method: http.MethodHead, Path: path, Token: s.Acme.Agent})
	s.Get(t, s.Acme.Outsider, path)
	entries := audited(t, s, "took a file of")
	if len(entries) != 1 {
		t.Fatalf("the audit tells %+v", entries)
	}
	entry := entries[0]
	if entry.Count != 7 || entry.Details != "status, format: csv, whole" || entry.UserID != s.Acme.Users["agent"] || entry.TokenID == 0 ||
		entry.RequestID != "file-1" || entry.Address != "127.0.0.1" || entry.NounID != testkit.CampaignID {
		t.Errorf("the entry is %+v", entry)
	}
	broken := errors.New("the client has gone")
	err := s.App.NotedFile(t.Context(), session(t, s, s.Acme.Agent), auth.ReadOf{What: "changes"}, func(told *auth.FileTold) error {
		if open := audited(t, s, "took a file of"); open[0].Details != "changes, begun" {
			t.Errorf("on its way the entry is %+v", open[0])
		}
		told.Records, told.Begun = 3, true
		return broken
	})
	if entries = audited(t, s, "took a file of"); !errors.Is(err, broken) || entries[0].Details != "changes, broken off" || entries[0].Count != 3 {
		t.Errorf("with %v the entry is %+v", err, entries[0])
	}
}

func TestAFileThatPanicsInTheMiddleIsInTheAuditWithWhatWasTold(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	func() {
		defer func() { _ = recover() }()
		_ = s.App.NotedFile(t.Context(), session(t, s, s.Acme.Agent), auth.ReadOf{What: "changes"}, func(told *auth.FileTold) error {
			told.Records, told.Begun = 5, true
			panic(http.ErrAbortHandler)
		})
	}()
	entries := audited(t, s, "took a file of")
	if len(entries) != 1 || entries[0].Details != "changes, broken off" || entries[0].Count != 5 {
		t.Errorf("the audit tells %+v", entries)
	}
}

func TestADryRunOfAFieldsTypeIsInTheAuditWithTheValuesThatItShows(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	putText(t, s, "K-1", "250")
	wantStatus(t, post(t, s, s.Acme.Admin, textField+"dry_run/", `{"type":"integer"}`), http.StatusOK)
	entries := audited(t, s, "read")
	if len(entries) != 1 || entries[0].Count != 1 || entries[0].Noun != "assignment" || entries[0].NounID != testkit.AssignmentID ||
		entries[0].Details != "values of a custom field" || entries[0].UserID != s.Acme.Users["admin"] {
		t.Errorf("the audit tells %+v", entries)
	}
}

func TestSignInsThatFailAreOneEntryForUserAddressAndHour(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	guess := func(email string) {
		credentials := base64.StdEncoding.EncodeToString([]byte(email + ":gjetning"))
		s.Ask(t, testkit.Request{Path: "/api/v1/campaigns/", Header: map[string]string{"Authorization": "Basic " + credentials}})
	}
	for range 14 {
		guess(s.Acme.Email("agent"))
	}
	guess("nobody@acme.example")
	failed, throttled := audited(t, s, "failed to sign in"), audited(t, s, "was kept from guessing")
	if len(failed) != 1 || len(throttled) != 1 || failed[0].Count+throttled[0].Count != 14 {
		t.Fatalf("the audit tells %+v and %+v", failed, throttled)
	}
	for _, entry := range []store.AuditEntry{failed[0], throttled[0]} {
		if entry.User != "" || entry.UserID != 0 || entry.NounID != s.Acme.Users["agent"] || entry.Address != "127.0.0.1" || entry.Count == 0 {
			t.Errorf("the entry is %+v", entry)
		}
	}
}

func TestWhatIsDoneAtTheCommandLineIsInTheAudit(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	ctx, id := t.Context(), s.Acme.Users["agent"]
	name := "Acme Norge"
	for _, err := range []error{
		s.App.SetPassword(ctx, s.Acme.ID, id, "et helt nytt passord"), s.App.SetUserActive(ctx, s.Acme.ID, id, false),
		s.App.UpdateUser(ctx, s.Acme.ID, callflow.User{ID: id, Name: "Ola", Email: s.Acme.Email("agent"), Role: callflow.Reader}),
		s.App.SetAccount(ctx, s.Acme.ID, &app.AccountRequest{DisplayName: &name}), s.App.SetGeneration(ctx, s.Acme.ID, callflow.LaterGeneration),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	told := map[string]bool{}
	for _, entry := range audited(t, s, "") {
		if entry.User != "command line" || entry.UserID != 0 {
			t.Errorf("the entry is %+v", entry)
		}
		told[entry.Action+" "+entry.Noun+" "+entry.Details] = true
	}
	for _, wanted := range []string{
		"created token ", "gave a password to user ", "switched off user ", "changed user name, role: agent → reader",
		"changed account name: acme → Acme Norge", "changed account generation: 2019 → 2020",
	} {
		if !told[wanted] {
			t.Errorf("the audit lacks %q: %v", wanted, told)
		}
	}
}

func TestWhatWasReadIsInTheAuditOnceTheServerHasStopped(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	stopping, err := server.Listen(s.App, server.Config{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- stopping.Serve(ctx) }()
	s.Get(t, s.Acme.Reader, "/api/v1/campaigns/998/callflow_customers/")
	stop()
	if err := <-served; err != nil {
		t.Fatal(err)
	}
	entries, err := s.App.Audit(t.Context(), session(t, s, s.Acme.Admin), auth.AuditFilter{Action: "read"})
	if err != nil || len(entries) != 1 || entries[0].Count != 2 {
		t.Errorf("the audit tells %+v, %v", entries, err)
	}
}

// The users of an e-mail are looked up when the audit is written: a refused sign-in reads nothing.
func TestSignInsThatAreRefusedUnseenAreInTheAuditForThoseWhoHaveTheEMailWhenItIsWritten(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, address := range []string{"2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"} {
		s.App.NoteThrottled(auth.AskedBy(t.Context(), &auth.Asked{Address: address}), "Ny@acme.example", "")
	}
	s.App.NoteThrottled(t.Context(), "nobody@acme.example", "")
	user := callflow.User{Name: "Ny", Email: "ny@acme.example", Role: callflow.Agent, Active: true}
	var id int64
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		id, err = w.CreateUser(&user)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	entries := audited(t, s, "was kept from guessing")
	counts := make(map[string]int64)
	for _, entry := range entries {
		if entry.NounID != id {
			t.Errorf("the audit tells %+v", entry)
		}
		counts[entry.Address] = entry.Count
	}
	if len(entries) != 2 || counts["2001:db8::/64"] != 2 || counts["2001:db8:0:1::/64"] != 1 {
		t.Errorf("the audit counts %v", counts)
	}
}
