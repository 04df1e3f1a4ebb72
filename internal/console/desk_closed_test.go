package console_test

import (
	"net/http"
	"testing"
	"time"

	"callflow/internal/testkit"
)

// setDay has an admin set a day of the campaign of the desk.
func setDay(t *testing.T, s *testkit.Server, name, day string) {
	t.Helper()
	admin := signedIn(t, s, s.Acme.Email("admin"))
	set := admin.get(t, "/set-up/campaigns/998").formOf(t)
	set.Set(name, day)
	admin.post(t, "/set-up/campaigns/998", set).shows(t, http.StatusOK, "Saved.")
}

const offersNext = `action="/desk/998/next"`

func TestTheDeskOfACampaignInWhichNobodyIsCalledSaysWhyAndOffersNoCall(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ member, day, english, norwegian string }{
		{"archived_date", "2026-06-10", "The campaign was archived on 10 Jun 2026: nobody is called in it now.", "Kampanjen ble arkivert 10.06.2026: ingen ringes i den nå."},
		{"end_date", "2026-06-16", "The campaign ended on 16 Jun 2026: nobody is called in it now.", "Kampanjen sluttet 16.06.2026: ingen ringes i den nå."},
		{"start_date", "2026-07-01", "The campaign begins on 1 Jul 2026: nobody is called in it now.", "Kampanjen begynner 01.07.2026: ingen ringes i den nå."},
	} {
		t.Run(test.member, func(t *testing.T) {
			t.Parallel()
			s, b := newDesk(t, 2)
			setDay(t, s, test.member, test.day)
			desk := b.get(t, deskOfCampaign)
			desk.shows(t, http.StatusOK, test.english, `href="/desk">Choose another campaign</a>`)
			desk.lacks(t, offersNext, "Can be called")
			b.header.Set("Accept-Language", "nb")
			b.get(t, deskOfCampaign).shows(t, http.StatusOK, test.norwegian, ">Velg en annen kampanje</a>")
		})
	}
}

func TestACustomerOfACampaignThatIsArchivedIsNotOfferedToBeCalled(t *testing.T) {
	t.Parallel()
	const said = "The campaign was archived on 17 Jun 2026: nobody is called in it now."
	s, b := newDesk(t, 3)
	page := atDesk(t, b)
	setDay(t, s, "archived_date", "2026-06-17")
	closed := b.get(t, deskOfCampaign+"/customer?id=2")
	closed.shows(t, http.StatusOK, "Kunde 2", said, ">Choose another campaign</a>")
	closed.lacks(t, offersNext, "Keep it for me", "Register what I chose")
	b.post(t, page.path, page.outcome(t, "Yes")).shows(t, http.StatusOK, "The outcome was registered.", said) // it was held
	ended := b.get(t, page.path)
	ended.shows(t, http.StatusOK, "The customer stands where calls end", ">Choose another campaign</a>")
	ended.lacks(t, offersNext)
}

func TestWhatWasTypedBeforeACampaignWasArchivedStaysWhereTheCustomerIsNotHeldAnyMore(t *testing.T) {
	t.Parallel()
	const said = "The campaign was archived on 17 Jun 2026: nobody is called in it now."
	s, b := newDesk(t, 3)
	page := atDesk(t, b)
	form := page.chosenWith(t, "Busy")
	form.Set("comment", "Ring etter ferien")
	setDay(t, s, "archived_date", "2026-06-17")
	s.Wait(11 * time.Minute)
	for range 2 { // with the button of the page, and with the one to keep the customer again, which an older page has
		refused := b.post(t, page.path, form)
		refused.shows(t, http.StatusConflict, "Ring etter ferien", said)
		refused.lacks(t, offersNext, "Keep it for me")
		form.Set("again", "1")
	}
}
