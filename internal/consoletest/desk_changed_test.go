package consoletest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestAnOutcomeThatWasChangedWhileItsPageWasOpenIsToldAndChosenAgainBeforeEnterRegistersIt(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	w.MayFail(http.StatusPreconditionFailed)
	key, _ := outcomeThat(t, w, "")
	change := func(name string) {
		t.Helper()
		id := w.Attribute(fmt.Sprintf(".outcome[data-key=%q]", key), "value")
		demo.must(t, "PATCH", fmt.Sprintf("/campaigns/%d/outcomes/%s/", demo.Campaign, id), fmt.Sprintf(`{"subtype": %q}`, name))
	}
	written(t, w, "Ring etter ferien")
	change("Ja takk")
	w.Press(kb.Enter)
	w.See("The outcome was changed after the page was opened. Nothing was registered.")
	w.See("Ja takk leads to")
	isAccessible(t, w)
	chosenAgain := func(name string) {
		t.Helper()
		awake(w)
		pause(w)
		w.Press(kb.Enter)
		w.See("Choose what came of the call.")
		if text := w.Value("Comment C"); text != "Ring etter ferien" || demo.outcomes(t) != before {
			t.Errorf("%s: the comment is %q, and there are %d outcomes, not %d", name, text, demo.outcomes(t), before)
		}
	}
	chosenAgain("refused")
	choose(w, key)
	change("Nei takk")
	w.Reload() // what was typed comes back, and what was chosen is another outcome now
	w.See("What you had typed before is here again.")
	chosenAgain("opened again")
	register(w, key)
	w.See("The outcome was registered.")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}
