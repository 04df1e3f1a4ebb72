package api_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestNumbersThatAWorkbookShowsWithAUnitAreToldInADryRunAsInARun(t *testing.T) {
	t.Parallel()
	book := excelize.NewFile()
	defer book.Close()
	for i, row := range [][]any{{"customer_id", "name", "Rabatt", "Saldo", "Notat"}, {"K-1", "Kari", 0.25, 1250.5, 0.5}, {"K-2", "Ola", 0.1, 3, 0.5}} {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err == nil {
			err = book.SetSheetRow("Sheet1", at, &row)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for cells, code := range map[string]string{"C2:C3": "0%", "D3:D3": `"kr" #,##0.00`, "E2:E3": "0%"} {
		from, to, _ := strings.Cut(cells, ":")
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err == nil {
			err = book.SetCellStyle("Sheet1", from, to, style)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var text bytes.Buffer
	if err := book.Write(&text); err != nil {
		t.Fatal(err)
	}
	s := testkit.NewServer(t, api.Config{})
	for _, dryRun := range []string{"&dry_run=true", ""} {
		answer, got := sendFile(t, s, "?campaign=998&wait=60&create_fields=true&map=Notat%3D"+dryRun, text.String(), map[string]string{"Content-Type": "application/octet-stream"})
		if got.Created != 2 {
			t.Fatalf("it gives %s", answer.Body)
		}
		for _, note := range []string{
			`{"kind":"percent","column":"Rabatt","count":2,"lines":[2,3],"detail":"","text":"Rabatt: 2 numbers are shown as per cent in the sheet, and are taken as the numbers behind that: 0.25 for 25 %."}`,
			`{"kind":"units","column":"Saldo","count":1,"lines":[3],"detail":"","text":"Saldo: 1 number is shown with a currency or another unit in the sheet, which is left out."}`,
		} {
			if !strings.Contains(string(answer.Body), note) {
				t.Errorf("%q gives %s\nwithout %s", dryRun, answer.Body, note)
			}
		}
		if strings.Count(string(answer.Body), `"kind":"percent"`) != 1 {
			t.Errorf("a column that is left out is told of: %s", answer.Body)
		}
	}
}
