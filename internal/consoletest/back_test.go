package consoletest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/testkit/browser"
)

// forgotten lets the browser load a page again that Back leads to: it keeps none that wants to know of its end.
func forgotten(w *browser.Window) { w.Evaluate("addEventListener('unload', () => {}), 1") }

// A browser fills the inputs of a page that Back loads again by their order, whoever stands in the page now.
func TestBackChoosesNoOtherCustomersOfACampaign(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, demo.campaign("?call_state=Lead"))
	first := w.Attribute("tbody input[name=customer_id]", "value")
	w.Evaluate("[...document.querySelectorAll('tbody input[name=customer_id]')].slice(0, 2).forEach((tick) => tick.click()), 1")
	forgotten(w)
	w.FollowTo("tbody a")
	demo.must(t, "PATCH", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", demo.Campaign, first), `{"call_state": "Excluded"}`)
	w.GoBack()
	w.Wait("the list without the first customer", fmt.Sprintf("document.querySelector('tbody') && !document.querySelector('tbody input[value=%q]')", first))
	if chosen := w.Evaluate("document.querySelectorAll('tbody input[name=customer_id]:checked').length"); chosen != "0" {
		t.Errorf("%s customers are chosen whom nobody has chosen", chosen)
	}
}

func TestBackOffersNothingThatWasTypedOfACallThatIsRegistered(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusGone)
	called := customer(w)
	written(t, w, "Ring etter ferien")
	forgotten(w)
	w.Press(kb.Enter)
	w.Wait("the next customer", fmt.Sprintf("document.querySelector('#call') && !location.href.includes(%q)", called))
	w.GoBack()
	w.See("What came of the call?")
	if typed := w.Value("Comment C"); typed != "" {
		t.Errorf("what was registered is offered again: %q", typed)
	}
	demo.anotherPerson(t, called)
	demo.must(t, "POST", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/claim/", demo.Campaign, called), "{}")
	forgotten(w)
	w.Go("/campaigns")
	w.GoBack()
	w.See("Ny Person")
	if typed := w.Value("Comment C"); typed != "" {
		t.Errorf("what was typed for one person is offered for another: %q", typed)
	}
}
