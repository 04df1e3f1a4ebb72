package consoletest

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

// changesAfter gives the changes in the demo's campaign after one, and the number of the latest.
func (s *site) changesAfter(t *testing.T, after int64) (latest int64, changes []any) {
	t.Helper()
	for {
		answer := s.must(t, "GET", fmt.Sprintf("/campaigns/%d/changes/?limit=5000&after=%d", s.Campaign, after), "")
		found, ok := answer["results"].([]any)
		next, isNumber := answer["next_after"].(float64)
		if !ok || !isNumber {
			t.Fatalf("changes are told as %v", answer)
		}
		changes = append(changes, found...)
		if after = int64(next); len(found) < 5000 {
			return after, changes
		}
	}
}

func TestASentenceTypedWithNothingFocusedRegistersNothingAndIsInTheComment(t *testing.T) {
	t.Parallel()
	for name, typed := range map[string]struct {
		interval time.Duration
		text     string
		asleep   bool // it begins before the page's keys do anything
	}{
		"fast":                {140 * time.Millisecond, "kunden ringer tilbake mandag", false},
		"slowly":              {200 * time.Millisecond, "vil tenke over tilbudet til uken", false},
		"very fast":           {60 * time.Millisecond, "tenker over et tilbud, ring 22 33 44 55 etter kl. 15", false},
		"an input's key":      {140 * time.Millisecond, "avtalte ny telefon", false},
		"as the page arrives": {140 * time.Millisecond, "er ute og reiser til torsdag", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			demo := ownDemo(t)
			after, _ := demo.changesAfter(t, 0)
			w := demo.atDesk(t)
			called := w.Path()
			if typed.asleep {
				w.Reload()
			}
			w.PressEvery(typed.interval, typed.text+kb.Enter)
			w.SeeFocus("Comment")
			if text := w.Value("Comment C"); text != typed.text+"\n" {
				t.Errorf("the comment is %q", text)
			}
			if chosen := w.Attribute(".outcome[aria-pressed=true]", "data-key"); chosen != "" {
				t.Errorf("the outcome of key %q is chosen", chosen)
			}
			if w.Path() != called {
				t.Errorf("the desk went on from %s to %s", called, w.Path())
			}
			if _, changes := demo.changesAfter(t, after); len(changes) > 0 {
				t.Errorf("the customers have changed: %v", changes)
			}
		})
	}
}

func TestAKeyChoosesAnOutcomeAndSaysWhatIsFinalBeforeEnterRegistersIt(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	called := customer(w)
	key := w.Attribute(`.outcome[data-requires=""][data-final=true]`, "data-key")
	w.PressEvery(0, key+kb.Enter) // at once after a key Enter does nothing
	w.See("and that is final: the customer is not called again. Enter registers it.")
	if customer(w) != called || demo.outcomes(t) != before {
		t.Error("a key registered something")
	}
	pause(w)
	register(w, key)
	w.See("The outcome was registered.")
	if customer(w) == called || demo.outcomes(t) != before+1 {
		t.Errorf("%d outcomes were registered, and %s is called", demo.outcomes(t)-before, customer(w))
	}
}

func TestEnterAloneChoosesNothing(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	first := customer(w)
	awake(w)
	for range 5 {
		pause(w)
		w.Press(kb.Enter)
		w.See("Choose what came of the call.")
	}
	if customer(w) != first || demo.outcomes(t) != before || w.Evaluate("document.querySelector('.outcome[aria-pressed=true]') === null") != "true" {
		t.Errorf("%d outcomes were registered, and after %s came %s", demo.outcomes(t)-before, first, customer(w))
	}
}

func TestEnterThatIsHeldOrPressedAgainRegistersNothingForTheNextCustomer(t *testing.T) {
	t.Parallel()
	demo := ownDemo(t)
	before := demo.outcomes(t)
	w := demo.atDesk(t)
	key, _ := outcomeThat(t, w, "")
	w.Click(fmt.Sprintf(`.outcome[data-key="%s"]`, key))
	w.Leave(func() { w.Hold([]rune(kb.Enter)[0], 20) })
	w.See("The outcome was registered.")
	second := customer(w)
	w.Hold([]rune(kb.Enter)[0], 20)
	awake(w)
	w.Hold([]rune(kb.Enter)[0], 20)
	w.See("Choose what came of the call.")
	if customer(w) != second || demo.outcomes(t) != before+1 {
		t.Errorf("%d outcomes were registered, and after %s came %s", demo.outcomes(t)-before, second, customer(w))
	}
}
