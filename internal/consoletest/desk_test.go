package consoletest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/testkit/browser"
)

// outcomes counts what was registered in the demo's campaign.
func (s *site) outcomes(t *testing.T) int {
	t.Helper()
	answer := s.must(t, "GET", fmt.Sprintf("/campaigns/%d/call_outcomes/?page_size=1", s.Campaign), "")
	count, ok := answer["count"].(float64)
	if !ok {
		t.Fatalf("the outcomes are told without a count: %v", answer)
	}
	return int(count)
}

// desk is the path of the demo's desk, and what follows.
func (s *site) desk(rest string) string { return fmt.Sprintf("/desk/%d%s", s.Campaign, rest) }

// atDesk is a window at the desk with a customer.
func (s *site) atDesk(t *testing.T) *browser.Window {
	t.Helper()
	w := s.signedIn(t, s.desk(""))
	w.Follow("Next customer N")
	w.See("What came of the call?")
	awake(w)
	return w
}

// awake waits until keys do something on the page.
func awake(w *browser.Window) {
	w.Wait("keys that do something", "'awake' in document.documentElement.dataset")
}

// pause lets so much time pass after a key that the next one is not of the same sentence.
func pause(w *browser.Window) {
	w.Evaluate("await new Promise((done) => setTimeout(() => done(true), 300))")
}

// register chooses the outcome of a key, and registers it.
func register(w *browser.Window, key string) {
	choose(w, key)
	w.Leave(func() { w.Press(kb.Enter) })
}

// choose chooses the outcome of a key, and waits until Enter would register it.
func choose(w *browser.Window, key string) {
	awake(w)
	w.Press(key)
	w.Wait("the outcome of "+key+" to be chosen", fmt.Sprintf(`document.querySelector('.outcome[aria-pressed=true]')?.dataset.key === %q`, key))
	pause(w)
}

// customer is the id of the customer at the desk.
func customer(w *browser.Window) string {
	_, id, _ := strings.Cut(w.Path(), "id=")
	id, _, _ = strings.Cut(id, "&")
	return id
}

// outcomeThat gives the key and the name of the first outcome at the desk that requires something, or with "" nothing.
func outcomeThat(t *testing.T, w *browser.Window, requires string) (key, name string) {
	t.Helper()
	selector := fmt.Sprintf(`.outcome[data-requires="%s"]`, requires)
	if key = w.Attribute(selector, "data-key"); key == "" {
		t.Fatalf("no outcome with a key requires %q", requires)
	}
	return key, w.Evaluate(fmt.Sprintf("document.querySelector('%s span').firstChild.data.trim()", selector))
}

