package console_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"callflow"
	"callflow/internal/api"
	"callflow/internal/testkit"
)

// oddID is an id that needs care in an address.
const oddID = `A/1 & "b"?#%`

func newCard(t *testing.T) (*testkit.Server, *browser) {
	t.Helper()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{
		CustomerID: oddID, Name: "Kari <b>Nordli</b>", Phone1: "+47 22 33 44 55", Email: "kari@nordli.example",
		Custom: map[int64]callflow.Value{testkit.FieldText: `"Storgata"`, testkit.FieldDate: `"1979-09-27"`, testkit.FieldBoolean: "true"},
	})
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: oddID, State: "Lead", Status: callflow.Status{Comment: "Ring etter seks"}})
	return s, signedIn(t, s, s.Acme.Email("admin"))
}

var cardPath = "/assignments/239/customer?id=" + url.QueryEscape(oddID)

func TestACustomersCardShowsItsFieldsByLabelAndWhatHappened(t *testing.T) {
	t.Parallel()
	_, b := newCard(t)
	page := b.get(t, cardPath)
	page.shows(t, http.StatusOK, "Kari &lt;b&gt;Nordli&lt;/b&gt;", `href="tel:&#43;4722334455"`, `href="mailto:kari@nordli.example"`,
		"Gatenavn", "Storgata", "27 Sep 1979", "Samtykke</dt><dd>Yes", "Ring etter seks", "Lead", "Put into another campaign")
}

func TestEachTelephoneNumberHasALinkOfItsOwn(t *testing.T) {
	t.Parallel()
	s := testkit.NewServer(t, api.Config{})
	s.Acme.Put(t, callflow.Customer{CustomerID: "1", Phone1: "91234567 / 22334455", Phone2: "22 33 44 66, ext. 12", Phone3: "1-800-FLOWERS"})
	page := signedIn(t, s, s.Acme.Email("admin")).get(t, "/assignments/239/customer?id=1")
	page.shows(t, http.StatusOK, `href="tel:91234567"`, `href="tel:22334455"`, `<a href="tel:22334466">22 33 44 66, ext. 12</a>`, "<dd>1-800-FLOWERS</dd>")
}

func TestACustomerIsChangedAndWhatItWasStaysInItsTimeLine(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	edit := strings.Replace(cardPath, "/customer?", "/customer/edit?", 1)
	form := b.get(t, edit)
	form.shows(t, http.StatusOK, `value="Storgata"`)
	changed := url.Values{"seq": {valueOf(t, form, "seq")}, "customer": {valueOf(t, form, "customer")}, "crm__standard_info__name": {"Kari Nordli"}, "crm__custom_info__78": {"Lillegata"}}
	b.post(t, edit, changed).shows(t, http.StatusOK, "The customer was changed.", "Storgata → Lillegata", "Manual update")
	if record := standing(t, s, oddID); record["crm__custom_info__78"] != "Lillegata" || record["crm__standard_info__email"] != "kari@nordli.example" {
		t.Errorf("the record is %v", record)
	}
	b.post(t, edit, changed).shows(t, http.StatusPreconditionFailed, "has changed since it was read", "Lillegata") // from a page that is old now
	wrong := url.Values{"customer": changed["customer"], "crm__custom_info__79": {"mange"}, "crm__custom_info__78": {strings.Repeat("x", 30)}}
	refused := b.post(t, edit, wrong)
	refused.shows(t, http.StatusBadRequest, "Husnummer has to be a whole number.", `value="mange"`)
	if !strings.Contains(refused.field(t, "crm__custom_info__78"), "at most 20 characters") {
		t.Error("the text that is too long is not told beside its input")
	}
}

func TestASecondSaveWritesOverNothingThatSomebodyElseChanged(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	edit := strings.Replace(cardPath, "/customer?", "/customer/edit?", 1)
	mine, theirs := b.get(t, edit).formOf(t), b.get(t, edit).formOf(t)
	theirs.Set("crm__standard_info__phone_1", "99 88 77 66")
	theirs.Set("crm__custom_info__78", "Nygata")
	b.post(t, edit, theirs).shows(t, http.StatusOK, "The customer was changed.")
	mine.Set("crm__standard_info__email", "kari@ny.example")
	mine.Set("crm__custom_info__78", "Lillegata")
	refused := b.post(t, edit, mine)
	refused.shows(t, http.StatusPreconditionFailed, "has changed since it was read", `value="99 88 77 66"`, `value="kari@ny.example"`)
	if street := refused.field(t, "crm__custom_info__78"); !strings.Contains(street, `value="Lillegata"`) || !strings.Contains(street, "Somebody else wrote here meanwhile: Nygata") {
		t.Errorf("what both changed is shown as %s", street)
	}
	b.post(t, edit, refused.formOf(t)).shows(t, http.StatusOK, "The customer was changed.")
	if held := s.Acme.Customer(t, oddID); held.Phone1 != "99 88 77 66" || held.Email != "kari@ny.example" || held.Custom[testkit.FieldText] != `"Lillegata"` {
		t.Errorf("the customer is %+v", held)
	}
}

func TestACommentMovesNobodyBackToWhereThePageSawThem(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	card := b.get(t, cardPath)
	move := "/campaigns/998/customer/move?id=" + url.QueryEscape(oddID)
	s.Acme.Move(t, testkit.Place{CampaignID: testkit.CampaignID, CustomerID: oddID, State: "Completed - Yes"})
	form := card.formAt(t, "/campaigns/998/customer/move")
	form.Set("comment", "Husk faktura")
	b.post(t, move, form).shows(t, http.StatusPreconditionFailed, "has changed since it was read", `value="Husk faktura"`)
	form = b.get(t, cardPath).formAt(t, "/campaigns/998/customer/move")
	b.post(t, move, form).shows(t, http.StatusBadRequest, "Choose a call state, a time or a comment.")
	form.Set("comment", "Husk faktura")
	b.post(t, move, form).shows(t, http.StatusOK, "The customer was moved.")
	if record := standing(t, s, oddID); record["callflow__callstate__name"] != "Completed - Yes" || record["callflow__last_change__comment"] != "Husk faktura" {
		t.Errorf("the record is %v", record)
	}
}

