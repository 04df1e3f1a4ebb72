package consoletest

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestOfFortyOutcomesOneIsFoundByItsNameAndRegistered(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	for i := range 40 {
		demo.must(t, "POST", fmt.Sprintf("/campaigns/%d/outcomes/", demo.Campaign), fmt.Sprintf(`{"type": "Svar", "subtype": "Grunn %02d", "call_state": "Lead"}`, i))
	}
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	isAccessible(t, w)
	w.Press("f")
	w.SeeFocus("Find an outcome F")
	w.Press("nothing of the kind")
	w.See("No outcome is called that.")
	w.Fill("Find an outcome F", "unn 37")
	if shown := w.Evaluate("[...document.querySelectorAll('.outcome')].filter((b) => !b.hidden).length"); shown != "1" {
		t.Errorf("%s outcomes are shown", shown)
	}
	w.Screenshot("desk-many-outcomes")
	w.Press(kb.Enter)
	w.Wait("the outcome to be chosen", "document.querySelector('.outcome[aria-pressed=true] span').textContent.includes('Grunn 37')")
	pause(w)
	w.Leave(func() { w.Press(kb.Enter) })
	w.See("Grunn 37")
	if registered := demo.outcomes(t) - before; registered != 1 {
		t.Errorf("%d outcomes were registered", registered)
	}
}
