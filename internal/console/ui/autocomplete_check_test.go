package ui

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

var beginOfForm = regexp.MustCompile(`<form [^>]*>`)

// A browser fills the inputs of a page that it loads again, as Back does, by their order: another customer may stand there then, or another
// list than the one that the filter says.
func TestNoFormIsFilledByTheBrowserButThoseOfWhoSignsIn(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(TemplateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		page, err := fs.ReadFile(TemplateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range beginOfForm.FindAllString(string(page), -1) {
			if strings.Contains(form, `action="/sign-in"`) || strings.Contains(form, `action="/first-run"`) {
				continue
			}
			found++
			if !strings.Contains(form, ` autocomplete="off"`) {
				t.Errorf("%s: the browser may fill %s", name, form)
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d forms were found: the test does not look where they are", found)
	}
}
