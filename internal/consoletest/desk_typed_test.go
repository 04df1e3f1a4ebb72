package consoletest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestWhatWasTypedStaysWhenACustomerIsKeptForLonger(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called := customer(w)
	key, _ := outcomeThat(t, w, "callback_at")
	const comment = "Vil heller snakke i morgen"
	w.Press("c")
	w.Type(comment)
	w.Press(kb.Escape)
	w.Press(key) // it needs a time first
	w.Wait("the focus in the time to call back", "document.activeElement.id === 'f-callback'")
	w.Press(kb.Escape)
	w.Evaluate("document.querySelector('[data-left]').dataset.left = 50_000")
	w.See("kept for you for less than a minute")
	w.ClickOn("Keep it for longer")
	w.SeeNoMore("kept for you for less than a minute")
	if customer(w) != called {
		t.Fatalf("kept for longer is %s, not %s", customer(w), called)
	}
	if text := w.Value("Comment C"); text != comment {
		t.Errorf("the comment is %q now", text)
	}
	if chosen := w.Attribute(".outcome[aria-pressed=true]", "data-key"); chosen != key {
		t.Errorf("the outcome of key %q is chosen now, not that of %q", chosen, key)
	}
	isAccessible(t, w)
	awake(w)
	w.ClickOn("Tomorrow at 10")
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("The outcome was registered.")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

func TestWhoRegistersBeforeChoosingIsToldAndWhoGivesACustomerBackIsAsked(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.Leave(func() { w.Press("x") })
	if asked := w.Asked(); len(asked) > 0 {
		t.Errorf("with nothing typed, %q is asked", asked)
	}
	w.Follow("Next customer N")
	awake(w)
	w.Press("c")
	w.Type("ei")
	w.Press(kb.Escape)
	w.Evaluate("document.querySelector('textarea').setSelectionRange(0, 0)")
	awake(w)
	pause(w)
	w.Press("c") // goes on where the comment ends
	w.Type("heter det")
	w.ClickOn("Register what I chose")
	w.See("Choose what came of the call.")
	w.SeeFocus("Register what I chose")
	awake(w)
	if text := w.Value("Comment C"); text != "eiheter det" {
		t.Errorf("the comment is %q now", text)
	}
	w.Leave(func() { w.Press("x") })
	if asked := w.Asked(); len(asked) != 1 || !strings.Contains(asked[0], "What you typed is not kept.") {
		t.Errorf("giving the customer back asked %q", asked)
	}
	if demo.outcomes(t) != before {
		t.Error("something was registered")
	}
}

func TestSingleKeysThatAreSwitchedOffDoNothingAnywhereAtTheDesk(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, demo.desk(""))
	does := func(key string) bool {
		t.Helper()
		return w.Evaluate(`document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "`+key+`", bubbles: true, cancelable: true }))`) == "false"
	}
	w.Click("details.keys summary")
	w.Tick("Single keys do something")
	w.Go(demo.desk(""))
	awake(w)
	if does("n") {
		t.Error("a key takes the next customer, although keys are switched off")
	}
	w.Follow("Next customer N")
	awake(w)
	if does("c") {
		t.Error("a key goes to the comment, although keys are switched off")
	}
	w.Click("details.keys summary")
	w.Tick("Single keys do something")
	if !does("c") {
		t.Error("switched on again, the key does nothing")
	}
}
