package api_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

func TestAFilesEntryTellsItsFormatAndWhatNarrowsItAndNothingThatSomebodySearchedFor(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	const statuses = "/api/v1/campaigns/998/callflow_customers/?format="
	for path, want := range map[string]string{
		statuses + "ndjson": "status, format: ndjson, whole",
		statuses + "csv&call_state=Ready&call_state=On%20Hold/":                                          "status, format: csv, call state: On Hold | Ready, whole",
		statuses + "xlsx&callable_number=False":                                                          "status, format: xlsx, without a number, whole",
		statuses + "csv&fields=crm__customer_id,crm__standard_info__name&at=2026-06-17T16:00:00%2B02:00": "status, format: csv, at: 2026-06-17T16:00:00+02:00, fields: 2, whole",
		"/api/v1/campaigns/998/call_outcomes/?format=csv&from_date=20260601&to_date=20260617":            "outcomes, format: csv, from: 20260601, to: 20260617, whole",
		"/api/v1/campaigns/998/changes/?format=csv&after=1":                                              "changes, format: csv, after: 1, whole",
	} {
		wantStatus(t, s.Get(t, s.Acme.Agent, path), http.StatusOK)
		if entry := audited(t, s, "took a file of")[0]; entry.Details != want {
			t.Errorf("of %s the audit tells %q, want %q", path, entry.Details, want)
		}
	}
}

func TestAFileThatIsRefusedIsNotToldAsBrokenOff(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	for i, days := range []string{"from_date=Kari&to_date=Nordmann", "from_date=20260617&to_date=20260601"} {
		wantStatus(t, s.Get(t, s.Acme.Agent, "/api/v1/campaigns/998/call_outcomes/?format=csv&"+days), http.StatusBadRequest)
		entries := audited(t, s, "took a file of")
		if len(entries) != i+1 || !strings.HasSuffix(entries[0].Details, ", refused") || entries[0].Count != 0 {
			t.Errorf("of %s the audit tells %+v", days, entries)
		}
	}
	s.Get(t, s.Acme.Agent, "/api/v1/campaigns/998/callflow_customers/?format=csv&call_state=Kari%20Nordmann")
	for _, entry := range audited(t, s, "") {
		if strings.Contains(entry.Details, "Kari") {
			t.Errorf("the audit tells %+v", entry)
		}
	}
}
