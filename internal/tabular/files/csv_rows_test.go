package files

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"callflow/internal/tabular"
	"callflow/internal/tabular/csv"
)

func TestWhatASpreadsheetWouldRunIsHarmlessAndComesBackAsItWas(t *testing.T) {
	t.Parallel()
	values := []string{"=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", "-1+1", "\t=1", "＝1+1", "＠x", "'=1", "''=1", "+47 912 34 567", "-5", "'t Hart", "a=1"}
	var file bytes.Buffer
	rows := csv.NewRows(&file, tabular.RecordOptions{Delimiter: ';'})
	if err := errors.Join(rows.Row([]string{"value", "x"}), rows.Row([]string{"", "y"})); err != nil {
		t.Fatal(err)
	}
	for _, value := range values {
		if err := rows.Row([]string{value, "z"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Flush(); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(file.String(), "\r\n") {
		cell := strings.TrimPrefix(line, `"`)
		if cell != "" && strings.ContainsAny(cell[:1], "=@\t") || strings.HasPrefix(cell, "+cmd") || strings.HasPrefix(cell, "-1+") {
			t.Errorf("a spreadsheet runs %q", line)
		}
	}
	r := open(t, file.String(), tabular.Options{})
	cells(t, r)
	for _, value := range values {
		if got := cells(t, r)[0].Text; got != value {
			t.Errorf("%q comes back as %q", value, got)
		}
	}
}
