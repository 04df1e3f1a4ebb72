package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

const (
	cardOfOne    = "/assignments/239/customer?id=1"
	anotherHasIt = "The customer was anonymised after the page was opened, and another customer has the id now. Nothing was done."
	nobodyHasIt  = "The customer was anonymised after the page was opened. Nothing was done."
	goneAtDesk   = "The customer was anonymised meanwhile: there is nobody to call."
)

// anotherPerson anonymises customer 1, and gives its id to another person, who is put into the campaign.
func anotherPerson(t *testing.T, s *testkit.Server) {
	t.Helper()
	asked := []testkit.Request{
		{Path: "/api/v1/assignments/239/customers/1/anonymize/", Body: `{}`},
		{Path: "/api/v1/assignments/239/customers/", Body: `{"crm__customer_id":"1","crm__standard_info__name":"Ny Person","crm__standard_info__phone_1":"99112233"}`},
		{Path: "/api/v1/campaigns/998/callflow_customers/", Body: `{"customer_ids":["1"]}`},
	}
	for _, request := range asked {
		request.Method, request.Token = http.MethodPost, s.Acme.Admin
		if answer := s.Ask(t, request); answer.Status >= http.StatusBadRequest {
			t.Fatalf("%s: %d: %s", request.Path, answer.Status, answer.Body)
		}
	}
}

// wantUntouched holds the person who has the id now against what was made of it: nothing.
func wantUntouched(t *testing.T, s *testkit.Server) {
	t.Helper()
	wantStanding(t, s, "1", map[string]any{
		"crm__standard_info__name": "Ny Person", "callflow__callstate__name": "Ready", "callflow__last_change__comment": "", "callflow__attempts_status__attempts": "",
	})
}

// holder is who is told to be calling customer 1, "" for nobody.
func holder(t *testing.T, s *testkit.Server) string {
	t.Helper()
	card := signedIn(t, s, s.Acme.Email("admin")).get(t, cardOfOne)
	if found := regexp.MustCompile(`([a-zA-Z]+) (?:is|are) calling it`).FindStringSubmatch(card.body); found != nil {
		return found[1]
	}
	return ""
}

func TestAnOutcomeTypedForOnePersonIsNotRegisteredOnAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	for _, held := range []bool{false, true} {
		t.Run(fmt.Sprintf("held=%t", held), func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 1)
			page := atDesk(t, b)
			form := page.chosenWith(t, "Busy")
			form.Set("comment", "Ring etter ferien")
			anotherPerson(t, s)
			if held {
				atDesk(t, b).shows(t, http.StatusOK, "Ny Person")
			}
			for _, pressed := range []string{"register", "again"} {
				form.Del("register")
				form.Set(pressed, "1")
				refused := b.post(t, page.path, form)
				refused.shows(t, http.StatusGone, "Nothing was registered. "+goneAtDesk, `<dd class="lines">Ring etter ferien</dd>`, "data-away")
				refused.lacks(t, "Ny Person", `name="again"`, `id="call"`)
			}
			wantUntouched(t, s)
			if who, want := holder(t, s), map[bool]string{true: "agent"}[held]; who != want {
				t.Errorf("%q is calling the other person, want %q", who, want)
			}
		})
	}
}

func TestADesksPageOfOnePersonNeitherKeepsNorGivesBackAnother(t *testing.T) {
	t.Parallel()
	for name, held := range map[string]bool{"claim": false, "release": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 1)
			page := atDesk(t, b)
			anotherPerson(t, s)
			form := page.formAt(t, deskOfCampaign+"/release")
			if name == "claim" {
				form = page.formAt(t, deskOfCampaign+"/customer")
			}
			if held {
				atDesk(t, b)
			}
			b.post(t, deskOfCampaign+"/"+name+"?id=1", form).shows(t, http.StatusGone, goneAtDesk, ">Next customer <")
			if who, want := holder(t, s), map[bool]string{true: "agent"}[held]; who != want {
				t.Errorf("%q is calling the other person, want %q", who, want)
			}
		})
	}
}

func TestAnOutcomeOfOnePersonIsNotUndoneOnAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	for language, says := range map[string]string{
		"en": "The outcome was not undone. " + goneAtDesk + " Go on with the next customer.",
		"nb": "Utfallet ble ikke angret. Kunden er anonymisert i mellomtiden: det er ingen å ringe. Gå videre med neste kunde.",
	} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			b.header.Set("Cookie", "language="+language)
			said := map[string]string{"en": "The outcome was registered.", "nb": "Utfallet ble registrert."}[language]
			path, form := registeredIn(t, b, "Busy", said, nil).undoForm(t)
			anotherPerson(t, s)
			refused := b.post(t, path, form)
			refused.shows(t, http.StatusGone, says, "Kunde 2")
			refused.lacks(t, "Not found.", "Finnes ikke.")
			wantUntouched(t, s)
		})
	}
}

