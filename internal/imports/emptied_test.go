package imports_test

import (
	"slices"
	"testing"

	"callflow"
	"callflow/internal/importer"
)

func TestStoredValuesThatAFileEmptiesAreToldByColumnWithTheirLines(t *testing.T) {
	t.Parallel()
	const counts, heads = "0 created, 1 updated, 0 unchanged, 0 skipped, 0 rejected", "customer_id,name,phone_1,email\n"
	for name, c := range map[string]struct {
		request importer.Request
		file    string
		told    []string
	}{
		"an empty cell":         {importer.Request{}, heads + "H-1,Kari,,k@example.com\n", []string{counts, "emptied 1 [2]"}},
		"a row that is cut off": {importer.Request{}, heads + "H-1,Kari\n", []string{counts, "emptied 1 [2]", "emptied 1 [2]", "short_rows 1 [2]"}},
		"a word for nothing":    {importer.Request{}, heads + "H-1,Kari,N/A,k@example.com\n", []string{counts, "emptied 1 [2]", "nothing 1 [2]"}},
		"the parts of a name": {
			importer.Request{}, "customer_id,first_name,last_name\nH-1,,\n", []string{counts, "emptied 1 [2]", "names_joined 0 []", "without_name 1 [2]"},
		},
		"a customer who is known by its number": {
			importer.Request{Match: importer.MatchPhone, Country: "NO"}, "name,phone_1,email\nKari,92345678,\n", []string{counts, "emptied 1 [2]", "matched 1 [2]"},
		},
		"not what is filled by another cell": {
			importer.Request{}, "customer_id,phone_1,phone_2\nH-1,,93456789 / 94567890\n", []string{counts, "several_phones 1 [2]"},
		},
		"not what was empty": {importer.Request{}, "customer_id,name,phone_2\nH-1,Kari,\n", []string{counts}},
		"not by a later row of the file": {
			importer.Request{}, heads + "H-1,Kari,92345678,k@example.com\nH-1,,,\n",
			[]string{"0 created, 1 updated, 1 unchanged, 0 skipped, 0 rejected", "repeats 1 [3]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i := newFixture(t)
			i.Acme.Put(t, callflow.Customer{CustomerID: "H-1", Name: "Ola Eksempel", Phone1: "92345678", Phone3: "95678901", Email: "ola@example.com"})
			for _, dry := range []bool{true, false} {
				c.request.DryRun = dry
				told := i.imported(t, c.request, c.file)
				told = slices.DeleteFunc(told, func(line string) bool { return line[0] == '2' }) // changes
				if !slices.Equal(told, c.told) {
					t.Errorf("with a dry run %t it tells %q, not %q", dry, told, c.told)
				}
			}
		})
	}
}
