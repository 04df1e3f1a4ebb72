package files

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"callflow/internal/tabular"
)

// manyRows are more than are looked at for the headings.
const manyRows = 200

// workbookOf is a workbook with the rows of a CSV file.
func workbookOf(t *testing.T, text string) string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return string(workbook(t, func(book *excelize.File) {
		for i := range rows {
			if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &rows[i]); err != nil {
				t.Fatal(err)
			}
		}
	}))
}

func TestColumnsCalledLineAndReasonAreOfRejectedRowsOnlyWhereTheLinesAreNumbers(t *testing.T) {
	t.Parallel()
	const head = "line,reason,customer_id\n"
	for _, c := range []struct {
		text    string
		options tabular.Options
		columns string
		again   bool
	}{
		{head + "3,too long,K-1\n", tabular.Options{}, "customer_id", true},
		{head + "3 text,never closed,\"K-1\"\n,pasted,K-2\n", tabular.Options{}, "customer_id", true},
		{head + "3,too long,K-1\n\ufeff" + head + "4,too long,K-2\n", tabular.Options{}, "customer_id", true},
		{head, tabular.Options{}, "customer_id", true},
		{head + "A,moved,K-1\n", tabular.Options{}, "line,reason,customer_id", false},
		{head + "3,too long,K-1\n3B,moved,K-2\n", tabular.Options{}, "line,reason,customer_id", false},
		{head + "3 texts,moved,K-2\n", tabular.Options{}, "line,reason,customer_id", false},
		{head + ",moved,K-1\n", tabular.Options{}, "line,reason,customer_id", false},
		{head + "3,moved,K-1\n", tabular.Options{OwnLine: true}, "line,reason,customer_id", false},
		{"line,reason," + head + "3,too long,A,moved,K-1\n", tabular.Options{OwnLine: true}, "line,reason,customer_id", true},
		{"line,reason," + head + "3,too long,A,moved,K-1\n", tabular.Options{}, "line,reason,customer_id", true},
		{"line,reason,customer_id,Reason\n3,too long,K-1,moved\n", tabular.Options{OwnLine: true}, "customer_id,Reason", true},
		{"line,reason,line,customer_id\n3,too long,A,K-1\n", tabular.Options{OwnLine: true}, "line,customer_id", true},
		{"Line,Reason,customer_id\n3,moved,K-1\n", tabular.Options{}, "Line,Reason,customer_id", false},
		{"line,reason\n3,moved\n", tabular.Options{}, "line,reason", false},
	} {
		for format, text := range map[tabular.Format]string{tabular.CSV: c.text, tabular.XLSX: workbookOf(t, c.text)} {
			options := c.options
			options.Format = format
			r := open(t, text, options)
			if got := strings.Join(r.Columns(), ","); got != c.columns || r.Reading().Rejected != c.again {
				t.Errorf("%s of %q has the columns %s, of rejected rows: %t", format, c.text, got, r.Reading().Rejected)
			}
		}
	}
}

func TestARowOfAFileOfRejectedRowsWhoseLineIsNoNumberIsToldAndNotReadWithoutIt(t *testing.T) {
	t.Parallel()
	text := "line,reason,customer_id\n" + strings.Repeat("3,too long,K-1\n", manyRows) + "A,moved,K-2\n"
	for format, text := range map[tabular.Format]string{tabular.CSV: text, tabular.XLSX: workbookOf(t, text)} {
		r := open(t, text, tabular.Options{Format: format})
		for range manyRows {
			if _, err := r.Read(); err != nil {
				t.Fatal(err)
			}
		}
		_, err := r.Read()
		if want := `the row has "A" under line, where a file of rejected rows has a number`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("in %s the row gives %v", format, fmt.Sprint(err))
		}
	}
}
