package imports_test

import (
	"strings"
	"testing"

	"callflow/internal/importer"
	"callflow/internal/testkit"
)

func TestADateThatDoesNotExistIsToldAsSuchAndOneInAnotherOrderByTheOrderOfItsColumn(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"2026-01-31\n2026-02-28\n2026-02-31": "Født must be a date that exists.",
		"31.01.1977\n28.02.1977\n31.02.1977": "Født must be a date that exists.",
		"31/01/1977\n28/02/1977\n2026-02-31": "Født must be a date that exists.",
		"31/01/1977\n28/02/1977\n02/28/1977": "Født must be a date with the day first, as the others of its column.",
	} {
		i := newFixture(t)
		i.imported(t, importer.Request{CreateFields: true}, "customer_id,Født\nK-1,1977-01-02\n") // the field is there
		rows := strings.Split(file, "\n")
		var reasons []string
		request := &importer.Request{
			AssignmentID: testkit.AssignmentID, By: i.user.Name, Dates: importer.DayFirst,
			Source:   strings.NewReader("customer_id,Født\nK-1," + rows[0] + "\nK-2," + rows[1] + "\nK-3," + rows[2] + "\n"),
			Rejected: func(row importer.RejectedRow) { reasons = append(reasons, row.Reason) },
		}
		if _, err := i.App.Imports.ImportAs(t.Context(), i.session, request); err != nil || len(reasons) != 1 || reasons[0] != want {
			t.Errorf("%q is rejected with %q %v, not with %q", file, reasons, err, want)
		}
	}
}
