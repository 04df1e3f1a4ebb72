package console_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/api"
	"callflow/internal/testkit"
)

var placeInput = regexp.MustCompile(`name="(\d+)" value="(\d+)"[^>]*aria-label="Place of ([^"]*)"`)

// statesIn are the call states of the campaign in their order, with their ids.
func statesIn(page *page) (names []string, ids map[string]string) {
	ids = make(map[string]string)
	_, table, _ := strings.Cut(page.body, `id="states"`)
	table, _, _ = strings.Cut(table, "</section>")
	for _, found := range placeInput.FindAllStringSubmatch(table, -1) {
		names, ids[found[3]] = append(names, found[3]), found[1]
	}
	return names, ids
}

func TestSeveralThingsOfAListAreOrderedAtOnce(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	before, ids := statesIn(admin.get(t, "/set-up/campaigns/998"))
	if len(before) < 5 {
		t.Fatalf("the campaign has %q", before)
	}
	first, third := before[0], before[2]
	page := admin.post(t, "/set-up/campaigns/998/states/order", form(ids[first], "4", ids[third], "1"))
	page.shows(t, http.StatusOK, "Saved.")
	after, _ := statesIn(page)
	want := append([]string{third, before[1], before[3], first}, before[4:]...)
	if strings.Join(after, "|") != strings.Join(want, "|") {
		t.Errorf("the order is\n%q, want\n%q", after, want)
	}
	agent := signedIn(t, s, s.Acme.Email("agent"))
	if answer := agent.post(t, "/set-up/campaigns/998/states/order", form(ids[first], "1")); answer.status != http.StatusForbidden {
		t.Errorf("an agent orders call states: %d", answer.status)
	}
}

func TestAPriceIsTypedAndShownWithTheCommaOfNorwegian(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/preferences", form("language", "nb"))
	admin.post(t, "/set-up/campaigns/998/products", form("code", "HELG", "title", "Helg", "price", "1 149,90")).shows(t, http.StatusOK, "1149,90")
	if answer := s.Get(t, s.Acme.Admin, "/api/v1/campaigns/998/products/"); !strings.Contains(string(answer.Body), `1149.90`) {
		t.Errorf("the product is kept as %s", answer.Body)
	}
}