func TestThreeCustomersAreWorkedByKeyboardAloneAndAnotherWindowSeesItAtOnce(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.signedIn(t, "/desk")
	board := w.Another()
	board.Go("/campaigns")
	board.See("Live")
	figures := fmt.Sprintf("#board-%d .figures", demo.Campaign)
	changed := func(what string) {
		t.Helper()
		was := board.Evaluate(fmt.Sprintf("window.figuresWere ?? document.querySelector('%s').innerText", figures))
		board.Wait("the figures after "+what, fmt.Sprintf("document.querySelector('%s').innerText !== %q && ((window.figuresWere = document.querySelector('%s').innerText), true)", figures, was, figures))
	}
	board.Evaluate(fmt.Sprintf("window.figuresWere = document.querySelector('%s').innerText", figures))

	w.Evaluate(fmt.Sprintf(`document.querySelector('main a[href="%s"]').focus()`, demo.desk(""))) // Tab would go there, by and by
	w.Leave(func() { w.Press(kb.Enter) })
	w.SeeFocus("Next customer")
	awake(w)
	w.Leave(func() { w.Press("n") })
	isAccessible(t, w)
	w.Screenshot("desk-call")

	first := customer(w)
	key, name := outcomeThat(t, w, "")
	register(w, key)
	w.See("The outcome was registered.")
	changed(name)

	second := customer(w)
	if second == first || second == "" {
		t.Fatalf("after %q came %q", first, second)
	}
	awake(w)
	w.Press("c")
	w.SeeFocus("Comment")
	w.Press("nobody there " + key) // a key in a comment is a letter
	w.Press(kb.Escape)
	register(w, key)
	changed(name + " with a comment")

	third := customer(w)
	key, name = outcomeThat(t, w, "callback_at")
	awake(w)
	w.Press(key)
	w.Wait("the focus in the time to call back", "document.activeElement.id === 'f-callback'")
	day := time.Now().AddDate(3, 0, 0)
	w.Press(day.Format("01022006") + "1030A")
	due := day.Format(time.DateOnly) + "T10:30"
	if at := w.Evaluate("document.activeElement.value"); at != due {
		t.Fatalf("the keyboard writes the time %q", at)
	}
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("The outcome was registered.")
	changed(name)

	if registered := demo.outcomes(t) - before; registered != 3 {
		t.Errorf("%d outcomes were registered, not 3", registered)
	}
	status := demo.must(t, "GET", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", demo.Campaign, second), "")
	if !strings.Contains(fmt.Sprint(status), "nobody there") {
		t.Errorf("the second customer's comment is not there: %v", status)
	}
	status = demo.must(t, "GET", fmt.Sprintf("/campaigns/%d/callflow_customers/%s/explain/", demo.Campaign, third), "")
	if !strings.Contains(fmt.Sprint(status), due) {
		t.Errorf("the third customer is not called back then: %v", status)
	}
}

func TestACustomerThatIsNoLongerKeptIsToldAndNoTypedTextIsLost(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	other := demo.newUser(t, "Jørn Fnuggmoen", "agent")
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusConflict)
	path := fmt.Sprintf("/campaigns/%d/callflow_customers/%s/", demo.Campaign, customer(w))
	key, _ := outcomeThat(t, w, "")
	const comment = "Ring heller etter påske, sier Åse"
	w.Press("c")
	w.Type(comment)
	w.Press(kb.Escape)
	w.Evaluate("document.querySelector('[data-left]').dataset.left = 0") // the ten minutes are over
	w.See("The customer is not kept for you any more.")

	// Somebody else has the customer now.
	demo.must(t, "DELETE", path+"claim/", "")
	other.must(t, "POST", path+"claim/", "")
	choose(w, key)
	w.Press(kb.Enter)
	w.See("Jørn Fnuggmoen is calling it")
	if demo.outcomes(t) != before {
		t.Error("an outcome was registered for a customer whom somebody else has")
	}
	kept := func() {
		t.Helper()
		if text := w.Value("Comment C"); text != comment {
			t.Errorf("the comment is %q now", text)
		}
		if chosen := w.Attribute(".outcome[aria-pressed=true]", "data-key"); chosen != key {
			t.Errorf("the outcome of key %q is chosen now, not that of %q", chosen, key)
		}
	}
	kept()
	isAccessible(t, w)
	w.Screenshot("desk-lost")

	// The other one gives the customer back: what was typed is registered after all.
	other.must(t, "DELETE", path+"claim/", "")
	awake(w)
	w.Press(kb.Enter)
	w.See("Keep it for me again, and register what I chose")
	kept()
	w.Leave(func() { w.ClickOn("Keep it for me again, and register what I chose") })
	w.See("The outcome was registered.")
	if demo.outcomes(t) != before+1 {
		t.Error("the outcome was not registered")
	}
	if status := demo.must(t, "GET", path, ""); !strings.Contains(fmt.Sprint(status), comment) {
		t.Errorf("the comment was lost: %v", status)
	}
}

func TestWhatIsSentTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called := w.Path()
	key, _ := outcomeThat(t, w, "")
	answers := w.Evaluate(fmt.Sprintf(`await Promise.all([1, 2, 3].map(() => {
		const form = document.getElementById("call");
		return fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form, form.querySelector('[data-key="%s"]')), ["register", "1"]]) }).then((answer) => answer.status);
	}))`, key))
	if answers != "200,200,200" {
		t.Errorf("sent three times at once, the form is answered %s", answers)
	}
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("sent three times at once, %d outcomes were registered", registered)
	}
	register(w, key)
	if w.Path() == called {
		t.Errorf("sent a fourth time, the desk stays at %s", called)
	}
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("sent a fourth time, %d outcomes were registered", registered)
	}
}

func TestADoubleClickRegistersOnce(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.Leave(func() {
		w.Click(`.outcome[data-requires=""]`)
		w.Evaluate(`document.querySelectorAll("[data-default]").forEach((button) => button.click())`)
	})
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}

func TestTheDeskWorksWithoutAScript(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.signedIn(t, "/campaigns")
	w.WithoutScript()
	w.Go("/desk")
	w.FollowTo(fmt.Sprintf("main a[href=%q]", demo.desk("")))
	w.Follow("Next customer N")
	first := customer(w)
	w.Fill("Comment C", "uten skript")
	w.MayFail(http.StatusConflict)
	w.FollowTo(`.outcome[data-requires=""][data-final=true]`)
	w.See("This outcome is final. Nothing was registered yet.")
	if demo.outcomes(t) != before {
		t.Error("what is final was registered at once")
	}
	w.Follow("Register what I chose")
	w.See("The outcome was registered.")
	if second := customer(w); second == first || second == "" {
		t.Errorf("after %q came %q", first, second)
	}
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
	w.MayFail(http.StatusUnprocessableEntity)
	w.MayFail(http.StatusBadRequest)
	w.FollowTo(`.outcome[data-requires="callback_at"]`)
	w.See("Nothing was registered yet.")
	w.Follow("Give it back X")
	w.See("The customer was given back.")
}
