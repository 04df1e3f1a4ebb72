package console

import (
	"io/fs"
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
