package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"callflow/internal/importer"
	"callflow/internal/testkit"
)

// Customers who are known by a value are compared with no more of the file's customers than others are, and it is told where that ends.
func TestOfMoreCustomersThanCanBeComparedItIsToldWhichRepeatsAreNot(t *testing.T) {
	t.Parallel()
	const compared = 5000
	var file strings.Builder
	file.WriteString("customer_id,name,email\n")
	for n := range 10_000 { // a transaction
		fmt.Fprintf(&file, "%d,Kari %d,kari%d@post.example\n", n, n, n)
	}
	file.WriteString("10,Kari Ny,kari10@post.example\n9000,Kari Ny,kari9000@post.example\n")
	for _, match := range []importer.Match{importer.MatchID, importer.MatchEmail} {
		for _, dry := range []bool{true, false} {
			i := newFixture(t)
			r := &importer.Request{
				AssignmentID: testkit.AssignmentID, By: i.user.Name, Source: strings.NewReader(file.String()), Match: match, Repeats: importer.RejectRepeat, DryRun: dry,
			}
			r.MostNamed = compared
			result, err := i.App.Importer.Import(t.Context(), i.Acme.ID, r)
			if err != nil {
				t.Fatal(err)
			}
			told := int64(0)
			for _, note := range result.Notes {
				if note.Kind == "repeats_unknown" {
					told = note.Count
				}
			}
			if result.Rejected != 1 || told != compared {
				t.Errorf("by %s, dry run %t: %d rows are rejected, and repeats are told not to be known behind %d", match, dry, result.Rejected, told)
			}
		}
	}
}
