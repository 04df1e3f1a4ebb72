package imports_test

import (
	"slices"
	"testing"

	"callflow/internal/importer"
)

func TestSignsThatNobodySeesAreToldWhereTheyAreTakenOutOfAnID(t *testing.T) {
	t.Parallel()
	i := newFixture(t)
	told := i.imported(t, importer.Request{}, "customer_id,name\nx\u200by,Kari\nxy,Kari\nK\u00adL,Ola\n")
	if !slices.Contains(told, "blanks 2 [2 4]") {
		t.Errorf("it tells %q", told)
	}
}
