package tabular

import (
	"fmt"
	"testing"
)

func TestNumbersThatASheetShowsWithAUnitAreTold(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]Unit{
		"0%": Percent, "0.0 %": Percent, `0\ %`: Percent, "[Red]0%;-0%": Percent, "[$kr-414] #,##0.00": OtherUnit, `"kr" #,##0`: OtherUnit, `#,##0.00 "€"`: OtherUnit,
		"$#,##0": OtherUnit, "#,##0.00\\ €": OtherUnit, `0 "stk"`: OtherUnit, "[$€-2]\\ #,##0": OtherUnit, "0.0,\"k\"": OtherUnit, `0"%"`: NoUnit,
		"0.00": NoUnit, "#,##0": NoUnit, "0.00E+00": NoUnit, "General": NoUnit, "@": NoUnit, "# ##0": NoUnit, "[$-409]d. mmm yyyy": NoUnit, "h:mm": NoUnit,
		"0000": NoUnit, `"K-"0000`: NoUnit, `"+47 "## ## ## ##`: NoUnit, "#,##0;(#,##0)": NoUnit, "_ * #,##0.00_ ": NoUnit,
	} {
		if got := parseFormat(code).unit; got != want {
			t.Errorf("%s shows the unit %d, want %d", code, got, want)
		}
	}
	for id, want := range map[int]Unit{9: Percent, 10: Percent, 5: OtherUnit, 44: OtherUnit, 4: NoUnit, 43: NoUnit, 14: NoUnit, 0: NoUnit} {
		if got := builtIn(id).unit; got != want {
			t.Errorf("the format %d shows the unit %d, want %d", id, got, want)
		}
	}
}

func TestTheReadingTellsWhichNumbersOfAColumnHaveAUnit(t *testing.T) {
	t.Parallel()
	file := sheetOf(t, `<row><c t="str"><v>id</v></c><c t="str"><v>part</v></c></row>`+
		`<row><c><v>1</v></c><c s="1"><v>0.25</v></c></row><row><c><v>2</v></c><c s="1" t="str"><v>25 %</v></c></row><row><c><v>3</v></c><c s="1"/></row></sheetData></worksheet>`)
	r := open(t, string(file), Options{})
	r.(*xlsxReader).book.formats = []numberFormat{{}, parseFormat("0%")}
	for range 2 {
		for range 3 {
			cells(t, r)
		}
		if got := fmt.Sprint(r.Reading().Units); got != "[{1 1 1 [2]}]" {
			t.Errorf("it tells %s", got)
		}
		if err := r.Rewind(); err != nil {
			t.Fatal(err)
		}
	}
}
