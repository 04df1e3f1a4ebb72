package consoletest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/testkit/browser"
)

// loseAnswers lets what the page sends arrive, and loses every answer, until the window shows another page.
func loseAnswers(w *browser.Window) {
	w.Evaluate(`window.fetch = ((send) => (...sent) => send(...sent).then(() => Promise.reject(new TypeError("lost"))))(window.fetch), 1`)
}

// loseAnswerOf registers the outcome of a key while the answer is lost, and leaves the desk instead of waiting for it.
func loseAnswerOf(w *browser.Window, demo *site, key string) {
	loseAnswers(w)
	choose(w, key)
	w.Press(kb.Enter)
	w.See("Not sent: there is no connection.")
	w.Go(demo.desk(""))
}

// moveTo has an admin move a customer by hand.
func (s *site) moveTo(t *testing.T, called, state string) {
	t.Helper()
	body := fmt.Sprintf(`{"call_state": %q, "comment": "Flyttet"}`, state)
	s.must(t, "PATCH", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", s.Campaign, called), body)
}

// stateOfCalled is the call state of the customer at the desk.
const stateOfCalled = ".desk-who .state b"

func TestASecondCallOfACustomerIsRegisteredAlthoughTheAnswerOfTheFirstWasLost(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called, ready, key := customer(w), w.Text(stateOfCalled), w.Attribute(`.outcome[data-requires=""][data-final=true]`, "data-key")
	w.Press("c")
	w.Type("Ring om en måned")
	w.Press(kb.Escape)
	loseAnswerOf(w, demo, key)
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Fatalf("%d outcomes were registered", registered)
	}
	demo.moveTo(t, called, ready)
	w.Go(demo.desk("/customer?id=" + called))
	w.See("What you had typed before was of a call that is registered.")
	isAccessible(t, w)
	if typed := w.Value("Comment C"); typed != "" {
		t.Errorf("the comment of the call before is here: %q", typed)
	}
	w.ClickOn("Keep it for me")
	w.See("Kept for you until")
	register(w, key)
	w.See("The outcome was registered.")
	if registered := demo.outcomes(t) - before; registered != 2 {
		t.Errorf("%d outcomes were registered of two calls", registered)
	}
}

func TestWhatWasTypedForACustomerThatSomebodyMovedMeanwhileIsRegisteredOnceItIsChosenAgain(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called, ready := customer(w), w.Text(stateOfCalled)
	key, _ := outcomeThat(t, w, "")
	written(t, w, "Ring om en måned")
	was := w.Evaluate("document.getElementById('call').elements.key.value")
	w.Reload()
	w.See("What you had typed before is here again.")
	if now := w.Evaluate("document.getElementById('call').elements.key.value"); now != was {
		t.Errorf("the key of the same call is %s, and was %s", now, was)
	}
	demo.must(t, "DELETE", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/claim/", demo.Campaign, called), "")
	demo.moveTo(t, called, ready)
	w.Reload()
	w.See("What you had typed before is here again.")
	if now := w.Evaluate("document.getElementById('call').elements.key.value"); now == was {
		t.Error("what came of another call would be sent with the same key")
	}
	if chosen := w.Attribute(".outcome[aria-pressed=true]", "data-key"); chosen != "" {
		t.Errorf("the outcome of key %s is chosen already", chosen)
	}
	w.ClickOn("Keep it for me")
	w.See("Kept for you until")
	register(w, key)
	w.See("The outcome was registered.")
	demo.wantComment(t, called, "Ring om en måned")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

// A browser may show the desk again by Back as it was left, with the key of the call that was registered: what is sent from it is another call.
func TestAPageOfTheDeskThatBackBringsAsItWasLeftSendsNothingWithTheKeyOfTheCallThatIsRegistered(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called, ready, key := customer(w), w.Text(stateOfCalled), w.Attribute(`.outcome[data-requires=""][data-final=true]`, "data-key")
	w.Evaluate(`window.fetch = ((send) => (...sent) => send(...sent).then(() => new Response('{"go": "#left"}',
		{ headers: { "Content-Type": "application/json" } })))(window.fetch), 1`) // the page stays, as in the browser's memory
	choose(w, key)
	w.Press(kb.Enter)
	w.Wait("the outcome to be registered", "location.hash === '#left'")
	demo.moveTo(t, called, ready)
	w.Leave(func() {
		w.Evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })), 1")
	})
	w.ClickOn("Keep it for me")
	w.See("Kept for you until")
	register(w, key)
	w.See("The outcome was registered.")
	if registered := demo.outcomes(t) - before; registered != 2 {
		t.Errorf("%d outcomes were registered of two calls", registered)
	}
}
