package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"callflow/internal/app"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/testkit"
)

// appWith is the verbs over a server's database, which do something once when they look at the clock next: as they anonymise somebody, that is
// when they have a snapshot to look for the customer in.
func appWith(t *testing.T, s *testkit.Server, meanwhile func()) *app.App {
	t.Helper()
	verbs, err := app.New(s.Store, func() time.Time {
		once := meanwhile
		meanwhile = func() {}
		once()
		return s.Now()
	})
	if err != nil {
		t.Fatal(err)
	}
	return verbs
}

// goOn has an import that is not over keep a row of the example customer, and one that was not taken and tells of it.
func goOn(t *testing.T, s *testkit.Server, importID, line int64) {
	t.Helper()
	err := s.Acme.Write(t, func(w *store.Write) error {
		held, card, err := w.Customer(testkit.AssignmentID, exampleID)
		if err != nil {
			return err
		}
		if err := importlog.KeepRows(w, importID, []importlog.Row{{Line: line, Number: held.Number, Written: store.Updated, Card: card}}); err != nil {
			return err
		}
		return importlog.KeepRejections(w, importID, []importlog.Rejection{{Place: line, Line: line, Cells: `["K-9","HEMMELIG AS","55501234"]`}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrittenWhileAnAnonymisedCustomerIsLookedForIsEmptiedToo(t *testing.T) {
	t.Parallel()
	s := newServer(t)
	var open int64
	err := s.Acme.Write(t, func(w *store.Write) (err error) {
		open, err = importlog.Create(w, &importlog.Job{AssignmentID: testkit.AssignmentID, Status: "running", FileName: "HEMMELIG.csv"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	goOn(t, s, open, 2)
	patched := withKey(testkit.Request{
		Method: http.MethodPatch, Path: customerList + exampleID, Token: s.Acme.Admin,
		Body: `{"crm__standard_info__name":"HEMMELIG AS","crm__standard_info__phone_1":"55501234"}`,
	}, "a")
	var later toldImport
	verbs := appWith(t, s, func() {
		wantStatus(t, s.Ask(t, patched), http.StatusOK)
		s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: exampleID, State: "Ready"})
		steps(t, s, exampleID, `{"type":"Sale","subtype":"Yes","comment":"HEMMELIG","extra":{"Perm":"HEMMELIG"}}`)
		goOn(t, s, open, 3)
		const file = "customer_id,name,phone_1,Husnummer\n" + exampleID + ",HEMMELIG,55501234,4\nK-9,HEMMELIG AS,,mange\n"
		_, later = sendFile(t, s, "?wait=60&file_name=HEMMELIG.csv", file, nil)
		if later.Updated != 1 || later.Rejected != 1 {
			t.Fatalf("the import came to %+v", later)
		}
	})
	if _, err := verbs.AnonymizeAsOperator(t.Context(), s.Acme.ID, testkit.AssignmentID, exampleID); err != nil {
		t.Fatal(err)
	}
	wantNothingOf(t, s, "HEMMELIG", open, later.ID)
	if again := s.Ask(t, patched); string(again.Body) != "{"+nobody+"}" {
		t.Errorf("the request that came again is answered %s", again.Body)
	}
	wantNoDifference(t, s)
}

// wantNothingOf looks for a word in what the log and the campaign tell, and in what imports keep.
func wantNothingOf(t *testing.T, s *testkit.Server, word string, imports ...int64) {
	t.Helper()
	for _, path := range []string{
		campaignList + "anonymized-1/history/", campaignList + "anonymized-1/", customerList + "anonymized-1", "/api/v1/changes/", "/api/v1/call_outcomes/",
	} {
		if answer := s.Get(t, s.Acme.Admin, path); answer.Status != http.StatusOK || strings.Contains(string(answer.Body), word) {
			t.Errorf("%s answers %d %s", path, answer.Status, answer.Body)
		}
	}
	err := s.Store.Read(t.Context(), s.Acme.ID, func(r *store.Snapshot) error {
		for _, id := range imports {
			rows, err := importlog.Rows(r, id, -1, 10)
			if err != nil {
				return err
			}
			for i := range rows {
				if strings.Contains(string(rows[i].Card), word) {
					t.Errorf("import %d keeps of line %d %s", id, rows[i].Line, rows[i].Card)
				}
			}
			_, rejected, name := importKept(t, s, id)
			for i := range rejected {
				if name != "" || strings.Contains(rejected[i].Cells, word) {
					t.Errorf("import %d of %q keeps %+v", id, name, rejected[i])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
