package api_test

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/store"
	"callflow/internal/store/remembered"
	"callflow/internal/testkit"
)

func TestWhatIsKeptOfAnImportAsAWholeTellsOfNobodyWhoWasAnonymised(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	sendFile(t, s, "?wait=60", mm31, nil)
	const others = "customer_id,name,phone_1\nP-1,Per,91234568\n"
	sendFile(t, s, "?wait=60&file_name=Zwirkel_%C3%85se-Marie.csv", others, map[string]string{"Idempotency-Key": "first"})
	sendFile(t, s, "?wait=60&file_name=aase@kvaale.test", others, nil)
	sendFile(t, s, "?wait=60&file_name=per.csv", others, nil)
	sendFile(t, s, "?wait=60&map=Zwirkel%2C%20%C3%85se%20Marie=", "customer_id,\"Zwirkel, Åse Marie\"\nP-2,x\n", nil)
	everything := func() string {
		return strings.ToLower(string(s.Get(t, s.Acme.Admin, importsPath).Body)) + keptAnswers(t, s)
	}
	if before := everything(); strings.Count(before, "zwirkel") < 3 || !strings.Contains(before, "aase@kvaale.test") {
		t.Fatalf("the imports are %s", before)
	}
	anonymize(t, s, s.Acme.Admin, "MM-31")
	if after := everything(); strings.Contains(after, "zwirkel") || strings.Contains(after, "aase@kvaale.test") || !strings.Contains(after, "per.csv") {
		t.Errorf("the imports are %s", after)
	}
}

func TestNamesOfSheetsTellOfNobodyWhoWasAnonymised(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	sendFile(t, s, "?wait=60", mm31, nil)
	for _, sheets := range [][]string{{"Åse Marie Zwirkel"}, {"Kunder", "Åse Marie Zwirkel", "Per"}} {
		book := excelize.NewFile()
		for i, sheet := range sheets {
			_, err := book.NewSheet(sheet)
			err = cmp.Or(err, book.SetSheetRow(sheet, "A1", &[]any{"customer_id", "name"}), book.SetSheetRow(sheet, "A2", &[]any{fmt.Sprint("P-", i), "Per"}))
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := book.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
		sent, err := book.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		headers := map[string]string{"Content-Type": "application/octet-stream"}
		if answer, got := sendFile(t, s, "?wait=60&sheet="+url.QueryEscape(sheets[0]), sent.String(), headers); got.Rows != 1 {
			t.Fatalf("it gives %s", answer.Body)
		}
	}
	if before := string(s.Get(t, s.Acme.Admin, importsPath).Body); strings.Count(before, "Zwirkel") < 2 {
		t.Fatalf("the imports are %s", before)
	}
	anonymize(t, s, s.Acme.Admin, "MM-31")
	if after := string(s.Get(t, s.Acme.Admin, importsPath).Body); strings.Contains(after, "Zwirkel") {
		t.Errorf("the imports are %s", after)
	}
}

// keptAnswers are the answers that are kept for repeated requests.
func keptAnswers(t *testing.T, s *testkit.Server) string {
	t.Helper()
	var kept strings.Builder
	err := s.Store.Read(t.Context(), s.Acme.ID, func(r *store.Snapshot) error {
		return remembered.EachAnswer(r, 0, func(answer remembered.Request) { kept.Write(answer.Answer) })
	})
	if err != nil || kept.Len() == 0 {
		t.Fatalf("%q is kept, %v", kept.String(), err)
	}
	if strings.Contains(kept.String(), `"Body":"`) {
		t.Errorf("of an upload's answer is kept %s", kept.String())
	}
	return kept.String()
}
