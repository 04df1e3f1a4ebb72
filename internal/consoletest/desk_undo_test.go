package consoletest

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestAnOutcomeIsUndoneByKeyboardAndWhatWasTypedForTheNextCustomerStays(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	first := customer(w)
	key, _ := outcomeThat(t, w, "")
	register(w, key)
	w.See("The outcome was registered.")
	if path := w.Path(); path != demo.desk("/customer?id="+customer(w)) {
		t.Errorf("the address says still what was done: %s", path)
	}
	second := customer(w)
	awake(w)
	w.Press("c")
	w.SeeFocus("Comment")
	w.Press("to the next one")
	w.Press(kb.Escape)
	pause(w)
	w.Press("z")
	w.SeeFocus("Undo")
	isAccessible(t, w)
	w.Screenshot("desk-undo")
	pause(w)
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("The outcome was undone.")
	if here := customer(w); here != first || demo.outcomes(t) != before {
		t.Errorf("Undo leads to %s, not to %s; there are %d outcomes, not %d", here, first, demo.outcomes(t), before)
	}
	w.See("Kept for you until")
	awake(w)
	register(w, key)
	if here := customer(w); here != second {
		t.Errorf("after the call came %s, not %s", here, second)
	}
	w.See("What you had typed before is here again.")
	if typed := w.Value("Comment C"); typed != "to the next one" {
		t.Errorf("the comment is %q", typed)
	}
}
