package imports_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/auth"
	"callflow/internal/customer"
	"callflow/internal/importer"
	"callflow/internal/imports"
	"callflow/internal/tabular"
	"callflow/internal/testkit"
	"callflow/internal/web"
)

// triedFile is a file that renames customer 1, chosen and rehearsed to its end.
func triedFile(t *testing.T, s *testkit.Server) (*auth.Session, *imports.KeptFile) {
	t.Helper()
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Name: "Kari Før"})
	admin := s.Session(t, s.Acme.Admin)
	file, err := s.App.Imports.PlaceFile(admin, testkit.AssignmentID, "kunder.csv")
	if err != nil {
		t.Fatal(err)
	}
	staged, err := web.StageUpload(strings.NewReader("customer_id;name\n1;Kari Nå\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.App.Imports.KeepFile(file, staged.File, staged.Size)
	if _, err := s.App.Imports.Preview(t.Context(), admin, file, tabular.Options{}); err != nil {
		t.Fatal(err)
	}
	rehearse(t, s, admin, file)
	return admin, file
}

func rehearse(t *testing.T, s *testkit.Server, by *auth.Session, file *imports.KeptFile) {
	t.Helper()
	columns := map[string]string{"customer_id": callflow.KeyCustomerID, "name": callflow.StandardFields[0].Key}
	s.App.Imports.Choose(file, &importer.Request{Map: columns, MapsAll: true})
	if err := s.App.Imports.StartRehearsal(by, file); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); ; <-time.After(5 * time.Millisecond) {
		trial, begun := file.Rehearsal()
		switch {
		case !begun || time.Now().After(end):
			t.Fatalf("the rehearsal stands at %+v", trial)
		case trial.Waiting || trial.Running:
			continue
		case trial.Err != nil || len(trial.Changes) != 1 || trial.Changes[0].Held != "Kari Før":
			t.Fatalf("the rehearsal tells %+v", trial)
		}
		return
	}
}

func wantForgotten(t *testing.T, when string, file *imports.KeptFile) {
	t.Helper()
	if trial, begun := file.Rehearsal(); begun {
		t.Errorf("%s, the rehearsal still tells %+v", when, trial)
	}
}

func TestWhatWasTriedIsNotImportedInAnotherReading(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin, file := triedFile(t, s)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, _ = s.App.Imports.Preview(gone, admin, file, tabular.Options{Delimiter: ','}) // whether the database is still read then is chance
	wantForgotten(t, "read by commas", file)
	if id, err := s.App.Imports.RunFile(t.Context(), admin, file); !errors.Is(err, imports.ErrNotRehearsed) {
		t.Errorf("what was tried by semicolons is imported by commas: %d, %v", id, err)
	}
	if _, err := s.App.Imports.Preview(t.Context(), admin, file, tabular.Options{Delimiter: ';'}); err != nil {
		t.Fatal(err)
	}
	rehearse(t, s, admin, file)
	id, err := s.App.Imports.RunFile(t.Context(), admin, file)
	if err != nil || id == 0 {
		t.Fatalf("what was tried is imported as %d, %v", id, err)
	}
	wantForgotten(t, "imported", file)
	if again, err := s.App.Imports.RunFile(t.Context(), admin, file); again != id || err != nil {
		t.Errorf("imported again, it is %d, %v, want %d", again, err, id)
	}
}

func TestAFileWhoseImportIsInterruptedBeforeItBeginsCanBeImportedAfterwards(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin, file := triedFile(t, s)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	admin.Key = &auth.RequestKey{Key: "sent with the form"} // what was answered to it before is read first
	if id, err := s.App.Imports.RunFile(gone, admin, file); err == nil {
		t.Fatalf("it is imported as %d by nobody", id)
	}
	if id, err := s.App.Imports.RunFile(t.Context(), admin, file); err != nil || id == 0 {
		t.Errorf("afterwards it is imported as %d, %v", id, err)
	}
}

func TestNoRehearsalTellsWhatACustomerHadBeforeItWasAnonymised(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin, file := triedFile(t, s)
	if _, err := s.App.Anonymize(t.Context(), admin, &customer.Request{AssignmentID: testkit.AssignmentID, CustomerID: "1"}); err != nil {
		t.Fatal(err)
	}
	wantForgotten(t, "anonymised", file)
	if _, err := s.App.Imports.RunFile(t.Context(), admin, file); !errors.Is(err, imports.ErrNotRehearsed) {
		t.Errorf("anonymised, the file is imported with %v", err)
	}
}

func TestNoRehearsalTellsOfWhomAnotherServerAnonymised(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	beside := s.Beside(t, api.Config{})
	admin, file := triedFile(t, s)
	if _, begun, err := s.App.Imports.RehearsalOf(t.Context(), admin, file); !begun || err != nil {
		t.Fatalf("before, it is %t, %v", begun, err)
	}
	whom := &customer.Request{AssignmentID: testkit.AssignmentID, CustomerID: "1"}
	if _, err := beside.App.Anonymize(t.Context(), beside.Session(t, s.Acme.Admin), whom); err != nil {
		t.Fatal(err)
	}
	if id, err := s.App.Imports.RunFile(t.Context(), admin, file); !errors.Is(err, imports.ErrNotRehearsed) {
		t.Errorf("what was tried before is imported as %d, %v", id, err)
	}
	if told, begun, err := s.App.Imports.RehearsalOf(t.Context(), admin, file); begun || err != nil {
		t.Errorf("afterwards it still tells %+v, %v", told, err)
	}
}
