package imports_test

import (
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/importer"
	"callflow/internal/tabular"
	"callflow/internal/testkit"
)

func TestAFieldThatIsMadeTakesNumbersOfJSONWithAnExponent(t *testing.T) {
	t.Parallel()
	for _, values := range [][2]string{{"1e-07", "1.5E2"}, {"0.5", "1e-07"}, {"12", "-3E+4"}} {
		s := testkit.NewServer(t, api.Config{})
		file := `{"customer_id":"K-1","Vekt":` + values[0] + "}\n" + `{"customer_id":"K-2","Vekt":` + values[1] + "}\n"
		result, err := s.App.Importer.Import(t.Context(), s.Acme.ID, &importer.Request{
			AssignmentID: testkit.AssignmentID, Source: strings.NewReader(file), CreateFields: true, Options: tabular.Options{Format: tabular.NDJSON},
		})
		if err != nil || result.Created != 2 || result.Rejected != 0 || result.NewFields[0] != "Vekt (text)" {
			t.Fatalf("%q come to %+v, %v", values, result, err)
		}
		record := string(s.Get(t, s.Acme.Admin, "/api/v1/assignments/239/customers/K-2/").Body)
		if !strings.Contains(record, `"`+values[1]+`"`) {
			t.Errorf("%s is kept as %s", values[1], record)
		}
	}
}