func valueOf(t *testing.T, p *page, name string) string {
	t.Helper()
	_, after, ok := strings.Cut(p.body, `name="`+name+`" value="`)
	if !ok {
		t.Fatalf("%s has no %s", p.path, name)
	}
	value, _, _ := strings.Cut(after, `"`)
	return value
}

func TestANewCustomerIsMade(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	form := url.Values{"crm__customer_id": {"N-7"}, "crm__standard_info__name": {"Ola Myhr"}}
	b.post(t, "/assignments/239/customer/new", form).shows(t, http.StatusOK, "The customer was made.", "Ola Myhr", "it is in no campaign")
	b.post(t, "/assignments/239/customer/new", form).shows(t, http.StatusConflict, "already", "Ola Myhr")
	b.post(t, "/campaigns/998/customer/add?id=N-7", showing(t, s, "N-7", nil)).shows(t, http.StatusOK, "The customer was put into the campaign.")
	nobody := b.post(t, "/campaigns/998/customer/add?id=NOBODY", showing(t, s, "N-7", nil))
	nobody.shows(t, http.StatusPreconditionFailed)
	nobody.lacks(t, "The customer was put into the campaign.")
	if state := standing(t, s, "N-7")["callflow__callstate__name"]; state != "Ready" {
		t.Errorf("it begins in %v", state)
	}
	b.post(t, "/campaigns/998/customer/remove?id=N-7", showing(t, s, "N-7", saidSure)).shows(t, http.StatusOK, "taken out of the campaign", "Taken out of the campaign")
}

func TestACustomerIsMovedByHand(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	move := "/campaigns/998/customer/move?id=" + url.QueryEscape(oddID)
	b.post(t, move, showing(t, s, oddID, url.Values{"call_state": {"Scheduled"}, "comment": {"Etter ferien"}})).shows(t, http.StatusBadRequest, "give the time", "Kari", `value="Etter ferien"`)
	b.post(t, move, showing(t, s, oddID, url.Values{"call_state": {"Scheduled"}, "due": {"2026-06-20T09:00"}})).shows(t, http.StatusOK, "The customer was moved.", "To be called from 20 Jun 2026, 09:00")
	if state := standing(t, s, oddID)["callflow__callstate__name"]; state != "Scheduled" {
		t.Errorf("it is in %v", state)
	}
}

func TestAnAnonymisedCustomerShowsNothingOfWhoItWas(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	page := b.post(t, strings.Replace(cardPath, "/customer?", "/customer/anonymize?", 1), showing(t, s, oddID, saidSure))
	page.shows(t, http.StatusOK, "The customer was anonymised.", "Anonymized")
	page.lacks(t, "Kari", "Storgata", "22334455", "Ring etter seks", "nordli")
	b.get(t, "/campaigns/998?search=nordli").shows(t, http.StatusOK, "Nobody here is like that.")
	b.get(t, "/campaigns/998?search=storgata").shows(t, http.StatusOK, "Nobody here is like that.")
	if gone := b.get(t, cardPath); gone.status != http.StatusNotFound {
		t.Errorf("the old id answers %d", gone.status)
	}
}

func TestWhoReadsAloneChangesNoCustomer(t *testing.T) {
	t.Parallel()
	s, _ := newCard(t)
	for _, user := range []string{"agent", "reader", "external"} {
		b := signedIn(t, s, s.Acme.Email(user))
		page := b.get(t, cardPath)
		page.shows(t, http.StatusOK, "Storgata")
		page.lacks(t, "Anonymise", "Move by hand", "/customer/edit")
		for _, action := range []string{"edit", "anonymize"} {
			if refused := b.post(t, strings.Replace(cardPath, "/customer?", "/customer/"+action+"?", 1), nil); refused.status != http.StatusForbidden {
				t.Errorf("%s may %s: %d", user, action, refused.status)
			}
		}
		if refused := b.post(t, "/campaigns/998/customer/move?id=1", url.Values{"call_state": {"Ready"}}); refused.status != http.StatusForbidden {
			t.Errorf("%s moves: %d", user, refused.status)
		}
	}
}

func TestWhatNobodyTouchedStaysAsItIs(t *testing.T) {
	t.Parallel()
	s, b := newCard(t)
	s.Acme.Put(t, callflow.Customer{
		CustomerID: "L-1", Name: "Per", Email: "ingen adresse",
		Custom: map[int64]callflow.Value{testkit.FieldText: `"en\nto"`, testkit.FieldChoice: `"Utgått"`},
	})
	edit := "/assignments/239/customer/edit?id=L-1"
	form := b.get(t, edit)
	form.shows(t, http.StatusOK, "<textarea", `<option value="Utgått" selected>`)
	sent := form.formOf(t)
	sent.Set("crm__custom_info__78", "en\r\nto") // as browsers end lines
	sent.Set("crm__standard_info__phone_1", "22 33 44 66")
	b.post(t, edit, sent).shows(t, http.StatusOK, "The customer was changed.")
	held := s.Acme.Customer(t, "L-1")
	if held.Phone1 != "22 33 44 66" || held.Custom[testkit.FieldText] != `"en\nto"` || held.Custom[testkit.FieldChoice] != `"Utgått"` {
		t.Errorf("the customer is %+v", held)
	}
}
