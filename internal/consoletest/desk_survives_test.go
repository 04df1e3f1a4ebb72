package consoletest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/testkit/browser"
)

// written writes a comment at the desk, and chooses an outcome that needs nothing.
func written(t *testing.T, w *browser.Window, comment string) {
	t.Helper()
	w.Press("c")
	w.Type(comment)
	w.Press(kb.Escape)
	key, _ := outcomeThat(t, w, "")
	choose(w, key)
}

func (s *site) wantComment(t *testing.T, called, comment string) {
	t.Helper()
	status := s.must(t, "GET", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", s.Campaign, called), "")
	if !strings.Contains(fmt.Sprint(status), comment) {
		t.Errorf("the comment %q is not there: %v", comment, status)
	}
}

func TestAnOutcomeThatIsRegisteredOfflineStaysAndIsSentWhenTheNetworkIsBack(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayLoseServer()
	called := customer(w)
	written(t, w, "Vil ha tilbud på e-post")
	w.Offline(true)
	w.Press(kb.Enter)
	w.See("Not sent: there is no connection.")
	if text := w.Evaluate("document.getElementById('f-comment').value"); text != "Vil ha tilbud på e-post" {
		t.Errorf("the comment is %q now", text)
	}
	w.Leave(func() { w.Offline(false) })
	w.See("The outcome was registered.")
	demo.wantComment(t, called, "Vil ha tilbud på e-post")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

func TestWhatIsOnItsWayIsNotChangedByKeys(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.MayLoseServer()
	called := customer(w)
	written(t, w, "Vil ha tilbud på e-post")
	chosen := w.Attribute(".outcome[aria-pressed=true]", "value")
	w.Offline(true)
	w.Press(kb.Enter)
	w.See("Not sent: there is no connection.")
	other := w.Attribute(".outcome[data-key]:not([aria-pressed=true])", "data-key")
	w.Press(other)
	w.Type("og mer")
	if now := w.Attribute(".outcome[aria-pressed=true]", "value"); now != chosen {
		t.Errorf("the outcome %q is shown as chosen, and %q is on its way", now, chosen)
	}
	if text := w.Evaluate("document.getElementById('f-comment').value"); text != "Vil ha tilbud på e-post" {
		t.Errorf("the comment is %q now, which is not what is on its way", text)
	}
	w.Leave(func() { w.Offline(false) })
	w.See("The outcome was registered.")
	demo.wantComment(t, called, "Vil ha tilbud på e-post")
}

func TestWhoIsSignedOutAtTheDeskSignsInBesideWhatWasTypedAndItIsRegistered(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusUnauthorized)
	called := customer(w)
	written(t, w, "Ring etter ferien")
	w.SetCookie(sessionCookie, "gone")
	w.Press(kb.Enter)
	w.See("Sign in again: what you typed is still here, and is sent then.")
	w.Fill("Password", "feil passord")
	w.Press(kb.Enter)
	w.Wait("the sign-in to be refused", "!document.querySelector('[data-problem]').hidden")
	w.Fill("Password", demo.Password)
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("The outcome was registered.")
	demo.wantComment(t, called, "Ring etter ferien")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

func TestWhatIsTypedAtTheDeskSurvivesAReloadAndIsForgottenOnceItIsRegisteredOrSignedOut(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	desk := w.Path()
	written(t, w, "Kommer tilbake")
	chosen := w.Attribute(".outcome[aria-pressed=true]", "value")
	w.Go("/campaigns")
	w.Go(desk)
	w.See("What you had typed before is here again.")
	if text := w.Value("Comment C"); text != "Kommer tilbake" {
		t.Errorf("the comment is %q now", text)
	}
	if now := w.Attribute(".outcome[aria-pressed=true]", "value"); now != chosen {
		t.Errorf("the outcome %q is chosen now, not %q", now, chosen)
	}
	drafts := "Object.keys(sessionStorage).filter((key) => key.startsWith('draft ')).length"
	awake(w)
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("The outcome was registered.")
	if kept := w.Evaluate(drafts); kept != "0" {
		t.Errorf("%s drafts are kept of what was registered", kept)
	}
	awake(w)
	w.Press("c")
	w.Type("Noe personlig")
	w.Wait("a draft", drafts+" === 1")
	w.Click("details.menu summary")
	w.Follow("Sign out")
	if kept := w.Evaluate(drafts); kept != "0" {
		t.Errorf("%s drafts are kept after signing out", kept)
	}
}

func TestWhatWasRefusedAtTheDeskIsSaidAtItsInputAndBackLeadsToNoFormSentTwice(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusBadRequest)
	desk := w.Path()
	key, _ := outcomeThat(t, w, "callback_at")
	choose(w, key)
	w.Wait("the focus in the time to call back", "document.activeElement.id === 'f-callback'")
	w.Fill("Call back at", "2020-01-01T10:00")
	w.Press(kb.Enter)
	w.See("The time is in the past.")
	w.Wait("the focus in what is wrong", "document.activeElement.id === 'f-callback' && document.activeElement.getAttribute('aria-invalid') === 'true'")
	w.Go("/campaigns")
	w.GoBack()
	w.See("What came of the call?")
	if w.Path() != desk {
		t.Errorf("Back leads to %s", w.Path())
	}
}

func TestWhoTypesKeepsTheCustomerForLonger(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.Evaluate("document.querySelector('[data-left]').dataset.left = 50_000")
	w.See("kept for you for less than a minute")
	w.Evaluate("((now) => (Date.now = () => now() + 61_000))(Date.now), 1")
	w.Press("c")
	w.Press("a")
	w.SeeNoMore("kept for you for less than a minute")
	w.SeeNoMore("is not kept for you any more")
}
