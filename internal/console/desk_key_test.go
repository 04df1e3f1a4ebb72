package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestUndoThatIsSentAgainAfterItsAnswerWasLostIsAnsweredAsDone(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	path, form := registered(t, b, "Busy", nil).undoForm(t)
	for range 2 {
		b.post(t, path, form).shows(t, http.StatusOK, "The outcome was undone.", "Kunde 1", "Kept for you until")
	}
	form.Set("outcome", "1")
	b.post(t, path, form).shows(t, http.StatusUnprocessableEntity, "The outcome was not undone.")
	if state := standing(t, s, "1")["callflow__callstate__name"]; state != "Ready" {
		t.Errorf("it stands in %v", state)
	}
}

func TestACustomerIsGivenBackOnceWhereItsFormIsSentAgainAndAnotherCallsItMeanwhile(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	page := b.post(t, deskOfCampaign+"/next", nil)
	release := strings.Replace(page.path, "/customer?", "/release?", 1)
	form := page.formAt(t, deskOfCampaign+"/release")
	b.post(t, release, form).shows(t, http.StatusOK, "The customer was given back.")
	other := signedIn(t, s, s.Acme.Email("admin"))
	atDesk(t, other).shows(t, http.StatusOK, "Kunde 1")
	b.post(t, release, form).shows(t, http.StatusOK, "The customer was given back.")
}

func TestWhoeverLostACustomerCanTakeTheNextOne(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	page := b.post(t, deskOfCampaign+"/next", nil)
	s.Wait(time.Hour)
	b.get(t, page.path).shows(t, http.StatusOK, "The customer is not kept for you", `action="/desk/998/next"`)
	other := signedIn(t, s, s.Acme.Email("admin"))
	atDesk(t, other).shows(t, http.StatusOK, "Kunde 1")
	b.get(t, page.path).shows(t, http.StatusOK, "is calling it, until", `action="/desk/998/next"`)
}

// What a page sends with the key of a call that is registered is refused; what it says to do then works.
func TestAnotherOutcomeWithTheKeyOfARegisteredCallIsRefusedAndRegisteredWhereTheCustomerIsCalledAgain(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	page := atDesk(t, b)
	b.post(t, page.path, page.chosenWith(t, "Busy")).shows(t, http.StatusOK, "The outcome was registered.")
	other := page.chosenWith(t, "Not interested")
	other.Set("comment", "Ringte selv tilbake")
	refused := b.post(t, page.path, other)
	refused.shows(t, http.StatusUnprocessableEntity, "is not registered again", "open the customer at the desk again", "Ringte selv tilbake")
	refused.lacks(t, `class="outcome" aria-pressed="true"`)
	b.post(t, strings.Replace(page.path, "/customer?", "/claim?", 1), showing(t, s, "1", nil)).shows(t, http.StatusOK)
	again := refused.formAt(t, deskOfCampaign+"/customer")
	again.Set("chosen", other.Get("chosen"))
	again.Set("register", "1")
	b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Completed - No", "callflow__last_change__comment": "Ringte selv tilbake"})
}
