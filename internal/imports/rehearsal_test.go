package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow/internal/importer"
	"callflow/internal/testkit"
)

// A dry run of a file of several transactions remembers no more than the customers that come again, and counts as the run does.
func TestADryRunCountsRepeatsAsARunDoesAcrossTransactions(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	file.WriteString("customer_id,name,phone_1,Husnummer\n")
	times := make(map[int]int) // that the file names a customer
	for n := range 25_000 {
		switch {
		case n%7 == 3: // of a customer of an earlier transaction, or of this one
			again := max(0, n-10_001+n%3*5000)
			times[again]++
			fmt.Fprintf(&file, "%d,Kari Ny,,\n", again)
		case n%11 == 5:
			fmt.Fprintf(&file, "%d.0,Kari %d,%d,x\n", n, n, 90_000_000+n)
			times[n]++
		default:
			fmt.Fprintf(&file, "%d,Kari %d,%d,%d\n", n, n, 90_000_000+n, n%50)
			times[n]++
		}
	}
	comeAgain := 0
	for _, n := range times {
		if n > 1 {
			comeAgain++
		}
	}
	for _, repeats := range []importer.Repeats{importer.LastRepeat, importer.FirstRepeat, importer.RejectRepeat} {
		t.Run(string(repeats), func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			told := func(dry bool) string {
				r := &importer.Request{AssignmentID: testkit.AssignmentID, By: i.user.Name, Source: strings.NewReader(file.String()), DryRun: dry, Repeats: repeats}
				r.MostStates = 2 * comeAgain // a transaction counts those whom it names again once more
				result, err := i.App.Imports.ImportAs(t.Context(), i.session, r)
				if err != nil {
					t.Fatal(err)
				}
				return fmt.Sprintf("%d created, %d updated, %d unchanged, %d skipped, %d rejected", result.Created, result.Updated, result.Unchanged,
					result.Skipped, result.Rejected)
			}
			if tried, came := told(true), told(false); tried != came || !strings.HasPrefix(came, "19742 created") {
				t.Errorf("a dry run tells\n%s, and a run\n%s", tried, came)
			}
		})
	}
}
