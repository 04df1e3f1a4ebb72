package console_test

import (
	"net/http"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

// setUpOf is what a campaign is set up with, by the API, without ids.
func setUpOf(t *testing.T, s *testkit.Server, campaign string) map[string][]string {
	t.Helper()
	names := make(map[string][]string)
	for list, keys := range map[string][]string{
		"call_states": {"name", "kind"}, "outcomes": {"type", "subtype", "call_state", "exhausted_call_state"}, "products": {"code", "title", "price"},
	} {
		var things []map[string]any
		s.Get(t, s.Acme.Admin, "/api/v1/campaigns/"+campaign+"/"+list+"/").Decode(t, &things)
		for _, thing := range things {
			var words []string
			for _, key := range keys {
				word, _ := thing[key].(string)
				words = append(words, word)
			}
			names[list] = append(names[list], strings.Join(words, "|"))
		}
	}
	return names
}

func TestACampaignIsCopiedWithAllButItsCustomersAndDays(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 3, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	settings := admin.get(t, "/set-up/campaigns/998").formAt(t, "/set-up/campaigns/998")
	settings.Set("description", "Spør om Helg.")
	settings.Set("max_attempts", "7")
	settings.Set("end_date", "2026-12-24")
	admin.post(t, "/set-up/campaigns/998", settings).shows(t, http.StatusOK, "Saved.", "Copy this campaign", "/set-up/campaigns/new?begins_with=998")
	states := admin.get(t, "/set-up/campaigns/998/states/new").formAt(t, "/set-up/campaigns/998/states")
	states.Set("name", "Egen status")
	admin.post(t, "/set-up/campaigns/998/states", states).shows(t, http.StatusOK, "Created.")

	form := admin.get(t, "/set-up/campaigns/new?begins_with=998").formAt(t, "/set-up/campaigns")
	if form.Get("max_attempts") != "7" || form.Get("end_date") != "" || form.Get("description") != "Spør om Helg." || !strings.HasPrefix(form.Get("name"), "Copy of ") {
		t.Errorf("the form of the copy has %v", form)
	}
	form.Set("name", "")
	admin.post(t, "/set-up/campaigns", form).shows(t, http.StatusBadRequest, "must not be empty", `value="998" selected`)
	form.Set("name", "Kopien")
	made := admin.post(t, "/set-up/campaigns", form)
	made.shows(t, http.StatusOK, "Created.", "Kopien", "Egen status")
	id := strings.TrimPrefix(strings.Split(made.path, "?")[0], "/set-up/campaigns/")
	want, got := setUpOf(t, s, "998"), setUpOf(t, s, id)
	for list := range want {
		if strings.Join(got[list], "\n") != strings.Join(want[list], "\n") || len(want[list]) == 0 {
			t.Errorf("%s of the copy are\n%q, want\n%q", list, got[list], want[list])
		}
	}
	admin.get(t, "/campaigns/"+id).shows(t, http.StatusOK, "The campaign has no customers yet.")
	admin.get(t, "/set-up/campaigns/new?begins_with=99999").shows(t, http.StatusNotFound)
}

func TestACampaignOfANorwegianAdminBeginsWithNorwegianCallStatesAndOutcomes(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.header.Set("Accept-Language", "nb")
	form := admin.get(t, "/set-up/campaigns/new?assignment_id=239").formAt(t, "/set-up/campaigns")
	form.Set("name", "Høst")
	admin.post(t, "/set-up/campaigns", form).shows(t, http.StatusOK, "Fullført - nei", "Ikke svar / Telefonsvarer", "Ring ikke / Vil ikke bli ringt")
	form.Set("name", "Autumn")
	form.Set("begins_with", "en")
	admin.post(t, "/set-up/campaigns", form).shows(t, http.StatusOK, "Completed - No", "No answer / Busy")
}
