package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callflow/internal/testkit"
)

const (
	anonymisePath = "/assignments/239/customer/anonymize?id=1"
	takeOutPath   = "/campaigns/998/customer/remove?id=1"
)

// away has an admin take the agent's customer away meanwhile: anonymise it, or take it out of the campaign.
func away(t *testing.T, s *testkit.Server, path string) {
	t.Helper()
	_, id, _ := strings.Cut(path, "?id=")
	signedIn(t, s, s.Acme.Email("admin")).post(t, path, showing(t, s, id, saidSure)).shows(t, http.StatusOK)
}

func TestAnOutcomeForACustomerWhoIsAwayMeanwhileSaysWhyAndThatNothingWasRegistered(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, language, path string
		says                 []string
	}{
		{"anonymised", "en", anonymisePath, []string{
			"Nothing was registered. The customer was anonymised meanwhile: there is nobody to call. Go on with the next customer.", ">Next customer <",
		}},
		{"anonymised in Norwegian", "nb", anonymisePath, []string{
			"Ingenting ble registrert. Kunden er anonymisert i mellomtiden: det er ingen å ringe. Gå videre med neste kunde.", ">Neste kunde <",
		}},
		{"taken out", "en", takeOutPath, []string{
			"Nothing was registered. The customer is no longer in this campaign. Go on with the next customer.", ">Next customer <",
		}},
		{"taken out in Norwegian", "nb", takeOutPath, []string{
			"Ingenting ble registrert. Kunden er ikke lenger i denne kampanjen. Gå videre med neste kunde.", ">Neste kunde <",
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			b.header.Set("Accept-Language", test.language)
			page := b.post(t, deskOfCampaign+"/next", nil)
			form := page.chosenWith(t, "Busy")
			form.Set("comment", "Ring etter ferien")
			away(t, s, test.path)
			refused := b.post(t, page.path, form)
			refused.shows(t, http.StatusGone, test.says...)
			refused.shows(t, http.StatusGone, "<dd class=\"lines\">Ring etter ferien</dd>", "data-away")
			refused.lacks(t, "Not found.", "Finnes ikke.", form.Get("key"))
			b.post(t, deskOfCampaign+"/next", nil).shows(t, http.StatusOK, "Kunde 2")
		})
	}
}

func TestUndoOfAnOutcomeWhoseCustomerWasAnonymisedMeanwhileSaysSo(t *testing.T) {
	t.Parallel()
	for language, says := range map[string]string{
		"en": "The outcome was not undone. The customer was anonymised meanwhile: there is nobody to call. Go on with the next customer.",
		"nb": "Utfallet ble ikke angret. Kunden er anonymisert i mellomtiden: det er ingen å ringe. Gå videre med neste kunde.",
	} {
		for name, also := range map[string]url.Values{"on the desk's own page": {"pause": {"1"}}, "while another is called": nil} {
			t.Run(language+" "+name, func(t *testing.T) {
				t.Parallel()
				s, b := newDesk(t, 2)
				b.header.Set("Cookie", "language="+language)
				said := map[string]string{"en": "The outcome was registered.", "nb": "Utfallet ble registrert."}[language]
				path, form := registeredIn(t, b, "Busy", said, also).undoForm(t)
				away(t, s, anonymisePath)
				refused := b.post(t, path, form)
				refused.shows(t, http.StatusGone, says)
				refused.lacks(t, "Not found.", "Finnes ikke.")
			})
		}
	}
}

func TestUndoIsToldOnTheDesksOwnPageWhereTheCustomerThatIsCalledIsAwayToo(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 3)
	path, form := registered(t, b, "Busy", nil).undoForm(t)
	away(t, s, anonymisePath)
	away(t, s, "/campaigns/998/customer/remove?id=2")
	b.post(t, path, form).shows(t, http.StatusGone, "The outcome was not undone. The customer was anonymised meanwhile", ">Next customer <")
}

func TestTheAddressOfACustomerWhoIsNotInTheCampaignLeadsToTheNextOne(t *testing.T) {
	t.Parallel()
	s, b := newDesk(t, 2)
	page := atDesk(t, b)
	away(t, s, takeOutPath)
	b.get(t, page.path).shows(t, http.StatusGone, "The customer is no longer in this campaign.", ">Next customer <")
	away(t, s, anonymisePath)
	const said = "This customer is not in the campaign: it may have been anonymised, or taken out. Go on with the next customer."
	b.get(t, page.path).shows(t, http.StatusNotFound, said, ">Next customer <")
	b.get(t, "/desk/997/customer?id=1").shows(t, http.StatusNotFound, "Not found.")
}

func TestACustomerWhoIsAwayMeanwhileIsNotKeptForLonger(t *testing.T) {
	t.Parallel()
	for path, says := range map[string]string{
		anonymisePath: "The customer was anonymised meanwhile: there is nobody to call.", takeOutPath: "The customer is no longer in this campaign.",
	} {
		s, b := newDesk(t, 2)
		page := atDesk(t, b)
		form := page.chosenWith(t, "Busy")
		form.Del("register")
		form.Set("comment", "Ring etter ferien")
		away(t, s, path)
		b.post(t, "/desk/998/claim?id=1", form).shows(t, http.StatusGone, says, "Ring etter ferien", ">Next customer <")
	}
}