func TestUndoGivesBackNobodyWhoHasTheIDOfTheCustomerThatWasCalled(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	patch := testkit.Request{Method: http.MethodPatch, Path: "/api/v1/campaigns/998/", Token: s.Acme.Admin, Body: `{"max_claims_per_agent":1}`}
	s.Ask(t, patch)
	b.post(t, deskOfCampaign+"/release?id=1", atDesk(t, b).formAt(t, deskOfCampaign+"/release")).shows(t, http.StatusOK)
	registered(t, b, "Busy", nil) // of customer 2, and customer 3 comes
	b.post(t, deskOfCampaign+"/release?id=3", b.post(t, deskOfCampaign+"/next", nil).formAt(t, deskOfCampaign+"/release")).shows(t, http.StatusOK)
	b.post(t, "/desk/998/claim?id=1", b.get(t, "/desk/998/customer?id=1").formAt(t, deskOfCampaign+"/customer")).shows(t, http.StatusOK, "Kunde 1")
	bar := b.get(t, "/desk/998/customer?id=1&done=The+outcome+was+registered.&of=2")
	path, form := bar.undoForm(t)
	anotherPerson(t, s)
	b.post(t, "/desk/998/claim?id=1", b.get(t, "/desk/998/customer?id=1").formAt(t, deskOfCampaign+"/customer")).shows(t, http.StatusOK, "Ny Person")
	b.post(t, path, form).shows(t, http.StatusOK, "The outcome was undone.")
	if who := holder(t, s); who != "agent" {
		t.Errorf("%q is calling the other person", who)
	}
}

// onCard are the forms of a customer's page, by what of the path follows the customer; each says what it is sent with.
var onCard = map[string]url.Values{
	"/assignments/239/customer/anonymize": {"sure": {"1"}},
	"/campaigns/998/customer/remove":      {"sure": {"1"}},
	"/campaigns/998/customer/withdraw":    {"sure": {"1"}},
	"/campaigns/998/customer/move":        {"call_state": {"On Hold"}, "comment": {"Ring etter ferien"}},
	"/campaigns/999/customer/add":         nil,
	"/desk/998/claim":                     nil,
}

// newCardOfOne is an admin's page of customer 1, of whom an outcome was registered that leaves it to be called.
func newCardOfOne(t *testing.T) (s *testkit.Server, admin *browser, card *page) {
	t.Helper()
	s = testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 1, "Ready")
	admin = signedIn(t, s, s.Acme.Email("admin"))
	registered(t, admin, "Busy", nil)
	card = admin.get(t, cardOfOne)
	card.shows(t, http.StatusOK, "Kunde 1")
	return s, admin, card
}

func TestACustomersPageOfOnePersonDoesNothingToAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	for action, with := range onCard {
		t.Run(strings.ReplaceAll(action, "/", " "), func(t *testing.T) {
			t.Parallel()
			s, admin, card := newCardOfOne(t)
			form := card.formAt(t, action)
			anotherPerson(t, s)
			if asked := admin.post(t, action+"?id=1", form); asked.status < http.StatusBadRequest {
				t.Errorf("what was shown for one person is asked about another: %s", asked.main())
			}
			for name, values := range with {
				form[name] = values
			}
			refused := admin.post(t, action+"?id=1", form)
			if action == "/desk/998/claim" {
				refused.shows(t, http.StatusGone, goneAtDesk)
			} else {
				refused.shows(t, http.StatusPreconditionFailed, anotherHasIt)
				refused.lacks(t, "Ny Person", `value="Ring etter ferien"`)
			}
			wantUntouched(t, s)
			if who := holder(t, s); who != "" {
				t.Errorf("%s is calling the other person", who)
			}
			admin.get(t, cardOfOne).shows(t, http.StatusOK, `action="/campaigns/999/customer/add`)
		})
	}
}

func TestValuesTypedForOnePersonAreNotOfferedForAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	s, admin, _ := newCardOfOne(t)
	edit := "/assignments/239/customer/edit?id=1"
	form := admin.get(t, edit).formOf(t)
	form.Set("crm__standard_info__email", "kunde1@example.com")
	anotherPerson(t, s)
	refused := admin.post(t, edit, form)
	refused.shows(t, http.StatusPreconditionFailed, anotherHasIt, "kunde1@example.com")
	refused.lacks(t, "Ny Person", `value="kunde1@example.com"`)
	if held := s.Acme.Customer(t, "1"); held.Email != "" || held.Name != "Ny Person" {
		t.Errorf("the other person is %+v", held)
	}
}

