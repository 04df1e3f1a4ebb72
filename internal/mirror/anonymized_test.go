package mirror_test

import (
	"net/http"
	"testing"

	"callflow/internal/testkit"
)

func TestWhoIsAnonymisedThereLeavesTheCampaignHereWithTheNextRun(t *testing.T) {
	t.Parallel()
	s := theirs(t)
	f := follow(t, s.URL, s.Acme.Admin)
	f.run(t)
	answer := s.Ask(t, testkit.Request{
		Method: http.MethodPost, Path: "/api/v1/assignments/239/customers/4/anonymize/", Token: s.Acme.Admin,
		Header: map[string]string{"Content-Type": "application/json"},
	})
	if answer.Status != http.StatusOK {
		t.Fatalf("nobody is anonymised there: %s", answer.Body)
	}
	if result := f.run(t); result.Removed != 1 || result.Nameless != 1 {
		t.Errorf("the run after somebody was anonymised there gave %+v", result)
	}
	if record := f.records(t, testkit.CampaignID)["4"]; record != "" {
		t.Errorf("the campaign here still has %s", record)
	}
	if result := f.run(t); result.Followed != 3 || result.Walks != 0 {
		t.Errorf("the run after that gave %+v", result)
	}
	f.isClean(t)
}
