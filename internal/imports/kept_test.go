package imports_test

import (
	"slices"
	"strings"
	"testing"

	"callflow/internal/importer"
)

func TestAColumnOfNumbersThatBecomesTextForOneWordIsTold(t *testing.T) {
	t.Parallel()
	const counts, kept = "40 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected", "kept_text 40 []"
	for name, c := range map[string]struct {
		value func(row int) string
		told  []string
	}{
		"the last":             {func(row int) string { return []string{"7", "18", "ukjent"}[min(row/20, 1)+row/39] }, []string{counts, kept}},
		"the first":            {func(row int) string { return []string{"ukjent", "-7", "1 250"}[min(row, 1)+row/20] }, []string{counts, kept}},
		"words with a number":  {func(row int) string { return []string{"7", "Storgata"}[min(row, 1)] }, []string{counts}},
		"addresses":            {func(int) string { return "7 Storgata" }, []string{counts}},
		"dates and a word":     {func(row int) string { return []string{"3.2.1981", "2026-01-02", "ukjent"}[min(row/20, 1)+row/39] }, []string{counts, kept}},
		"a word and dates":     {func(row int) string { return []string{"ukjent", "3/2/1981", "2026-01-02"}[min(row, 1)+row/20] }, []string{counts, kept}},
		"numbers without more": {func(row int) string { return []string{"7", "18"}[row/20] }, []string{counts}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var file strings.Builder
			file.WriteString("Antall;navn\n")
			for row := range 40 {
				file.WriteString(c.value(row) + ";Kari " + strings.Repeat("a", row+1) + "\n")
			}
			i := newFixture(t)
			for _, dry := range []bool{true, false} {
				told := i.imported(t, importer.Request{DryRun: dry, CreateFields: true, IDs: importer.NewIDs}, file.String())
				told = slices.DeleteFunc(told, func(line string) bool { return strings.HasPrefix(line, "ids_given") })
				if !slices.Equal(told, c.told) {
					t.Errorf("with a dry run %t it tells %q, not %q", dry, told, c.told)
				}
			}
		})
	}
}
