package consoletest

import (
	"os"
	"path/filepath"
	"testing"
)

// TestThePicturesOfREADMEAreTakenOfTheDemo writes docs/*.png where CALLFLOW_SCREENSHOTS_README is set: make screenshots.
func TestThePicturesOfREADMEAreTakenOfTheDemo(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "docs")
	if os.Getenv("CALLFLOW_SCREENSHOTS_README") == "" {
		folder = t.TempDir()
	}
	demo := ownDemo(t)
	for name, show := range map[string]func() []byte{
		"campaign.png": func() []byte {
			w := demo.signedIn(t, demo.campaign(""))
			w.See("Live")
			return w.Picture()
		},
		"desk.png": func() []byte { return demo.atDesk(t).Picture() },
	} {
		if err := os.WriteFile(filepath.Join(folder, name), show(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
