package consoletest

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/testkit/browser"
)

// goesOn fails where what is pressed without a network leaves the page, or is not done when the network is back.
func goesOn(t *testing.T, w *browser.Window, press func(), done string) {
	t.Helper()
	w.MayLoseServer()
	at := w.Path()
	w.Offline(true)
	press()
	w.See("Not sent: there is no connection.")
	if now := w.Path(); now != at {
		t.Errorf("without a network, the window shows %s, not %s", now, at)
	}
	w.Leave(func() { w.Offline(false) })
	w.See(done)
}

func TestNextStaysOnThePageWithoutANetworkAndGoesOnWhenItIsBack(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, demo.desk(""))
	awake(w)
	goesOn(t, w, func() { w.Press("n") }, "What came of the call?")
}

func TestGivingBackStaysOnThePageWithoutANetworkAndKeepsWhatWasTypedUntilItIsDone(t *testing.T) {
	t.Parallel()
	w := ownDemo(t).atDesk(t)
	written(t, w, "Snakker bare samisk")
	w.Choose("Why it is given back", "Another language is needed")
	pause(w)
	kept := func() string {
		return w.Evaluate("Object.values(sessionStorage).join().includes('Snakker bare samisk')")
	}
	goesOn(t, w, func() {
		w.ClickOn("Give it back X")
		w.See("Not sent: there is no connection.")
		if typed := w.Evaluate("document.getElementById('f-comment').value"); typed != "Snakker bare samisk" || kept() != "true" {
			t.Errorf("the comment is %q, and the tab keeps it: %s", typed, kept())
		}
	}, "The customer was given back.")
	if kept() != "false" {
		t.Error("what was typed for the customer is kept after giving it back")
	}
}

func TestUndoStaysOnThePageWithoutANetworkAndKeepsWhatWasTypedForTheNextCustomer(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	first := customer(w)
	key, _ := outcomeThat(t, w, "")
	register(w, key)
	w.See("The outcome was registered.")
	awake(w)
	written(t, w, "til den neste")
	w.Press("z")
	w.SeeFocus("Undo")
	pause(w)
	goesOn(t, w, func() { w.Press(kb.Enter) }, "The outcome was undone.")
	if here := customer(w); here != first {
		t.Errorf("Undo leads to %s, not to %s", here, first)
	}
	if kept := w.Evaluate("Object.values(sessionStorage).join().includes('til den neste')"); kept != "true" {
		t.Error("what was typed for the next customer is gone")
	}
}

func TestALinkAndAFormThatNoNetworkIsThereForStayOnThePageAndGoWhenPressedAgain(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.MayLoseServer()
	const away = "There is no connection: the page stays"
	stays := func(act func(), done string) {
		t.Helper()
		at := w.Path()
		w.Offline(true)
		act()
		w.See(away)
		if now := w.Path(); now != at {
			t.Errorf("without a network, the window shows %s, not %s", now, at)
		}
		w.Offline(false)
		w.Leave(act)
		w.See(done)
	}
	written(t, w, "til senere")
	desk := w.Path()
	w.Offline(true)
	w.Click("p.crumbs a")
	w.See(away)
	isAccessible(t, w)
	if typed := w.Value("Comment C"); typed != "til senere" {
		t.Errorf("the comment is %q", typed)
	}
	w.Offline(false)
	stays(func() { w.Click(".desk-who .head a") }, "What happened")
	w.Go(demo.campaign(""))
	w.Fill("Search customers", "481846")
	stays(func() { w.ClickOn("Search") }, "481846")
	w.Go(desk)
	stays(func() { w.Click("nav.places a") }, "Campaigns")
	w.Click("details.menu summary")
	stays(func() { w.ClickOn("Norsk") }, "Kampanjer")
}

func TestWhatCannotBeTakenBackIsAskedOnceWhereTheServerIsAskedFirst(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.atDesk(t)
	w.FollowTo(".desk-who .head a")
	w.Leave(func() { w.ClickOn("Anonymise") })
	if asked := w.Asked(); len(asked) != 1 {
		t.Errorf("asked is %q", asked)
	}
	w.See("The customer was anonymised, and stays empty.")
}

func TestAnOutcomeThatTakesSecondsToRegisterIsSaidToBeOnItsWay(t *testing.T) {
	t.Parallel()
	w := ownDemo(t).atDesk(t)
	written(t, w, "")
	if said := w.Text("[data-under-way]"); said != "" {
		t.Errorf("before anything is sent, %q is said", said)
	}
	w.Slow(3 * time.Second)
	w.Leave(func() {
		w.Press(kb.Enter)
		w.SeeIn("[data-under-way]", "Sending …")
		if said := w.Text("[data-under-way]"); said != "Sending …" {
			t.Errorf("it says %s", said)
		}
		w.Slow(0)
	})
	w.See("The outcome was registered.")
}
