package consoletest

import (
	"os"
	"path/filepath"
	"testing"

	"callflow/internal/testkit/browser"
)

// TestTheQuestionHowAFileIsReadFitsEveryScreenInBothLanguages looks at a page that no link leads to.
func TestTheQuestionHowAFileIsReadFitsEveryScreenInBothLanguages(t *testing.T) {
	t.Parallel()
	library := axeCore(t)
	file := filepath.Join(t.TempDir(), "kunder.csv")
	if err := os.WriteFile(file, []byte("customer_id;name\n1;Ji\xf8\xed Dvo\xf8\xe1k\n"), 0o600); err != nil { // in windows-1250
		t.Fatal(err)
	}
	demo := ownDemo(t)
	for _, c := range []struct{ language, send, asked string }{
		{"en", "Send the file", "It is not certain how the file writes its letters."},
		{"nb", "Send filen", "Det er ikke sikkert hvordan filen skriver bokstavene."},
	} {
		w := demo.signedIn(t, "/imports")
		w.Speak(c.language)
		w.Go("/imports")
		w.Attach("#f-file", file)
		w.Follow(c.send)
		w.See(c.asked)
		isAccessible(t, w)
		var found faults
		for _, width := range []int64{browser.Least, browser.Phone, 1366} {
			w.Look(browser.Look{Width: width})
			found.add(w.Path(), w.Accessibility(browser.Sizes))
			found.add(w.Path(), w.Axe(library))
			w.Screenshot("import-read-" + c.language)
		}
		found.report(t)
	}
}
