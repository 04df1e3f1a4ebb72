package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// sheetOf is a workbook with these rows.
func sheetOf(t *testing.T, rows ...[]any) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = book.SetSheetRow("Sheet1", at, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var text bytes.Buffer
	if err := book.Write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

func TestAWorkbooksRowsComeBackWithTheDecimalsOfTheirColumn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		rows [][]any
		mend *strings.Replacer
	}{
		"a value beside the headings": {
			[][]any{{"customer_id", "name", "Saldo"}, {"K-1", "Kari", "1,5"}, {"K-2", "Ola", 1.125, "beside"}}, strings.NewReplacer(",beside", ""),
		},
		"a value that is wrong": {
			[][]any{{"customer_id", "name", "Saldo", "Husnummer"}, {"K-1", "Kari", "1,5", 4}, {"K-2", "Ola", 1.125, "mange"}}, strings.NewReplacer("mange", "4"),
		},
		"a number that is another's": {
			[][]any{{"customer_id", "phone_1", "Saldo"}, {"K-1", "91234561", "1,5"}, {"K-2", "91234561", 1.125}}, strings.NewReplacer("91234561", "91234562"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := testkit.NewServer(t, api.Config{})
			const query = "?campaign=998&wait=60&create_fields=true&match=phone&country=NO"
			answer, got := sendFile(t, s, query, sheetOf(t, c.rows...), map[string]string{"Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"})
			if got.Rejected != 1 {
				t.Fatalf("it gives %s", answer.Body)
			}
			mended := c.mend.Replace(rejectedFile(t, s, got.ID))
			if answer, got = sendFile(t, s, query, mended, nil); got.Rejected != 0 || got.Created != 1 {
				t.Fatalf("mended, %s gives %s", mended, answer.Body)
			}
			list := s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/callflow_customers/")
			if wantStatus(t, list, http.StatusOK); !strings.Contains(string(list.Body), "1.125") {
				t.Errorf("mended, %s gives\n%s", mended, list.Body)
			}
		})
	}
}
