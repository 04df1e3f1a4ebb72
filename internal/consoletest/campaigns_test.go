package consoletest

import (
	"fmt"
	"testing"

	"callflow/internal/testkit/browser"
)

func TestACampaignsBarMovesWhenAnOutcomeIsRegisteredThroughTheAPI(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	board := fmt.Sprintf("#board-%d", demo.Campaign)
	w := demo.signedIn(t, "/campaigns")
	w.See("Live")
	before := w.Text(board + " .figures")
	bar := w.Evaluate(fmt.Sprintf("document.querySelector('%s .bar').innerHTML", board))
	demo.calls(t, `{"subtype": "Ikke svar"}`)
	w.Wait("another number of attempts", "!"+shows(board+" .figures", before))
	w.Wait("another bar", fmt.Sprintf("document.querySelector('%s .bar').innerHTML !== %q", board, bar))
}

// shows is an expression: what a selector finds shows a text, as Window.Text gives it.
func shows(selector, text string) string {
	return fmt.Sprintf("(document.querySelector(%q).innerText.replace(/\\s+/g, ' ').trim() === %q)", selector, text)
}

// calls claims the next customer of the demo's campaign through the API, and registers what came of the call.
func (s *site) calls(t *testing.T, outcome string) {
	t.Helper()
	path := fmt.Sprintf("/campaigns/%d", s.Campaign)
	claimed := s.must(t, "POST", path+"/next_customer/", "")
	customerID, _ := claimed["crm__customer_id"].(string)
	if customerID == "" {
		t.Fatalf("no customer was claimed: %v", claimed)
	}
	s.must(t, "POST", path+"/callflow_customers/"+customerID+"/call_outcomes/", outcome)
}

func TestTheLanguageAndTheColoursAreChosenAndKept(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := demo.signedIn(t, "/campaigns?search=test")
	w.Click(".menu summary")
	w.Follow("Norsk")
	w.See("Kampanjer")
	if path := w.Path(); path != "/campaigns?search=test" {
		t.Errorf("the choice leads to %s", path)
	}
	if language := w.Attribute("html", "lang"); language != "nb" {
		t.Errorf("the page says that it is in %s", language)
	}
	light := w.Evaluate("getComputedStyle(document.body).backgroundColor")
	w.Click(".menu summary")
	w.Follow("Mørke")
	dark := w.Evaluate("getComputedStyle(document.body).backgroundColor")
	if light == dark {
		t.Errorf("the ground is %s in light and in dark", light)
	}
	w.Look(browser.Look{Dark: true})
	if system := w.Evaluate("getComputedStyle(document.body).backgroundColor"); system != dark {
		t.Errorf("dark is %s as chosen, and %s as the system has it", dark, system)
	}
	w.Click(".menu summary")
	w.Follow("Lyse")
	if chosen := w.Evaluate("getComputedStyle(document.body).backgroundColor"); chosen != light {
		t.Errorf("light is %s in a dark system", chosen)
	}
	w.Go("/campaigns")
	w.See("Kampanjer")
	w.Click(".menu summary")
	w.Follow("Som systemet")
	if system := w.Evaluate("getComputedStyle(document.body).backgroundColor"); system != dark {
		t.Errorf("as the system, the ground is %s", system)
	}
}

func TestABrowserThatAsksForNorwegianGetsIt(t *testing.T) {
	t.Parallel()
	w := browser.Open(t, sharedDemo(t).URL)
	for language, want := range map[string]string{"nb-NO,nb;q=0.9,en;q=0.5": "Logg inn", "no": "Logg inn", "nn": "Logg inn", "en-GB": "Sign in", "de": "Sign in"} {
		w.Speak(language)
		w.Go("/sign-in")
		if title := w.Text("h1"); title != want {
			t.Errorf("asked for %s, the page says %s", language, title)
		}
	}
}

func TestAllCustomersOfAPageAreChosenAtOnce(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := demo.signedIn(t, demo.campaign(""))
	w.Tick("Choose all")
	w.Click("details.bulk summary")
	if told, rows := w.Text("[data-chosen]"), w.Evaluate("document.querySelectorAll('#customers tbody tr').length"); told != rows || told == "0" {
		t.Errorf("%s of %s are chosen", told, rows)
	}
	w.Tick("Choose all")
	if told := w.Text("[data-chosen]"); told != "0" {
		t.Errorf("%s are chosen still", told)
	}
}

// inView says whether an element stands within what is seen of the page.
const inView = `((box) => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector(%q).getBoundingClientRect())`

func TestWhatBecameOfCustomersThatWereMovedTogetherIsSeenWithoutScrolling(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	w := demo.signedIn(t, demo.campaign("?call_state=Ready"))
	w.MayFail(409)
	for i := range 3 {
		w.Click(fmt.Sprintf("#customers tbody tr:nth-child(%d) input[type=checkbox]", i+1))
	}
	w.Click("details.bulk summary")
	w.Choose("To the call state", "Scheduled")
	w.Leave(func() { w.Click("details.bulk button") })
	w.Wait("the reason is in view", fmt.Sprintf(inView, "#customers .alert"))
	w.Wait("the reason has the focus", "document.activeElement.matches('.alert')")

	w.Choose("To the call state", "On Hold")
	w.Leave(func() { w.Click("details.bulk button") })
	w.Wait("what was done is in view", fmt.Sprintf(inView, "#customers .done"))
	w.SeeIn("#customers .done", "3 customers were moved.")
	w.Wait("the address says it no more", "!location.search.includes('done')")
	w.Reload()
	if w.Has(".done") {
		t.Error("it is said again when the page is loaded again")
	}
	w.SeeIn("#customers .registered", "You moved customers here a moment ago.")
	w.Leave(func() { w.ClickOn("Undo") })
	w.SeeIn("#customers .done", "3 customers were moved back.")
}
