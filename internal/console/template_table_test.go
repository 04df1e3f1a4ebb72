package console

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/console/ui"
)

// templateTexts are the texts of all templates, by the names of their files.
func templateTexts(t *testing.T) map[string]string {
	t.Helper()
	names, err := fs.Glob(ui.TemplateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	texts := make(map[string]string, len(names))
	for _, name := range names {
		text, err := fs.ReadFile(ui.TemplateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

func TestEveryTableThatMayScrollIsReachedByTheKeyboardAndHasAName(t *testing.T) {
	t.Parallel()
	for name, text := range templateTexts(t) {
		all := strings.Count(text, `<div class="table"`)
		if named := strings.Count(text, `<div class="table" tabindex="0" role="group" aria-label="`); named != all {
			t.Errorf("%s: %d of %d tables can be scrolled without a mouse", name, named, all)
		}
	}
}

// html/template takes such an attribute for a script, a style or an address, and writes its value as one.
var takenForAnother = regexp.MustCompile(`\sdata-(on|style|src|href)[a-z-]*="[^"]*\{\{`)

func TestNoAttributeOfATemplateIsWrittenAsAScript(t *testing.T) {
	t.Parallel()
	for name, text := range templateTexts(t) {
		if found := takenForAnother.FindString(text); found != "" {
			t.Errorf("%s: the value of%s is quoted twice", name, found)
		}
	}
}
