package consoletest

import (
	"testing"
)

func TestWhoGivesACustomerBackChoosesWhyAndTheAuditTellsIt(t *testing.T) {
	t.Parallel()
	w := ownDemo(t).atDesk(t)
	w.Choose("Why it is given back", "Another language is needed")
	isAccessible(t, w)
	w.Leave(func() { w.ClickOn("Give it back X") })
	w.See("The customer was given back.")
	if asked := w.Asked(); len(asked) > 0 {
		t.Errorf("with nothing typed, %q is asked", asked)
	}
	w.Go("/set-up/audit?action=skipped")
	w.SeeIn("tbody", "Another language is needed, 30 minutes")
	isAccessible(t, w)
}
