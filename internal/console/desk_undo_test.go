package console_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"callflow/internal/testkit"
)

// undoForm is the form of the button Undo on the desk's green bar, and where it is sent to.
func (p *page) undoForm(t *testing.T) (path string, form url.Values) {
	t.Helper()
	action := regexp.MustCompile(`action="(/desk/998/undo[^"]*)"`).FindStringSubmatch(p.body)
	if action == nil {
		t.Fatalf("%s has no Undo:\n%s", p.path, p.main())
	}
	return action[1], p.formAt(t, "/desk/998/undo")
}

// registered registers an outcome for the next customer, and gives the page that comes then.
func registered(t *testing.T, b *browser, subtype string, also url.Values) *page {
	t.Helper()
	return registeredIn(t, b, subtype, "The outcome was registered.", also)
}

// registeredIn is registered in another language, which says that it was registered in its words.
func registeredIn(t *testing.T, b *browser, subtype, said string, also url.Values) *page {
	t.Helper()
	page := b.post(t, deskOfCampaign+"/next", nil)
	form := page.outcome(t, subtype)
	for name, values := range also {
		form[name] = values
	}
	after := b.post(t, page.path, form)
	after.shows(t, http.StatusOK, said)
	return after
}

func TestAnOutcomeIsUndoneOnTheGreenBarAndItsCustomerIsTheAgentsAgain(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	path, form := registered(t, b, "Yes", url.Values{"units.PROD1": {"2"}}).undoForm(t)
	back := b.post(t, path, form)
	back.shows(t, http.StatusOK, "The outcome was undone.", "Kunde 1", "Kept for you until", "Outcome undone: Yes")
	if !strings.HasPrefix(back.path, "/desk/998/customer?") {
		t.Errorf("Undo leads to %s", back.path)
	}
	record := standing(t, s, "1")
	for key, want := range map[string]any{"callflow__callstate__name": "Ready", "product__PROD1": "", "callflow__attempts_status__attempts": ""} {
		if record[key] != want {
			t.Errorf("%s is %v, want %v", key, record[key], want)
		}
	}
	b.post(t, back.path, back.outcome(t, "Busy")).shows(t, http.StatusOK, "The outcome was registered.", "<b>Busy</b>", `id="h-who">Kunde 2`)
}

func TestAfterTheLastCallTheGreenBarStandsOnTheDesksOwnPage(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	bar := registered(t, b, "Yes", url.Values{"units.PROD1": {"1"}, "pause": {"1"}})
	bar.shows(t, http.StatusOK, "Next customer", "<b>Yes</b>", ">Kunde 1</a>")
	path, form := bar.undoForm(t)
	s.Wait(11 * time.Minute)
	b.post(t, path, form).shows(t, http.StatusConflict, "The outcome was not undone.", "more than 10 minutes ago", "Ask an admin", "Next customer")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Completed - Yes" {
		t.Errorf("it stands in %v", state)
	}
}

func TestWhatCantBeUndoneIsToldWhereTheAgentIsCallingAndForgetsNothing(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	b.header.Set("Accept-Language", "nb")
	path, form := registeredIn(t, b, "Yes", "Utfallet ble registrert.", url.Values{"units.PROD1": {"2"}}).undoForm(t)
	b.post(t, path, form).shows(t, http.StatusOK, "Utfallet ble angret.")
	form.Set("key", "of-another-page")
	again := b.post(t, path, form)
	again.shows(t, http.StatusConflict, "Utfallet ble ikke angret.", "Utfallet er allerede angret.", "Kunde 2", `data-typed="false"`)
	s.Wait(11 * time.Minute)
	again.lacks(t, "already", "withdrawn")
}

func TestUndoGivesTheOtherCustomerBackWhereTheCampaignLetsNobodyHoldTwo(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	patch := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"max_claims_per_agent":1}`}
	if answer := s.Ask(t, patch); answer.Status != http.StatusOK {
		t.Fatalf("%d: %s", answer.Status, answer.Body)
	}
	path, form := registered(t, b, "Busy", nil).undoForm(t)
	b.post(t, path, form).shows(t, http.StatusOK, "The outcome was undone.", "Kunde 1", "Kept for you until")
	other := signedIn(t, s, s.Acme.Email("admin"))
	atDesk(t, other).shows(t, http.StatusOK, "Kunde 2")
}

func TestUndoKeepsTheCustomerThatIsCalledMeanwhile(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	path, form := registered(t, b, "Busy", nil).undoForm(t)
	b.post(t, path, form).shows(t, http.StatusOK, "Kunde 1", "Kept for you until")
	other := signedIn(t, s, s.Acme.Email("admin"))
	atDesk(t, other).shows(t, http.StatusOK, "Kunde 3")
}

func TestAFormThatIsSentAgainAfterUndoIsNotSaidToBeRegistered(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	first := atDesk(t, b)
	form := first.outcome(t, "Busy")
	form.Set("comment", "Ringer tilbake")
	path, undo := b.post(t, first.path, form).undoForm(t)
	b.post(t, path, undo).shows(t, http.StatusOK, "The outcome was undone.")
	again := b.post(t, first.path, form)
	again.shows(t, http.StatusUnprocessableEntity, "This form was sent before, and its outcome was undone since.", "Ringer tilbake")
	again.lacks(t, "The outcome was registered.")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Ready"})
	b.post(t, first.path, again.outcome(t, "Busy")).shows(t, http.StatusOK, "The outcome was registered.")
}
