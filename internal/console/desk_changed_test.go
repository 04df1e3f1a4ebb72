package console_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"callflow/internal/testkit"
)

// chosenAgain is the form of the desk's page as a browser sends it when the page came back, and an outcome was chosen on it.
func (p *page) chosenAgain(t *testing.T, outcome string) url.Values {
	t.Helper()
	form := p.formAt(t, deskOfCampaign+"/customer")
	form.Set("chosen", outcome)
	form.Set("register", "1")
	return form
}

// chosenWith is the form of the desk's page as a browser sends it when one of the outcomes was chosen before.
func (p *page) chosenWith(t *testing.T, subtype string) url.Values {
	t.Helper()
	return p.chosenAgain(t, p.outcome(t, subtype).Get("outcome"))
}

// What an admin sets up of the campaign at whose desk is called.
const (
	outcomesOfCampaign = "/set-up/campaigns/998/outcomes/"
	productsOfCampaign = "/set-up/campaigns/998/products/"
)

// changeThing has an admin change members of something that the desk shows.
func changeThing(t *testing.T, admin *browser, path string, members ...string) {
	t.Helper()
	set := admin.get(t, path).formOf(t)
	for i := 0; i < len(members); i += 2 {
		set.Set(members[i], members[i+1])
	}
	admin.post(t, path, set).shows(t, http.StatusOK, "Saved.")
}

func TestAnOutcomeThatWasChangedWhileItsPageWasOpenIsRegisteredOnlyWhenItIsChosenAgain(t *testing.T) {
	t.Parallel()
	for name, changed := range map[string]struct{ members, says []string }{
		"call state": {[]string{"call_state", "Excluded", "retry_after_minutes", "0"}, []string{"Busy leads to Excluded now, and that is final."}},
		"name":       {[]string{"subtype", "Engaged"}, []string{"Engaged leads to Scheduled now."}},
		"a sale": {[]string{"type", "Sale", "subtype", "Ja takk", "call_state", "Completed - Yes", "retry_after_minutes", "0"},
			[]string{"Ja takk leads to Completed - Yes now, and that is final."}},
		"what it needs": {[]string{"requires", "comment"}, []string{"Busy leads to Scheduled now."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			page := atDesk(t, b)
			form := page.chosenWith(t, "Busy")
			form.Set("comment", "Opptatt hele dagen")
			changeThing(t, signedIn(t, s, s.Acme.Email("admin")), outcomesOfCampaign+form.Get("chosen"), changed.members...)
			refused := b.post(t, page.path, form)
			refused.shows(t, http.StatusPreconditionFailed, "The outcome was changed after the page was opened. Nothing was registered.", "Opptatt hele dagen")
			refused.shows(t, http.StatusPreconditionFailed, changed.says...)
			refused.lacks(t, `class="outcome" aria-pressed="true"`)
			wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Ready", "callflow__attempts_status__attempts": ""})
			again := refused.chosenAgain(t, form.Get("chosen"))
			b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
			wantStanding(t, s, "1", map[string]any{"callflow__last_change__comment": "Opptatt hele dagen"})
		})
	}
}

func TestAnOutcomeIsRegisteredAlthoughAnotherOfTheCampaignWasChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	changeThing(t, signedIn(t, s, s.Acme.Email("admin")), outcomesOfCampaign+page.outcome(t, "Not interested").Get("outcome"), "subtype", "Vil ikke")
	b.post(t, page.path, page.chosenWith(t, "Busy")).shows(t, http.StatusOK, "The outcome was registered.")
}

func TestAnOutcomeThatWasRemovedWhileItsPageWasOpenIsSaidToBeGone(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	b.header.Set("Cookie", "language=nb")
	page := b.post(t, deskOfCampaign+"/next", nil)
	form := page.chosenWith(t, "Busy")
	form.Set("comment", "Opptatt hele dagen")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	admin.post(t, "/set-up/campaigns/998/outcomes/"+form.Get("chosen")+"/remove", saidSure).shows(t, http.StatusOK, "Removed.")
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusPreconditionFailed, "Utfallet du valgte, er fjernet etter at siden ble åpnet. Ingenting ble registrert.", "Velg et annet.", "Opptatt hele dagen")
	again := refused.chosenAgain(t, refused.outcome(t, "Not interested").Get("outcome"))
	b.post(t, page.path, again).shows(t, http.StatusOK, "Utfallet ble registrert.")
}

// What was sent is registered once: that its outcome became another before the answer that was lost is asked for again changes nothing of it.
func TestWhatIsSentAgainAfterItsAnswerWasLostIsAnsweredAsDoneAlthoughItsOutcomeWasChangedSince(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	page := atDesk(t, b)
	form := page.chosenWith(t, "Busy")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	changeThing(t, signedIn(t, s, s.Acme.Email("admin")), outcomesOfCampaign+form.Get("chosen"), "call_state", "Excluded", "retry_after_minutes", "0")
	b.post(t, page.path, form).shows(t, http.StatusOK, "The outcome was registered.")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Scheduled", "callflow__attempts_status__attempts": 1.0})
}

