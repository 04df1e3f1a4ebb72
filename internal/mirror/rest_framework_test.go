package mirror_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"callflow/internal/testkit"
	"callflow/remote"
)

// dump writes what a server tells into the file of another one.
func dump(t *testing.T, v *vendor, client *remote.Client, path string) {
	t.Helper()
	campaigns, err := client.Campaigns(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	told := struct {
		Campaigns json.RawMessage                `json:"campaigns"`
		Fields    map[int64][]remote.CustomField `json:"fields"`
		Customers map[int64][]json.RawMessage    `json:"customers"`
	}{v.get(t, "/api/v1/campaigns?include_inactive_campaigns=True"), map[int64][]remote.CustomField{}, map[int64][]json.RawMessage{}}
	for _, campaign := range campaigns {
		if told.Fields[campaign.AssignmentID], err = client.CustomFields(t.Context(), campaign.AssignmentID); err != nil {
			t.Fatal(err)
		}
		for record, err := range client.Records(t.Context(), remote.List{CampaignID: campaign.ID}) {
			if err != nil {
				t.Fatal(err)
			}
			told.Customers[campaign.ID] = append(told.Customers[campaign.ID], json.RawMessage(record))
		}
	}
	text, err := json.Marshal(told)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (v *vendor) get(t *testing.T, path string) json.RawMessage {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Token "+v.token)
	response, err := v.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestAnIndependentServerOfThisAPIIsMirroredToo(t *testing.T) {
	t.Parallel()
	v := serveVendor(t, 1300)
	there, err := remote.New(v.URL, remote.Options{Token: v.token})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "told.json")
	dump(t, v, there, file)
	f := follow(t, testkit.StartRESTFramework(t, file, "invented"), "invented")
	if result := f.run(t); result.Added != 1300 {
		t.Errorf("the first run gave %+v", result)
	}
	f.agreesWholly(t)
	v.work(t, 40)
	dump(t, v, there, file)
	if result := f.run(t); result.Moved == 0 || result.Removed == 0 {
		t.Errorf("after the changes it gave %+v", result)
	}
	f.agreesWholly(t)
	before := f.seq(t)
	if f.run(t); f.seq(t) != before {
		t.Error("a run without any change there wrote something")
	}
}
