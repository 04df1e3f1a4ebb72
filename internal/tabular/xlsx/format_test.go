package xlsx

import (
	"testing"

	"callflow/internal/tabular"
)

func TestANumberThatIsShownWithZerosInFrontIsACode(t *testing.T) {
	t.Parallel()
	b := &workbook{formats: []numberFormat{{}, parseFormat("0000")}}
	for value, want := range map[string]tabular.Cell{"581": {Text: "0581", Kind: tabular.Text}, "8001": {Text: "8001", Kind: tabular.Text}, "12345": {Text: "12345", Kind: tabular.Text}, "-5": {Text: "-0005", Kind: tabular.Text}, "1.5": {Text: "1.5", Kind: tabular.Number}} {
		if got, problem := b.read(&rawCell{style: 1, value: []byte(value)}); problem != "" || got != want {
			t.Errorf("%s is read as %v %s", value, got, problem)
		}
	}
}

func TestANumberThatIsShownAsAFractionIsNoCode(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{"# ?/?": "1250", "# ??/??": "1250", `000"/"000`: "001/250", `000\/000`: "001/250"} {
		b := &workbook{formats: []numberFormat{{}, parseFormat(format)}}
		if got, problem := b.read(&rawCell{style: 1, value: []byte("1250")}); problem != "" || got.Text != want {
			t.Errorf("as %s it is read as %v %s", format, got, problem)
		}
	}
}

func TestNumbersThatASheetShowsWithAUnitAreTold(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]tabular.Unit{
		"0%": tabular.Percent, "0.0 %": tabular.Percent, `0\ %`: tabular.Percent, "[Red]0%;-0%": tabular.Percent, "[$kr-414] #,##0.00": tabular.OtherUnit, `"kr" #,##0`: tabular.OtherUnit, `#,##0.00 "€"`: tabular.OtherUnit,
		"$#,##0": tabular.OtherUnit, "#,##0.00\\ €": tabular.OtherUnit, `0 "stk"`: tabular.OtherUnit, "[$€-2]\\ #,##0": tabular.OtherUnit, "0.0,\"k\"": tabular.OtherUnit, `0"%"`: tabular.NoUnit,
		"0.00": tabular.NoUnit, "#,##0": tabular.NoUnit, "0.00E+00": tabular.NoUnit, "General": tabular.NoUnit, "@": tabular.NoUnit, "# ##0": tabular.NoUnit, "[$-409]d. mmm yyyy": tabular.NoUnit, "h:mm": tabular.NoUnit,
		"0000": tabular.NoUnit, `"K-"0000`: tabular.NoUnit, `"+47 "## ## ## ##`: tabular.NoUnit, "#,##0;(#,##0)": tabular.NoUnit, "_ * #,##0.00_ ": tabular.NoUnit,
	} {
		if got := parseFormat(code).unit; got != want {
			t.Errorf("%s shows the unit %d, want %d", code, got, want)
		}
	}
	for id, want := range map[int]tabular.Unit{9: tabular.Percent, 10: tabular.Percent, 5: tabular.OtherUnit, 44: tabular.OtherUnit, 4: tabular.NoUnit, 43: tabular.NoUnit, 14: tabular.NoUnit, 0: tabular.NoUnit} {
		if got := builtIn(id).unit; got != want {
			t.Errorf("the format %d shows the unit %d, want %d", id, got, want)
		}
	}
}