func TestUnitsOfAProductThatGotAnotherCodeMeanwhileStayInTheForm(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	form := page.chosenWith(t, "Yes")
	form.Set("units.PROD2", "3")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	changeThing(t, admin, productsOfCampaign+"2", "code", "PROD-TO")
	refused := b.post(t, page.path, form)
	refused.shows(t, http.StatusBadRequest, "The campaign no longer sells this product.", `name="units.PROD2" value="3"`, `name="units.PROD-TO" value=""`)
	refused.lacks(t, "has no member")
	again := refused.chosenAgain(t, form.Get("chosen"))
	b.post(t, page.path, again).shows(t, http.StatusBadRequest, "The campaign no longer sells this product.")
	wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Ready"})
	again.Del("units.PROD2")
	again.Set("units.PROD-TO", "3")
	b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
	wantStanding(t, s, "1", map[string]any{"product__PROD-TO": 3.0})
}

func TestAProductThatWasChangedWhileItsPageWasOpenIsSoldOnlyWhenItIsSeen(t *testing.T) {
	t.Parallel()
	for name, changed := range map[string][]string{ // members of PROD1, set one after another
		"another price":                {"price", "900"},
		"the code of another product":  {"code", "X"},
		"the title of another product": {"title", "Alfa dyr"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			page := atDesk(t, b)
			form := page.chosenWith(t, "Yes")
			form.Set("units.PROD1", "2")
			admin := signedIn(t, s, s.Acme.Email("admin"))
			changeThing(t, admin, productsOfCampaign+"1", changed...)
			if name == "the code of another product" {
				changeThing(t, admin, productsOfCampaign+"2", "code", "PROD1")
			}
			refused := b.post(t, page.path, form)
			refused.shows(t, http.StatusConflict, "The product was changed after the page was opened. Read what it is now", `name="units.PROD1" value=""`)
			wantStanding(t, s, "1", map[string]any{"callflow__callstate__name": "Ready"})
			again := refused.chosenAgain(t, form.Get("chosen"))
			again.Set("units.PROD1", "2")
			b.post(t, page.path, again).shows(t, http.StatusOK, "The outcome was registered.")
			wantStanding(t, s, "1", map[string]any{"product__PROD1": 2.0})
		})
	}
}

func TestAnOutcomeIsToldWithUndoWhereTheCampaignEndedMeanwhile(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	admin := signedIn(t, s, s.Acme.Email("admin"))
	set := admin.get(t, "/set-up/campaigns/998").formOf(t)
	set.Set("end_date", "2020-01-01")
	admin.post(t, "/set-up/campaigns/998", set).shows(t, http.StatusOK, "Saved.")
	after := b.post(t, page.path, page.outcome(t, "Busy"))
	after.shows(t, http.StatusOK, "The campaign ended on", "<b>Busy</b>")
	path, undo := after.undoForm(t)
	b.post(t, path, undo).shows(t, http.StatusOK, "The outcome was undone.")
}

func TestNobodyIsSaidToBeCallableWithoutSayingWhyNobodyIsHandedOut(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	const why = "Whoever can be called is kept for somebody else now"
	other := signedIn(t, s, s.Acme.Email("admin"))
	other.post(t, deskOfCampaign+"/next", nil).shows(t, http.StatusOK, "Kunde 1")
	b.post(t, deskOfCampaign+"/next", nil).shows(t, http.StatusOK, "Nobody can be called now.", why)
	b.get(t, deskOfCampaign).lacks(t, why)
}

func TestAProductThatWasChangedIsToldAlsoWhereThePageAsksForSomethingElse(t *testing.T) {
	t.Parallel()
	const changed = "The product was changed after the page was opened."
	for name, ask := range map[string]func(s *testkit.Server, form url.Values){
		"an outcome that is final":         func(_ *testkit.Server, form url.Values) { form.Del("register") },
		"a customer that is not held more": func(s *testkit.Server, _ url.Values) { s.Wait(time.Hour) },
		"no outcome":                       func(_ *testkit.Server, form url.Values) { form.Del("chosen") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			page := atDesk(t, b)
			form := page.chosenWith(t, "Yes")
			form.Set("units.PROD1", "2")
			changeThing(t, signedIn(t, s, s.Acme.Email("admin")), productsOfCampaign+"1", "price", "900")
			ask(s, form)
			refused := b.post(t, page.path, form)
			if refused.status < http.StatusBadRequest {
				t.Fatalf("it was answered with %d", refused.status)
			}
			refused.shows(t, refused.status, changed, `name="units.PROD1" value=""`)
		})
	}
}
