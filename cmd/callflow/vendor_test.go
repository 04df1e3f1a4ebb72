package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestTheDemoStandsInForTheVendorWhilePeopleWork(t *testing.T) {
	t.Parallel()
	vendor := serveDemo(t, 600, "--as-vendor", "--churn", "200", "--generation", "2020")
	url := fmt.Sprintf("%s/api/v1/data_owners/1/crm/B2C/callflow_customers/", vendor.URL)
	first := ask(t, url+"?unknown=1", vendor.Token)
	for _, part := range []string{`"next":"` + url + `?page=2&unknown=1"`, `"data_owner__name":`, `"campaign__crm_type":"B2C"`} {
		if !strings.Contains(first, part) {
			t.Errorf("the first page lacks %s: %.300s", part, first)
		}
	}
	for asked := 1; ask(t, url+"?unknown=1", vendor.Token) == first; asked++ { // 200 changes a second
		if asked == 1000 {
			t.Fatal("nothing changes")
		}
	}
}
