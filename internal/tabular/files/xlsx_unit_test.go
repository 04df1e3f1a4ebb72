package files

import (
	"fmt"
	"testing"

	"callflow/internal/tabular"
)

func TestTheReadingTellsWhichNumbersOfAColumnHaveAUnit(t *testing.T) {
	t.Parallel()
	file := styledSheet(t, "0%", `<row><c t="str"><v>id</v></c><c t="str"><v>part</v></c></row>`+
		`<row><c><v>1</v></c><c s="1"><v>0.25</v></c></row><row><c><v>2</v></c><c s="1" t="str"><v>25 %</v></c></row><row><c><v>3</v></c><c s="1"/></row></sheetData></worksheet>`)
	r := open(t, string(file), tabular.Options{})
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
