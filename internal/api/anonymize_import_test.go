package api_test

import (
	"strings"
	"testing"

	"callflow/internal/testkit"
)

func TestAnImportPutsNobodyWhoWasAnonymisedIntoACampaign(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, configDefault)
	anonymize(t, s, s.Acme.Admin, exampleID)
	const file = "customer_id,name,phone_1\nanonymized-1,Kari,91234567\nK-1,Ola,91234568\n"
	for _, query := range []string{"?wait=60&campaign=999&dry_run=true", "?wait=60&campaign=999", "?wait=60&campaign=999&mode=update", "?wait=60&campaign=999&match=phone"} {
		answer, got := sendFile(t, s, query, file, nil)
		if got.Rejected != 1 {
			t.Errorf("%s is answered with %s", query, answer.Body)
		}
	}
	if list := s.Get(t, s.Acme.Reader, "/api/v1/campaigns/999/callflow_customers/").Body; strings.Contains(string(list), "anonymized-1") {
		t.Errorf("campaign 999 has %s", list)
	}
}
