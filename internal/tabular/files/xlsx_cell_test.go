package files

import (
	"strings"
	"testing"

	"callflow/internal/tabular"
)

func TestANumberIsWhatAPersonEnteredHoweverAProgramWritesIt(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"5": "5", "5.0": "5", "481846.00": "481846", "4.50": "4.5", "-0": "0", "-0.0": "0", "-12.0": "-12", "1E3": "1000", "1.0E-2": "0.01",
		"0.30000000000000004": "0.3", "4.4999999999999998E-2": "0.045", "007": "7", ".5": "0.5",
	} {
		file := sheetOf(t, `<row><c t="str"><v>n</v></c></row><row><c><v>`+written+`</v></c></row></sheetData></worksheet>`)
		if got, err := told(t, file, tabular.Options{}); err != nil || got != "n\n2: "+want+"\n" {
			t.Errorf("%s is read as %q %v", written, got, err)
		}
	}
}

func TestAFormulaIsWhatItShowsAndOneThatWasNeverCalculatedIsTold(t *testing.T) {
	t.Parallel()
	const heading = `<row><c t="str"><v>a</v></c></row>`
	for cell, want := range map[string]string{
		`<c><f>1+1</f><v>2</v></c>`:              "a\n2: 2\n",
		`<c t="str"><f>""</f><v></v></c>`:        "a\n2: \n",
		`<c><f>1+1</f><v></v></c>`:               "the cell A2 has a formula whose value is not in the file",
		`<c><f>1+1</f></c>`:                      "the cell A2 has a formula whose value is not in the file",
		`<c t="inlineStr"><is><t>x</t></is></c>`: "a\n2: x\n",
	} {
		got, err := told(t, sheetOf(t, heading+`<row>`+cell+`</row></sheetData></worksheet>`), tabular.Options{})
		if got = strings.ReplaceAll(got, "2: \n", ""); err != nil || !strings.Contains(got, strings.ReplaceAll(want, "2: \n", "")) {
			t.Errorf("%s is read as %q %v", cell, got, err)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="C1" t="str"><v>b</v></c></row><row r="3"><c r="A3" s="1"><v>1.5E3</v></c></row>`)
	f.Add(`<row><c t="str"><v>a</v></c></row><row r="2"><c t="b"><v>1</v></c></row><row r="2"><c t="e"><v>#N/A</v></c></row><row><c t="s"><v>0</v></c></row>`)
	f.Add(`<row><c t="str"><v>_x0041_ &amp; &#x41;</v></c></row><row><c r="XFC9"/><c t="d"><v>2026-01-01T00:00:00</v></c></row><!-- --><row><c><f>x</f>`)
	f.Fuzz(func(t *testing.T, rows string) {
		checkRows(t, sheetOf(t, rows+`</sheetData></worksheet>`), tabular.Options{})
	})
}

func TestANumberIsReadThatItsFormatHides(t *testing.T) {
	t.Parallel()
	for _, code := range []string{";;;", ";;", ";;;@", `"";"";"";""`, "#;"} {
		file := styledSheet(t, code, `<row><c t="str"><v>id</v></c><c t="str"><v>name</v></c></row>`+
			`<row><c s="1"><v>-4000</v></c><c t="str" s="1"><v>Kari</v></c></row></sheetData></worksheet>`)
		r := open(t, string(file), tabular.Options{})
		wantParts(t, outcomes(t, r), []string{"2: -4000|Kari"})
	}
}
