package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

func TestNamesOfFilesThatMayHaveToldOfAnAnonymisedCustomerGo(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	const kari, others = "customer_id,name,phone_1\nK-1,Kari,91234567\n", "customer_id,name,phone_1\nP-1,Per,91234568\n"
	for query, file := range map[string]string{
		"?wait=60&dry_run=true&file_name=kari-tried.csv": kari, "?wait=60&file_name=kari.csv": kari, "?wait=60&file_name=per.csv": others,
	} {
		sendFile(t, s, query, file, nil)
	}
	sendFile(t, s, "?wait=60&mode=new&file_name=kari-skipped.csv", kari, nil)
	imports := func() string { return string(s.Get(t, s.Acme.Admin, "/api/v1/assignments/239/imports/").Body) }
	if before := imports(); strings.Count(before, "kari") != 3 || !strings.Contains(before, "per.csv") {
		t.Fatalf("the imports are %s", before)
	}
	wantStatus(t, send(t, s, http.MethodPost, "/api/v1/assignments/239/customers/K-1/anonymize/", "{}"), http.StatusOK)
	if after := imports(); strings.Contains(after, "kari") || !strings.Contains(after, "per.csv") {
		t.Errorf("the imports are %s", after)
	}
}
