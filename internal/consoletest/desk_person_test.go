package consoletest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// anotherPerson has an admin anonymise a customer, and gives its id to another person, who is put into the campaign.
func (s *site) anotherPerson(t *testing.T, id string) {
	t.Helper()
	customers := fmt.Sprintf("/assignments/%d/customers/", s.Assignment)
	s.must(t, "POST", customers+id+"/anonymize/", "{}")
	s.must(t, "POST", customers, fmt.Sprintf(`{"crm__customer_id": %q, "crm__standard_info__name": "Ny Person", "crm__standard_info__phone_1": "99112233"}`, id))
	s.must(t, "POST", fmt.Sprintf("/campaigns/%d/callflow_customers/", s.Campaign), fmt.Sprintf(`{"customer_ids": [%q]}`, id))
}

func TestWhatWasTypedForOnePersonDoesNotComeBackForAnotherWhoHasTheIDSince(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusGone)
	called := customer(w)
	written(t, w, "Ring etter ferien")
	demo.moveTo(t, called, "Ready")
	w.Go(demo.desk("/customer?id=" + called))
	w.See("What you had typed before is here again.")
	demo.anotherPerson(t, called)
	w.Go(demo.desk("/customer?id=" + called))
	w.See("Ny Person")
	if typed := w.Value("Comment C"); typed != "" {
		t.Errorf("what was typed for one person is offered for another: %q", typed)
	}
	w.SeeNoMore("What you had typed before is here again.")
}

func TestEnterOnThePageOfSomebodyWhoWasAnonymisedRegistersNothingOnWhoeverHasTheIDSince(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusGone)
	called := customer(w)
	written(t, w, "Ring etter ferien")
	demo.anotherPerson(t, called)
	demo.must(t, "POST", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/claim/", demo.Campaign, called), "{}")
	w.Press(kb.Enter)
	w.See("Nothing was registered. The customer was anonymised meanwhile: there is nobody to call.")
	w.See("Ring etter ferien")
	if drafts := w.Evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft ')).length"); drafts != "0" {
		t.Errorf("%s drafts are kept", drafts)
	}
	if registered := demo.outcomes(t) - before; registered != 0 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

func TestTheDialogBeforeACustomerIsAnonymisedNamesWhomItIsAboutAndTheOldPageOfAnotherIsRefused(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	id := customer(demo.atDesk(t))
	w := demo.signedIn(t, fmt.Sprintf("/assignments/%d/customer?id=%s", demo.Assignment, id))
	w.MayFail(http.StatusPreconditionFailed)
	name := w.Text("h1")
	demo.anotherPerson(t, id)
	w.Follow("Anonymise")
	w.See("The customer was anonymised after the page was opened, and another customer has the id now. Nothing was done.")
	if asked := fmt.Sprint(w.Asked()); asked != fmt.Sprintf("[%s · %s: Everything that says who this is will be emptied for good, also in the history. Go on?]", name, id) {
		t.Errorf("it was asked %s", asked)
	}
	demo.must(t, "GET", fmt.Sprintf("/assignments/%d/customers/%s/", demo.Assignment, id), "")
}
