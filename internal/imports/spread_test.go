package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/importer"
	"callflow/internal/testkit"
)

// imported is what an import of a file tells: its counts, its notes by their kinds with their lines, and the cells that are reported.
func (i *fixture) imported(t *testing.T, r importer.Request, file string) (told []string) {
	t.Helper()
	r.AssignmentID, r.By, r.Source = testkit.AssignmentID, i.user.Name, strings.NewReader(file)
	var cells []string
	r.Cell = func(c importer.CellReport) {
		if c.Of != "" {
			cells = append(cells, fmt.Sprintf("%d %s of %s: %q becomes %q", c.Line, c.Column, c.Of, c.Held, c.Becomes))
		}
	}
	result, err := i.App.Imports.ImportAs(t.Context(), i.session, &r)
	if err != nil {
		t.Fatal(err)
	}
	told = append(told, fmt.Sprintf("%d created, %d updated, %d unchanged, %d skipped, %d rejected",
		result.Created, result.Updated, result.Unchanged, result.Skipped, result.Rejected))
	for k := range result.Notes {
		if strings.HasPrefix(result.Notes[k].Kind, "no_") { // of whole files
			continue
		}
		told = append(told, fmt.Sprintf("%s %d %v", result.Notes[k].Kind, result.Notes[k].Count, result.Notes[k].Lines))
	}
	slices.Sort(told[1:])
	return append(told, cells...)
}

// phonesOf are the telephone numbers that a customer has now.
func (i *fixture) phonesOf(t *testing.T, id string) string {
	t.Helper()
	customer := i.Acme.Customer(t, id)
	return strings.Join([]string{customer.Phone1, customer.Phone2, customer.Phone3}, "|")
}

func TestNumbersOfACellFillThoseThatACustomerWhoIsThereHasFree(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		held    callflow.Customer
		file    string
		becomes string
		told    []string // of a dry run, behind the counts
	}{
		"past one that is taken": {
			held: callflow.Customer{Phone1: "91234567", Phone2: "99887766"}, file: "customer_id,phone_1\n1,91234567 / 93334444\n",
			becomes: "91234567|99887766|93334444", told: []string{"several_phones 1 [2]", `2 phone_3 of 1: "" becomes "93334444"`},
		},
		"none where the customer has them all": {
			held: callflow.Customer{Phone1: "91234567", Phone2: "9333 4444"}, file: "customer_id,phone_1\n1,91234567 / 93334444\n",
			becomes: "91234567|9333 4444|", told: []string{"several_phones 1 [2]"},
		},
		"none where there is no room": {
			held: callflow.Customer{Phone1: "91234567", Phone2: "99887766", Phone3: "22334455"}, file: "customer_id,phone_1\n1,91234567 / 93334444\n",
			becomes: "91234567 / 93334444|99887766|22334455",
			told:    []string{"several_phones_kept 1 [2]", `2 phone_1 of 1: "91234567" becomes "91234567 / 93334444"`},
		},
		"one that the file empties": {
			held: callflow.Customer{Phone1: "91234567", Phone2: "99887766"}, file: "customer_id,phone_1,phone_2\n1,91234567 / 93334444,\n",
			becomes: "91234567|93334444|", told: []string{"several_phones 1 [2]", `2 phone_2 of 1: "99887766" becomes "93334444"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			c.held.CustomerID = "1"
			i.Acme.Put(t, c.held)
			before := i.phonesOf(t, "1")
			changed := "0 created, 1 updated, 0 unchanged, 0 skipped, 0 rejected"
			if before == c.becomes {
				changed = "0 created, 0 updated, 1 unchanged, 0 skipped, 0 rejected"
			}
			notes := c.told[:1]
			if told := i.imported(t, importer.Request{DryRun: true}, c.file); !slices.Equal(told, append([]string{changed}, c.told...)) {
				t.Errorf("a dry run tells %q, not %q of %s", told, c.told, changed)
			}
			want := append([]string{changed}, notes...)
			if told := i.imported(t, importer.Request{}, c.file); !slices.Equal(told, want) {
				t.Errorf("a run tells %q, not %q", told, want)
			}
			if phones := i.phonesOf(t, "1"); phones != c.becomes {
				t.Errorf("the customer has %s, not %s", phones, c.becomes)
			}
			if told := i.imported(t, importer.Request{}, c.file); !strings.Contains(told[0], "1 unchanged") {
				t.Errorf("the same file once more tells %q", told)
			}
		})
	}
}
