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
