package console

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
)

var formThatSends = regexp.MustCompile(`<form method="post"[^>]*>`)

// A browser fills the inputs of a page that it loads again, as Back does, by their order: another customer may stand there then.
func TestNoFormAboutCustomersIsFilledByTheBrowser(t *testing.T) {
	t.Parallel()
	found := 0
	for _, name := range []string{"_customer", "_desk", "campaign", "customer", "customer_form", "desk", "desk_call"} {
		page, err := fs.ReadFile(templateFiles, "templates/"+name+".html")
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range formThatSends.FindAllString(string(page), -1) {
			if strings.Contains(form, `action="/sign-in"`) {
				continue
			}
			found++
			if !strings.Contains(form, ` autocomplete="off"`) {
				t.Errorf("%s: the browser may fill %s", name, form)
			}
		}
	}
	if found < 15 {
		t.Errorf("only %d forms were found: the test does not look where they are", found)
	}
}
