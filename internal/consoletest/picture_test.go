package consoletest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"callflow/internal/demo"
)

// TestThePicturesOfREADMEAreTakenOfTheDemo writes docs/*.png where CALLFLOW_SCREENSHOTS_README is set: make screenshots.
func TestThePicturesOfREADMEAreTakenOfTheDemo(t *testing.T) {
	t.Parallel()
	folder, customers := t.TempDir(), "300"
	if os.Getenv("CALLFLOW_SCREENSHOTS_README") != "" {
		folder, customers = filepath.Join("..", "..", "docs"), fmt.Sprint(demo.DefaultCustomers)
	}
	shown := run(t, "demo", "--customers", customers)
	for name, show := range map[string]func() []byte{
		"campaign.png": func() []byte {
			w := shown.signedIn(t, shown.campaign(""))
			w.See("Live")
			return w.Picture()
		},
		"desk.png": func() []byte { return shown.atDesk(t).Picture() },
	} {
		if err := os.WriteFile(filepath.Join(folder, name), show(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
