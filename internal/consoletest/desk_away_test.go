package consoletest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestAnOutcomeForACustomerWhoWasTakenOutMeanwhileShowsWhatWasTypedAndLeadsToTheNextOne(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusGone)
	called := customer(w)
	written(t, w, "Ring etter ferien")
	demo.must(t, "DELETE", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", demo.Campaign, called), "")
	w.Press(kb.Enter)
	w.See("Nothing was registered. The customer is no longer in this campaign. Go on with the next customer.")
	w.See("Ring etter ferien")
	isAccessible(t, w)
	if kept := w.Evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft ')).length"); kept != "0" {
		t.Errorf("%s drafts are kept of a call that is over", kept)
	}
	w.Follow("Next customer N")
	w.See("What came of the call?")
	if next := customer(w); next == called || demo.outcomes(t) != before {
		t.Errorf("after %s came %s; there are %d outcomes, not %d", called, next, demo.outcomes(t), before)
	}
}
