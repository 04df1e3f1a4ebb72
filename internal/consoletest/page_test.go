package consoletest

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callflow/internal/testkit/browser"
)

// faults are what is wrong with pages, each kind told once, with the page and the look where it was seen first.
type faults struct {
	first map[string]string
	times map[string]int
	kinds []string
}

// particulars are what differs between faults of one kind: numbers, the values of attributes, texts.
var particulars = regexp.MustCompile(`\d+|="[^"]*"?|> .*$`)

func (f *faults) add(where string, found []string) {
	if f.first == nil {
		f.first, f.times = make(map[string]string), make(map[string]int)
	}
	for _, fault := range found {
		kind := particulars.ReplaceAllString(fault, "")
		if f.times[kind]++; f.times[kind] == 1 {
			f.first[kind], f.kinds = where+": "+fault, append(f.kinds, kind)
		}
	}
}

func (f *faults) report(t *testing.T) {
	t.Helper()
	for _, kind := range f.kinds {
		t.Errorf("%s (%d of the kind)", f.first[kind], f.times[kind])
	}
}

// looks are how pages are looked at, by day and by night, as a laptop and a telephone show them, and what differs then.
var looks = []struct {
	name string
	browser.Look
	unfolded []string // parts to look at in the page with everything unfolded
	menus    []string // and with its menus open
}{
	{"laptop", browser.Look{Width: browser.Laptop}, nil, []string{browser.Names, browser.Contrast}},
	{"dark", browser.Look{Width: browser.Laptop, Dark: true}, []string{browser.Contrast, browser.Focus}, nil},
	{"telephone", browser.Look{Width: browser.Phone}, []string{browser.Sizes}, []string{browser.Sizes}},
	{"magnified", browser.Look{Width: browser.Least}, []string{browser.Sizes}, nil},
}

// accessible finds what is wrong with the page that a window shows, in every look: as it is, unfolded, and with its menus.
func (f *faults) accessible(w *browser.Window, where string) {
	f.add(where, w.Accessibility(browser.Structure, browser.Sizes))
	open := func(selector string, open bool) {
		w.Evaluate(fmt.Sprintf("document.querySelectorAll('%s').forEach((details) => (details.open = %t))", selector, open))
	}
	for _, look := range looks {
		w.Look(look.Look)
		open("details:not(.menu)", true)
		f.add(where+", "+look.name, w.Accessibility(look.unfolded...))
		open("details:not(.menu)", false)
		if look.menus != nil { // they lie above the page
			open("details.menu", true)
			f.add(where+", "+look.name+", with its menus", w.Accessibility(look.menus...))
			open("details.menu", false)
		}
	}
	w.Look(browser.Look{})
}

// isAccessible fails where something is wrong with the page that a window shows.
func isAccessible(t *testing.T, w *browser.Window) {
	t.Helper()
	var found faults
	found.accessible(w, w.Path())
	found.report(t)
}

// digits are what differs between pages of one kind.
var digits = regexp.MustCompile(`\d+`)

// kindOf is one for all pages that are made alike: ids don't matter, nor do the values of the query.
func kindOf(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	var keys []string
	for key := range u.Query() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return digits.ReplaceAllString(u.Path, "N") + "?" + strings.Join(keys, "&")
}

// pages walks along the links from a page, one of each kind, and calls look on each.
func pages(w *browser.Window, from string, look func(path string)) (seen []string) {
	known := map[string]bool{kindOf(from): true}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		w.Go(queue[0])
		seen = append(seen, queue[0])
		look(queue[0])
		for _, link := range w.Links() {
			if kind := kindOf(link); !known[kind] && !strings.HasPrefix(link, "/api/") {
				known[kind] = true
				queue = append(queue, link)
			}
		}
	}
	return seen
}

func TestEveryPageIsAccessibleInBothLanguagesAndColoursOnLargeAndSmallScreens(t *testing.T) {
	t.Parallel()
	for language, name := range map[string]string{"en": "English", "nb": "Norwegian"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := sharedDemo(t).signedIn(t, "/campaigns")
			w.Speak(language)
			var found faults
			seen := pages(w, "/campaigns", func(path string) {
				if got := w.Attribute("html", "lang"); got != language {
					t.Errorf("%s is in %q", path, got)
				}
				found.accessible(w, path)
				if language == "en" {
					w.Screenshot("page-" + strings.Trim(strings.NewReplacer("/", "-", "?", "-", "&", "-").Replace(kindOf(path)), "-"))
				}
			})
			found.report(t)
			t.Logf("%d pages: %s", len(seen), strings.Join(seen, " "))
			for _, want := range []string{"/campaigns/N?", "/assignments/N/customer?id", "/desk/N?", "/imports?", "/set-up?", "/reference?"} {
				if !slices.ContainsFunc(seen, func(path string) bool { return kindOf(path) == want }) {
					t.Errorf("no link leads to %s", want)
				}
			}
		})
	}
}

func TestPagesForStrangersAreAccessible(t *testing.T) {
	t.Parallel()
	w := browser.Open(t, sharedDemo(t).URL)
	w.MayFail(404)
	for _, language := range []string{"en", "nb"} {
		w.Speak(language)
		for _, path := range []string{"/sign-in", "/no-such-page"} {
			w.Go(path)
			isAccessible(t, w)
		}
	}
}