func TestACustomersPageSaysThatTheCustomerWasAnonymisedWhereNobodyHasTheIDNow(t *testing.T) {
	t.Parallel()
	s, admin, card := newCardOfOne(t)
	edit := "/assignments/239/customer/edit?id=1"
	edited := admin.get(t, edit).formOf(t)
	away(t, s, anonymisePath)
	for action, with := range onCard {
		form := card.formAt(t, action)
		for name, values := range with {
			form[name] = values
		}
		if action == "/desk/998/claim" {
			admin.post(t, action+"?id=1", form).shows(t, http.StatusGone, goneAtDesk)
			continue
		}
		admin.post(t, action+"?id=1", form).shows(t, http.StatusPreconditionFailed, nobodyHasIt)
	}
	admin.post(t, edit, edited).shows(t, http.StatusPreconditionFailed, nobodyHasIt)
	admin.header.Set("Cookie", "language=nb")
	admin.post(t, edit, edited).shows(t, http.StatusPreconditionFailed, "Kunden ble anonymisert etter at siden ble åpnet. Ingenting ble gjort.")
}

func TestCustomersChosenOnACampaignsPageAreNotTakenForOthersWhoHaveTheirIDsSince(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Fill(t, testkit.CampaignID, 1, 2, "Ready")
	admin := signedIn(t, s, s.Acme.Email("admin"))
	form := admin.get(t, "/campaigns/998").formAt(t, movePath)
	form["customer_id"] = []string{"1", "2"}
	form.Set("call_state", "On Hold")
	anotherPerson(t, s)
	refused := admin.post(t, movePath, form)
	refused.shows(t, http.StatusConflict, "1 were moved, 1 were not. 1: "+anotherHasIt, `value="2" checked`)
	refused.lacks(t, `value="1" checked`)
	wantUntouched(t, s)
}

func TestWhatCanNotBeTakenBackNamesWhomItIsAboutAlsoInTheScriptsDialog(t *testing.T) {
	t.Parallel()
	_, _, card := newCardOfOne(t)
	for action := range map[string]bool{"anonymize": true, "remove": true, "withdraw": true} {
		asks := regexp.MustCompile(`customer/` + action + `\?id=1[^"]*">.*?data-sure="Kunde 1 · 1`)
		if !asks.MatchString(strings.ReplaceAll(card.body, "\n", " ")) {
			t.Errorf("%s is asked about without a name:\n%s", action, card.main())
		}
	}
}

func TestEveryFormAboutACustomerSaysForWhomItWasShown(t *testing.T) {
	t.Parallel()
	s, admin, card := newCardOfOne(t)
	s.Acme.Fill(t, testkit.CampaignID, 2, 3, "Ready")
	other := atDesk(t, admin)
	calling := registered(t, admin, "Busy", nil)
	seen := 0
	for _, page := range []*page{card, other, calling, admin.get(t, "/assignments/239/customer/edit?id=2")} {
		for _, form := range page.forms(t) {
			if !strings.Contains(form.action, "?id=") {
				continue
			}
			seen++
			if form.sent.Get("customer") == "" {
				t.Errorf("%s has a form to %s that does not say for whom it was shown: %v", page.path, form.action, form.sent)
			}
			form.sent.Del("customer")
			form.sent.Set("sure", "1")
			if strings.HasPrefix(form.action, deskOfCampaign+"/undo") {
				continue // it is about another, and says nobody who is called meanwhile
			}
			admin.post(t, form.action, form.sent).shows(t, http.StatusPreconditionFailed, "The form does not say for whom it was shown. Nothing was done.")
		}
	}
	if seen < 12 {
		t.Errorf("%d forms were seen", seen)
	}
	s.Acme.Customer(t, "1")
}

func TestADraftAtTheDeskBelongsToThePersonAndNotToTheID(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 1)
	draft := func(p *page) string { return regexp.MustCompile(`data-draft="([^"]*)"`).FindStringSubmatch(p.body)[1] }
	page := atDesk(t, b)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: "1", State: "Scheduled", Status: callflow.Status{Comment: "Flyttet"}})
	if moved := b.get(t, page.path); draft(moved) != draft(page) {
		t.Errorf("what was typed is lost where the customer is moved: %s, then %s", draft(page), draft(moved))
	}
	anotherPerson(t, s)
	if other := atDesk(t, b); draft(other) == draft(page) {
		t.Errorf("what was typed for one person comes back for another: %s", draft(other))
	}
}
