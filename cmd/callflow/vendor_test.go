package main

import (
	"fmt"
	"os"
	"path/filepath"
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

func TestAPullRefusesWhatTheVendorsServiceDoesNotAnswer(t *testing.T) {
	t.Parallel()
	vendor := serveDemo(t, 20, "--as-vendor")
	for _, options := range [][]string{{"--at", "1"}, {"--fields", "crm__customer_id"}, {"--call-state", "Ready", "--call-state", "Lead"}} {
		folder := t.TempDir()
		args := append([]string{"pull", vendor.URL, "--campaign", fmt.Sprint(vendor.CampaignID), "-o", filepath.Join(folder, "all.csv")}, options...)
		pull := callflow(t.Context(), t, args...)
		pull.Env = append(pull.Env, "CALLFLOW_TOKEN="+vendor.Token)
		told, err := pull.CombinedOutput()
		if err == nil || !strings.Contains(string(told), "The server is not callflow") || !strings.Contains(string(told), options[0]) {
			t.Errorf("%v: %v %s", options, err, told)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("%v: it left %v, %v", options, left, err)
		}
	}
}

func TestAPullSaysThatTheVendorsServiceTellsOfNobodyInACallState(t *testing.T) {
	t.Parallel()
	vendor := serveDemo(t, 20, "--as-vendor")
	for state, wanted := range map[string]bool{"Redy": true, "Ready": false} {
		args := []string{"pull", vendor.URL, "--campaign", fmt.Sprint(vendor.CampaignID), "-o", filepath.Join(t.TempDir(), "all.csv"), "--call-state", state}
		pull := callflow(t.Context(), t, args...)
		pull.Env = append(pull.Env, "CALLFLOW_TOKEN="+vendor.Token)
		told, err := pull.CombinedOutput()
		if err != nil || strings.Contains(string(told), `tells of nobody in the call state "`+state+`"`) != wanted {
			t.Errorf("%s: %v %s", state, err, told)
		}
	}
}
