package files

import (
	"strings"
	"testing"

	"callflow/internal/tabular"
)

// noJSON are lines of NDJSON that can't be read, whose reasons have semicolons.
const noJSON = `{"customer_id":"K-1","name":"Kari","phone_1":"91234561"}
{"customer_id":"K-2","name":{"first":"Ola"}}
{"customer_id":"K-3","name":["Per"]}
{"customer_id":"K-4","name":"Siri","name":"Liv"}
["K-5","Tor"]
{"customer_id":"K-6","name":"Eva";"phone_1":"91234566"}
`

func TestRowsOfNDJSONThatWereNotTakenAreCutByTheDelimiterOfTheirHeadings(t *testing.T) {
	t.Parallel()
	good, back := sentBack(t, noJSON, tabular.Options{Format: tabular.NDJSON})
	if len(good) != 1 {
		t.Fatalf("what comes in at once is %q", good)
	}
	for _, file := range []string{back, "\ufeff" + back, strings.Replace(back, "line,reason", `"line","reason"`, 1)} {
		r := open(t, file, tabular.Options{})
		if columns := strings.Join(r.Columns(), "|"); columns != "customer_id|name|phone_1" || !r.Reading().Rejected {
			t.Fatalf("the columns of\n%s\nare %s", file, columns)
		}
		taken, again := sentBack(t, file, tabular.Options{})
		if taken != nil {
			t.Errorf("of what is not mended this is taken: %q", taken)
		}
		if want := strings.Count(back, "\n"); strings.Count(again, "\n") != want {
			t.Errorf("sent again, it comes back as\n%s\nof\n%s", again, file)
		}
	}
}

func TestALineOfNDJSONThatIsMendedInItsCellIsTakenAsThatObject(t *testing.T) {
	t.Parallel()
	const head = "line,reason,customer_id,name,phone_1,æ e\n"
	for _, c := range []struct{ text, want string }{
		{`{"name":"Ola","customer_id":"K-2"}`, "K-2|Ola|<missing>|<missing>"},
		{` {"customer_id":"K-2","phone_1":91234562,"name":null} `, "K-2||91234562|<missing>"},
		{`{"customer_id":"K-2","name":"A\u030ase","æ e":"a, \"b\"; c"}`, `K-2|Åse|<missing>|a, "b"; c`},
		{`{"customer_id":"K-2","name":"Ola"`, "mend it in its cell, or write its values under the headings; not valid JSON at character 34: a comma or } is missing"},
		{`{"customer_id":"K-2","name":{}}`, `column "name": it is still the text of a row that was no JSON`},
		{`["K-2"]`, "the line is not a JSON object"},
		{`{"customer_id":"K-2","name":"Ola","name":"Per"}`, "the row has this key twice"},
		{`{"customer_id":"K-2","e-post":"x@example.com"}`, `the key "e-post" has no heading in the file; add it to the row of headings`},
		{`{}`, "nothing is left of the row"},
	} {
		row := `2 text,no JSON,"` + strings.ReplaceAll(c.text, `"`, `""`) + `"` + "\n"
		for format, text := range map[tabular.Format]string{tabular.CSV: head + row, tabular.XLSX: workbookOf(t, head+row)} {
			if format == tabular.XLSX && c.text == "{}" {
				continue // a row of a sheet without a value is none
			}
			r := open(t, text, tabular.Options{Format: format})
			row, err := r.Read()
			got := shownCells(row.Cells)
			if err != nil {
				got = err.Error()
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("in %s %s is read as %s", format, c.text, got)
			}
		}
	}
}

func TestAnObjectWhoseKeySeveralColumnsAreHeadedByIsNotTaken(t *testing.T) {
	t.Parallel()
	r := open(t, `line,reason,customer_id,name,name`+"\n"+`2 text,no JSON,"{""customer_id"":""K-2"",""name"":""Ola""}"`+"\n", tabular.Options{})
	if row, err := r.Read(); err == nil || !strings.Contains(err.Error(), `several columns are headed "name"`) {
		t.Errorf("it is read as %v, %v", row, err)
	}
}

func shownCells(cells []tabular.Cell) string {
	shown := texts(tabular.Row{Cells: cells})
	for i := range cells {
		if cells[i].Kind == tabular.Missing {
			shown[i] = "<missing>"
		}
	}
	return strings.Join(shown, "|")
}

func TestALineThatWasNoJSONIsNotCutIntoCells(t *testing.T) {
	t.Parallel()
	const ndjson, csv = "line,reason,read as (ndjson),customer_id,phone_1,name\n", "line,reason,customer_id,phone_1,name\n"
	const unmended, of = "it is still the text of a row that was no JSON", `"K-9,Kari,91234568"` + "\n"
	for file, want := range map[string]string{
		ndjson + "2 text,no JSON,," + of:                                                unmended,
		ndjson + `2 text,no JSON,,"{""customer_id"":""K-9"",""name"":""Kari""}"` + "\n": "K-9|<missing>|Kari",
		csv + "2 text,never closed," + of:                                               "K-9|Kari|91234568",
	} {
		r := open(t, file, tabular.Options{})
		row, err := r.Read()
		got := shownCells(row.Cells)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q is read as %s, want %s", file, got, want)
		}
	}
	r := open(t, csv+"2 text,never closed,"+of+ndjson+"2 text,no JSON,,"+of, tabular.Options{})
	for range 3 { // the first row, the headings that come again, and the one of the NDJSON
		if _, err := r.Read(); err != nil && strings.Contains(err.Error(), unmended) {
			return
		}
	}
	t.Error("the row of the NDJSON, behind rows of another file, is cut into cells")
}
