package consoletest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"callflow/internal/demo"
	"callflow/internal/testkit/browser"
)

// TestThePicturesOfREADMEAreTakenOfTheDemo writes docs/*.png where CALLFLOW_SCREENSHOTS_README is set: make screenshots.
func TestThePicturesOfREADMEAreTakenOfTheDemo(t *testing.T) {
	t.Parallel()
	folder, customers := t.TempDir(), "300"
	if os.Getenv("CALLFLOW_SCREENSHOTS_README") != "" {
		folder, customers = filepath.Join("..", "..", "docs"), fmt.Sprint(demo.DefaultCustomers)
	}
	shown := run(t, "demo", "--customers", customers)
	code := strings.TrimPrefix(shown.atDesk(t).Attribute(`input[name^="units."]`, "name"), "units.")
	for i := range 36 { // a morning's work
		shown.calls(t, []string{
			`{"subtype": "Ikke svar"}`, `{"subtype": "Nei - Ikke interessert"}`, fmt.Sprintf(`{"subtype": "Ja - Salg", "products": {%q: 1}}`, code),
			`{"subtype": "Telefonsvarer"}`, `{"subtype": "Nei - Pris"}`, `{"subtype": "Ikke svar"}`, `{"subtype": "Nei - Reservert"}`,
		}[i%7])
	}
	for name, show := range map[string]func() []byte{
		"campaign.png": func() []byte {
			w := shown.signedIn(t, shown.campaign(""))
			w.Look(browser.Look{Height: 1180})
			w.See("Live")
			return w.Picture()
		},
		"desk.png": func() []byte {
			w := shown.atDesk(t)
			w.Look(browser.Look{Height: 1000})
			key, _ := outcomeThat(t, w, "")
			choose(w, key)
			w.Leave(func() { w.Press(kb.Enter) }) // somebody with a history comes next
			return w.Picture()
		},
	} {
		if err := os.WriteFile(filepath.Join(folder, name), show(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
