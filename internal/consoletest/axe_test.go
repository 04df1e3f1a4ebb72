package consoletest

import (
	"os"
	"testing"

	"callflow/internal/testkit/browser"
	"callflow/internal/testkit/missing"
)

// axeCore is the accessibility checker that scripts/axe installs.
func axeCore(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../tools/axe/node_modules/axe-core/axe.min.js")
	if err != nil {
		missing.Skip(t, "axe-core", "make test, or go test ... after scripts/axe")
	}
	return string(text)
}

func TestAxeFindsNothingWrongWithAnyPageUnfolded(t *testing.T) {
	t.Parallel()
	library := axeCore(t)
	for language, name := range map[string]string{"en": "English", "nb": "Norwegian"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := sharedDemo(t).signedIn(t, "/campaigns")
			w.Speak(language)
			var found faults
			pages(w, "/campaigns", func(path string) {
				w.Evaluate("document.querySelectorAll('details:not(.menu)').forEach((details) => (details.open = true))")
				for _, look := range []browser.Look{{Width: browser.Laptop}, {Width: browser.Laptop, Dark: true}, {Width: browser.Phone}} {
					w.Look(look)
					found.add(path, w.Axe(library))
				}
				w.Look(browser.Look{})
			})
			found.report(t)
		})
	}
}
