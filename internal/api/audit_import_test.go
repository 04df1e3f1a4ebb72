package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/testkit"
)

func TestAnImportIsInTheAuditWithWhatBecameOfItsRowsAndSoIsItsUndo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	const file = "customer_id,name\n1,Kari\n2,Ola\n,\n,Ingen\n"
	sendFile(t, s, "?dry_run=true&wait=60", file, nil)
	if entries := audited(t, s, "imported into"); len(entries) != 0 {
		t.Errorf("a dry run is told as %+v", entries)
	}
	_, got := sendFile(t, s, "?wait=60", file, map[string]string{"X-Request-Id": "import-1"})
	entries := audited(t, s, "imported into")
	details := fmt.Sprintf("done, created: %d, updated: %d, rejected: %d", got.Created, got.Updated, got.Rejected)
	if len(entries) != 1 || got.Created != 2 || got.Rejected == 0 || entries[0].Details != details || entries[0].Count != 2 {
		t.Fatalf("of %+v the audit tells %+v", got, entries)
	}
	entry := entries[0]
	if entry.UserID != s.Acme.Users["admin"] || entry.TokenID == 0 || entry.RequestID != "import-1" || entry.Address != "127.0.0.1" ||
		entry.Noun != "assignment" || entry.NounID != testkit.AssignmentID {
		t.Errorf("the audit tells %+v", entry)
	}
	undo := testkit.Request{Method: http.MethodDelete, Path: importsPath + fmt.Sprint(got.ID) + "/", Token: s.Acme.Admin}
	if answer := s.Ask(t, undo); answer.Status != http.StatusOK {
		t.Fatalf("undoing it gives %d %s", answer.Status, answer.Body)
	}
	s.Ask(t, undo) // is refused, and no second deed
	undone := audited(t, s, "undid an import into")
	if len(undone) != 1 || undone[0].Count != 2 || undone[0].NounID != testkit.AssignmentID || undone[0].UserID != s.Acme.Users["admin"] {
		t.Errorf("of the undo the audit tells %+v", undone)
	}
}

func TestAnImportOfTheCommandLineIsInTheAudit(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	for _, dry := range []bool{true, false} {
		request := &importer.Request{AssignmentID: testkit.AssignmentID, Source: strings.NewReader("customer_id,name\n1,Kari\n"), DryRun: dry}
		if _, err := s.App.Importer.Import(t.Context(), s.Acme.ID, request); err != nil {
			t.Fatal(err)
		}
	}
	entries := audited(t, s, "imported into")
	if len(entries) != 1 || entries[0].User != auth.AuditedOperator || entries[0].Details != "done, created: 1, updated: 0, rejected: 0" {
		t.Errorf("the audit tells %+v", entries)
	}
}

func TestTheAuditOfAnAccountBeginsWithWhoMadeIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	created := audited(t, s, "created")
	first := created[len(created)-1]
	if first.ID != 1 || first.Noun != "account" || first.User != auth.AuditedOperator || first.At != testkit.Now.UnixMilli() {
		t.Errorf("the audit begins with %+v", first)
	}
}

func TestARenewedEpochIsInTheAudit(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 1<<40); err == nil {
		t.Error("more can be kept than the account has")
	}
	if _, err := s.App.RenewEpoch(t.Context(), s.Acme.ID, 0); err != nil {
		t.Fatal(err)
	}
	renewed := audited(t, s, "renewed the epoch of")
	if len(renewed) != 1 || renewed[0].User != auth.AuditedOperator || renewed[0].Noun != "account" || renewed[0].Details != "kept: 0" {
		t.Errorf("the audit tells %+v", renewed)
	}
}
