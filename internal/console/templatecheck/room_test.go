package templatecheck

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

func TestEveryPageIsRenderedByARoomThatChecksIt(t *testing.T) {
	t.Parallel()
	console := os.DirFS("..")
	known := make(map[string]bool)
	err := fs.WalkDir(console, ".", func(folder string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		room, err := fs.Sub(console, folder)
		if err != nil {
			return err
		}
		rendered := renderedIn(t, room)
		for page := range rendered {
			known[page] = true
		}
		if len(rendered) > 0 && !checksItsPages(t, room) {
			t.Errorf("%s renders pages, and has no test that calls templatecheck.Room", path.Join("console", folder))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for page := range readTemplates(t).Pages {
		if !known[page] {
			t.Errorf("no room renders the page %s", page)
		}
	}
}

// checksItsPages says whether a test of a room calls the check.
func checksItsPages(t *testing.T, room fs.FS) bool {
	t.Helper()
	tests, err := fs.Glob(room, "*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range tests {
		text, err := fs.ReadFile(room, test)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "templatecheck.Room(") {
			return true
		}
	}
	return false
}
