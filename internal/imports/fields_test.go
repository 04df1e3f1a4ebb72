package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/given"
	"callflow/internal/importer"
	"callflow/internal/setup"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// wideFile has a customer with a value in each of so many columns that no field has the name of.
func wideFile(columns int) string {
	headings, values := "customer_id", "w1"
	for i := range columns {
		headings += fmt.Sprintf(",kolonne %d", i)
		values += ",x"
	}
	return headings + "\n" + values + "\n"
}

func TestAFileMakesNoMoreThanTwoHundredFields(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	held := fieldsOf(t, s)
	const refused = "The file would make 201 new fields, and one file may make 200. Leave columns out with --map 'COLUMN=', or make the fields first."
	for _, dry := range []bool{true, false} {
		_, err := importWide(t, s, 201, dry)
		if err == nil || !strings.Contains(callflow.ErrorText(err), refused) {
			t.Errorf("with a dry run %t it says %q", dry, callflow.ErrorText(err))
		}
	}
	if now := fieldsOf(t, s); now != held {
		t.Errorf("the refused file has made %d fields", now-held)
	}
	for _, dry := range []bool{true, false} {
		if result, err := importWide(t, s, 200, dry); err != nil || len(result.NewFields) != 200 {
			t.Errorf("with a dry run %t, 200 columns make %d fields, %v", dry, len(result.NewFields), err)
		}
	}
	if made := fieldsOf(t, s) - held; made != 200 {
		t.Errorf("the file has made %d fields", made)
	}
}

func TestAnAssignmentHasNoMoreThanAThousandFields(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	held := fieldsOf(t, s)
	err := s.Acme.Write(t, func(w *store.Write) error {
		for i := held; i < 998; i++ {
			if _, err := setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: fmt.Sprintf("felt %d", i), Type: callflow.Text}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const refused = "The file would make 3 new fields, and the assignment has 998 of the 1000 that it may have. Leave columns out with --map 'COLUMN='."
	for _, dry := range []bool{true, false} {
		if _, err := importWide(t, s, 3, dry); err == nil || !strings.Contains(callflow.ErrorText(err), refused) {
			t.Errorf("with a dry run %t it says %q", dry, callflow.ErrorText(err))
		}
	}
	if _, err := importWide(t, s, 2, false); err != nil {
		t.Error(err)
	}
	admin := s.Session(t, s.Acme.Admin)
	one := &setup.Request{Noun: setup.CustomFields, OwnerID: testkit.AssignmentID, Edit: &setup.FieldEdit{Key: given.Of("for mye")}}
	if _, err := s.App.Setup.SetUp(t.Context(), admin, one); callflow.ErrorCode(err) != callflow.Conflict || !strings.Contains(callflow.ErrorText(err), "1000") {
		t.Errorf("field 1001 is answered by %v", err)
	}
	one.Mode, one.ID = setup.Change, testkit.FieldText
	if _, err := s.App.Setup.SetUp(t.Context(), admin, one); err != nil {
		t.Errorf("a field of them can't be renamed: %v", err)
	}
}

func importWide(t *testing.T, s *testkit.Server, columns int, dry bool) (*importer.Result, error) {
	t.Helper()
	return s.App.Importer.Import(t.Context(), s.Acme.ID, &importer.Request{
		AssignmentID: testkit.AssignmentID, Source: strings.NewReader(wideFile(columns)), CreateFields: true, DryRun: dry,
	})
}

func fieldsOf(t *testing.T, s *testkit.Server) int {
	t.Helper()
	return len(s.Session(t, s.Acme.Admin).Setup.Fields[testkit.AssignmentID])
}
