package imports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"callflow/internal/importer"
	"callflow/internal/testkit"
)

// rejectedLines are the lines of a file that are not taken, with what is said of them: R of the rest of a row, B of one that goes on, 1 of a single
// cell, and x of anything else.
func (i *fixture) rejectedLines(t *testing.T, r importer.Request, file string) (lines []string) {
	t.Helper()
	r.AssignmentID, r.By, r.Source = testkit.AssignmentID, i.user.Name, strings.NewReader(file)
	r.Rejected = func(row importer.RejectedRow) {
		said := "x"
		for part, sign := range map[string]string{"may be the rest of the row before, which": "R", "may go on in the row behind it": "B", "the row has 1 cell": "1"} {
			if strings.Contains(row.Reason, part) {
				said = sign
			}
		}
		lines = append(lines, fmt.Sprint(row.Line, said))
	}
	if _, err := i.App.Imports.ImportAs(t.Context(), i.session, &r); err != nil {
		t.Fatal(err)
	}
	return lines
}

// wide heads files of five columns, below which K-1 to K-3 stand whole.
const wide = "customer_id,name,address,phone_1,email\n"

const whole = "K-1,Kari,Veien 1,91234561,\nK-2,Ola,Veien 2,91234562,\nK-3,Per,Veien 3,91234563,\n"

func TestPartsOfARowThatALineBreakHasCutAreNotTakenForCustomers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"within the name":                            {wide + "K-4,Kari\n Nordmann,Veien 4,91234564,k@example.com\n", "[2B 3R]"},
		"within the address":                         {wide + "K-4,Kari,Veien 4\nOppgang B,91234564,k@example.com\n" + whole, "[2B 3R]"},
		"within the address, whose rest has a digit": {wide + whole + "K-4,Kari,Veien 4\n2. etasje,91234564,k@example.com\n", "[5B 6R]"},
		"with an empty line between":                 {wide + "K-4,Kari,Veien 4\n\nOppgang B,91234564,k@example.com\n", "[2B 4R]"},
		"in two places":                              {wide + whole + "K-4,Kari,Veien 4\nOppgang B\n2. etasje,91234564,k@example.com\n", "[5B 61 7R]"},
		"in two rows":                                {wide + "K-4,Kari,Veien 4\nOppgang B,91234564,\nK-5,Ola,Veien 5\nOppgang C,91234565,\n", "[2B 3R 4B 5R]"},
		"in a file without a telephone number":       {"customer_id,name,born,note\nK-1,Kari,1980-01-01,\nK-2,Ola\n Nordmann,1980-01-02,\n", "[3B 4R]"},
		"within the last column, in front of a comma": {
			"customer_id,name,phone_1,note\nK-1,a,91234561,\nK-2,b,91234562,\nK-3,c,91234563,ring\nigjen, helst i morgen\n", "[5R]",
		},
		"within the last column, behind one row": {"customer_id,name,phone_1,note\nK-1,Kari,91234561,ring\nikke, helst\nK-2,Ola,91234562,\n", "[3R]"},
		"within the last column":                 {"customer_id,name,phone_1,note\nK-1,Kari,91234561,ring\nigjen\nK-2,Ola,91234562,x\n", "[31]"},

		"not where cells are left out": {
			wide + "K-4,Kari,Veien 4\nK-5,Ola,Veien 5\nK-6,Per,Veien 6,91234566\nK-7,Liv\nK-8,Eva,Veien 8,91234568\n", "[]",
		},
		"not where they are left out of rows of a name": {"customer_id,name,phone_1,email,note\nK-17,Ola,92345678\nK-18,Per,92345679\n", "[]"},
		"not where ids have no digits":                  {"customer_id,name,phone_1\nkari,Kari,91234561\nola,Ola\nper,Per\n", "[]"},
		"not behind a row that ends in a number":        {"customer_id,name,phone_1\nK-1,Kari,91234561\nola,Ola\n", "[]"},
		"not where a name is left out":                  {"customer_id,name,phone_1,phone_2\nK-1,,91234561\nK-2,,91234562\n", "[]"},
		"not where a telephone number stands first":     {"customer_id,phone_1,phone_2,name\nK-1,91234561\nK-2,91234562,91234563\n", "[]"},
		"not where a sum follows":                       {"customer_id,name,phone_1\nK-1,Kari\nTotalt,91234561\n", "[3x]"},
		"not where a row is whole":                      {wide + "K-4,Kari,Veien 4,,\nOppgang B,91234564,k@example.com,,\n", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			r := importer.Request{CreateFields: true, Map: map[string]string{}}
			tried := r
			tried.DryRun = true
			dry, run := i.rejectedLines(t, tried, c.file), i.rejectedLines(t, r, c.file)
			if !slices.Equal(dry, run) || fmt.Sprint(run) != c.want {
				t.Errorf("%s: a dry run rejects %v, and a run %v, want %s", c.file, dry, run, c.want)
			}
		})
	}
}
