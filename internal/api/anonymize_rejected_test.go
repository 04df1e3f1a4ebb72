package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// rejectedOfOla is a file of which one row is taken, for ola-1, and each row below it is not taken.
const rejectedOfOla = `customer_id,name,phone_1,phone_2,email,Husnummer
ola-1,Ola Først,91234567,22334455,ola@qqb.example,4
her-1,,,,OLA@qqb.example,mange
her-2,,,,ola@mellom.example,mange
her-3,,,,ola@ny.example,mange
her-4,ola først,,,,mange
her-5,,+47 91 23 45 67,,,mange
her-6,,22334455,,,mange
her-7,,"40404041 / 22334455",,,mange
her-8,Ola   Nest,,,,mange
her-9,Ola,Nest,,,mange
ola-1,,,,,mange
kari-1,Kari Qqvik,40404040,,kari@qqb.example,mange
`

func TestRejectedRowsAreEmptiedThatHaveWhatAnAnonymisedCustomerEverHad(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	_, sent := sendFile(t, s, "?wait=60&file_name=ola.csv", rejectedOfOla, nil)
	if sent.Rejected != 11 {
		t.Fatalf("the import came to %+v", sent)
	}
	for _, changed := range []string{
		`{"crm__standard_info__email":"ola@mellom.example","crm__standard_info__name":"Ola Nest"}`,
		`{"crm__standard_info__email":"ola@ny.example","crm__standard_info__phone_1":"","crm__standard_info__phone_2":"47114711"}`,
	} {
		ask := testkit.Request{Method: http.MethodPatch, Path: customerList + "ola-1", Token: s.Acme.Admin, Body: changed}
		wantStatus(t, s.Ask(t, ask), http.StatusOK)
	}
	wantStatus(t, anonymize(t, s, s.Acme.Admin, "ola-1"), http.StatusOK)
	_, rejected, name := importKept(t, s, sent.ID)
	var kept strings.Builder
	for i := range rejected {
		fmt.Fprint(&kept, rejected[i].Cells)
	}
	if want := `["kari-1","Kari Qqvik","40404040","","kari@qqb.example","mange"]`; kept.String() != want || name != "" {
		t.Errorf("of the file %q these cells are kept: %s", name, kept.String())
	}
}
