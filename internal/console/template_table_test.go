package console

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

func TestEveryTableThatMayScrollIsReachedByTheKeyboardAndHasAName(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Count(string(text), `<div class="table"`)
		if named := strings.Count(string(text), `<div class="table" tabindex="0" role="group" aria-label="`); named != all {
			t.Errorf("%s: %d of %d tables can be scrolled without a mouse", name, named, all)
		}
	}
}

// html/template takes such an attribute for a script, a style or an address, and writes its value as one.
var takenForAnother = regexp.MustCompile(`\sdata-(on|style|src|href)[a-z-]*="[^"]*\{\{`)

func TestNoAttributeOfATemplateIsWrittenAsAScript(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		if found := takenForAnother.Find(text); found != nil {
			t.Errorf("%s: the value of%s is quoted twice", name, found)
		}
	}
}
