package console

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"callflow/internal/console/ui"
)

var (
	tagOfForm   = regexp.MustCompile(`<(input|select|button)\b[^>]*`)
	nameOfTag   = regexp.MustCompile(`\bname="([^"]*)"`)
	chosenByTag = regexp.MustCompile(`type="(hidden|checkbox|radio)"|^<(select|button)`)
	ofTemplate  = regexp.MustCompile(`\{\{[^}]*\}\}`)
)

// alsoTyped are names of hidden values and of choices that another form has as inputs for typing.
var alsoTyped = []string{"email"}

func wantUntyped(t *testing.T, where, name string) {
	t.Helper()
	for _, typed := range alsoTyped {
		if name == typed {
			return
		}
	}
	if !ui.Untyped.MatchString(name) {
		t.Errorf("%s: the value %q counts as typed, and nobody types it", where, name)
	}
}

func TestNoHiddenValueAndNoChoiceOfAFormCountsAsTyped(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(ui.TemplateFiles, "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		page, err := fs.ReadFile(ui.TemplateFiles, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, tag := range tagOfForm.FindAllString(string(page), -1) {
			named := nameOfTag.FindStringSubmatch(tag)
			if named == nil || !chosenByTag.MatchString(tag) || strings.HasPrefix(named[1], "{{") {
				continue
			}
			found++
			wantUntyped(t, file, ofTemplate.ReplaceAllString(named[1], "7"))
		}
	}
	if found < 20 {
		t.Errorf("only %d values were found: the test does not look where they are", found)
	}
}

func TestWhatIsTypedIntoAFormCountsAsTyped(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"comment", "callback_at", "due", "meeting_from", "meeting_to", "meeting_agent", "units.PROD1", "customer_ids", "label", "name", "description",
		"crm__customer_id", "crm__standard_info__name", "crm__custom_info__82", "subtype", "title", "price", "retry_after_minutes", "service_id",
	} {
		if ui.Untyped.MatchString(name) {
			t.Errorf("what is typed into %s is not shown as typed", name)
		}
	}
}
