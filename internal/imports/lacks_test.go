package imports_test

import (
	"slices"
	"testing"

	"callflow"
	"callflow/internal/importer"
)

func TestOnlyCustomersWhoAreLeftWithoutANameOrANumberAreToldAsSuch(t *testing.T) {
	t.Parallel()
	const twice = "customer_id,name,phone_1\nK-1,Kari Eksempel,91234567\nK-1,,\n"
	for name, c := range map[string]struct {
		request importer.Request
		file    string
		told    []string
	}{
		"not by a later row": {importer.Request{}, twice, []string{"1 created, 0 updated, 1 unchanged, 0 skipped, 0 rejected", "repeats 1 [3]"}},
		"not by a row that is left out": {
			importer.Request{Repeats: importer.FirstRepeat}, twice,
			[]string{"1 created, 0 updated, 0 unchanged, 1 skipped, 0 rejected", "repeats 1 [3]"},
		},
		"not by a row that is rejected": {
			importer.Request{Repeats: importer.RejectRepeat}, twice,
			[]string{"1 created, 0 updated, 0 unchanged, 0 skipped, 1 rejected", "repeats 1 [3]"},
		},
		"not where the mode leaves the customer alone": {
			importer.Request{Mode: importer.OnlyNew}, "customer_id,name,phone_1\nH-1,,\n", []string{"0 created, 0 updated, 0 unchanged, 1 skipped, 0 rejected"},
		},
		"not where a number is of another column": {
			importer.Request{}, "customer_id,phone_2\nH-1,\n", []string{"0 created, 0 updated, 1 unchanged, 0 skipped, 0 rejected"},
		},
		"a new one": {
			importer.Request{}, "customer_id,name,phone_1\nK-1,,\n",
			[]string{"1 created, 0 updated, 0 unchanged, 0 skipped, 0 rejected", "without_name 1 [2]", "without_number 1 [2]"},
		},
		"one whom the file empties": {
			importer.Request{}, "customer_id,name,phone_1\nH-1,,\n",
			[]string{"0 created, 1 updated, 0 unchanged, 0 skipped, 0 rejected", "emptied 1 [2]", "emptied 1 [2]", "without_name 1 [2]", "without_number 1 [2]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			i.Acme.Put(t, callflow.Customer{CustomerID: "H-1", Name: "Ola Eksempel", Phone1: "92345678"})
			for _, dry := range []bool{true, false} {
				c.request.DryRun = dry
				told := i.imported(t, c.request, c.file)
				told = slices.DeleteFunc(told, func(line string) bool { return dry && line[0] == '2' }) // changes
				if !slices.Equal(told, c.told) {
					t.Errorf("with a dry run %t it tells %q, not %q", dry, told, c.told)
				}
			}
		})
	}
}
