package api_test

import (
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
	"callflow/internal/testkit"
)

// commentsOf are a customer's values of the fields that are labelled by a heading that a file has twice.
func commentsOf(t *testing.T, s *testkit.Server, customerID string) string {
	t.Helper()
	values := map[string]string{}
	customer := s.Acme.Customer(t, customerID)
	err := s.Store.Read(t.Context(), s.Acme.ID, func(r *store.Snapshot) error {
		for _, field := range r.Setup().Fields[testkit.AssignmentID] {
			values[field.Key] = customer.Custom[field.ID].Text()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return values["Kommentar"] + "|" + values["Kommentar (2)"] + "|" + values["Kommentar (3)"]
}

func TestAFileThatHasAHeadingTwiceComesInAgain(t *testing.T) {
	t.Parallel()
	heads := []any{"customer_id", "name", "Kommentar", "Kommentar", "Husnummer", "Kommentar"}
	csvOf := func(rows ...[]any) string {
		var lines strings.Builder
		for _, row := range rows {
			for i, cell := range row {
				if i > 0 {
					lines.WriteByte(',')
				}
				lines.WriteString(cell.(string))
			}
			lines.WriteByte('\n')
		}
		return lines.String()
	}
	for format, fileOf := range map[string]func(rows ...[]any) string{
		"csv": csvOf, "xlsx": func(rows ...[]any) string { return sheetOf(t, rows...) },
	} {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			const query = "?wait=60&create_fields=true"
			header := map[string]string{"Content-Type": "application/octet-stream"}
			file := fileOf(heads, []any{"K-1", "Kari", "en", "to", "4", "tre"}, []any{"K-2", "Ola", "fire", "fem", "mange", "seks"})
			answer, got := sendFile(t, s, query, file, header)
			if got.Created != 1 || got.Rejected != 1 || commentsOf(t, s, "K-1") != "en|to|tre" {
				t.Fatalf("it gives %s", answer.Body)
			}
			if answer, again := sendFile(t, s, query, file, header); !strings.Contains(cameOf(t, answer), "1 unchanged, 0 skipped, 1 rejected") {
				t.Errorf("the same file again, of %d rows, gives %s", again.Rows, answer.Body)
			}
			changed := fileOf(heads, []any{"K-1", "Kari", "I", "II", "4", "III"})
			if answer, got := sendFile(t, s, "?wait=60", changed, header); got.Updated != 1 || commentsOf(t, s, "K-1") != "I|II|III" {
				t.Errorf("with other values it gives %s and %s", answer.Body, commentsOf(t, s, "K-1"))
			}
			mended := strings.Replace(rejectedFile(t, s, got.ID), "mange", "5", 1)
			if answer, got := sendFile(t, s, query, mended, nil); got.Created != 1 || commentsOf(t, s, "K-2") != "fire|fem|seks" {
				t.Errorf("mended, its rejected row gives %s", answer.Body)
			}
		})
	}
}

func TestAHeadingThatAFileHasTwiceIsAskedAboutWhereOneFieldHasIt(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	err := s.Acme.Write(t, func(w *store.Write) error {
		_, err := setuprows.CreateField(w, testkit.AssignmentID, &callflow.Field{Key: "Kommentar", Type: callflow.Text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	answer, _ := sendFile(t, s, "?wait=60&create_fields=true", "customer_id,name,Kommentar,Kommentar\nK-1,Kari,en,to\n", nil)
	if !strings.Contains(string(answer.Body), `both fill crm__custom_info__`) {
		t.Errorf("it gives %s", answer.Body)
	}
}
