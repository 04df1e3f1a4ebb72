package browser

import (
	"strings"
)

// See waits until the page shows a text somewhere, as people see it.
func (w *Window) See(text string) {
	w.t.Helper()
	w.await("the text "+text, withPage("page.shown().includes(page.tidy(%s))", text))
}

// SeeNoMore waits until the page shows a text nowhere.
func (w *Window) SeeNoMore(text string) {
	w.t.Helper()
	w.await("the end of the text "+text, withPage("!page.shown().includes(page.tidy(%s))", text))
}

// SeeIn waits until what a selector finds first shows a text.
func (w *Window) SeeIn(selector, text string) {
	w.t.Helper()
	w.await("the text "+text+" in "+selector, withPage("page.tidy(document.querySelector(%s)?.innerText).includes(page.tidy(%s))", selector, text))
}

// Wait waits until an expression of JavaScript is true. what says in words what that is.
func (w *Window) Wait(what, expression string) {
	w.t.Helper()
	w.await(what, expression)
}

// Shows says whether the page shows a text now.
func (w *Window) Shows(text string) bool {
	w.t.Helper()
	return evaluate[bool](w, withPage("page.shown().includes(page.tidy(%s))", text))
}

// Has says whether a selector finds something now.
func (w *Window) Has(selector string) bool {
	w.t.Helper()
	return evaluate[bool](w, withPage("document.querySelector(%s) !== null", selector))
}

// Text is what the first element that a selector finds shows; "" where it finds none.
func (w *Window) Text(selector string) string {
	w.t.Helper()
	return evaluate[string](w, withPage("page.tidy(document.querySelector(%s)?.innerText)", selector))
}

// Texts are what all elements that a selector finds show.
func (w *Window) Texts(selector string) []string {
	w.t.Helper()
	return evaluate[[]string](w, withPage("[...document.querySelectorAll(%s)].map((e) => page.tidy(e.innerText))", selector))
}

// Value is what the field of a label holds.
func (w *Window) Value(label string) string {
	w.t.Helper()
	w.find("read "+label, withPage("page.spotOfField(%s)", label))
	return evaluate[string](w, withPage("page.field(%s).value", label))
}

// Attribute is an attribute of the first element that a selector finds; "" where it has none.
func (w *Window) Attribute(selector, name string) string {
	w.t.Helper()
	return evaluate[string](w, withPage("document.querySelector(%s)?.getAttribute(%s) ?? ''", selector, name))
}

// SeeFocus waits until what has the keyboard's focus has a name that begins so: a browser gives it a moment after the page is there.
func (w *Window) SeeFocus(name string) {
	w.t.Helper()
	w.await("the focus on "+name, withPage("page.name(document.activeElement).startsWith(%s)", name))
}

// Evaluate gives what an expression of JavaScript is in the page, as text. It may await.
func (w *Window) Evaluate(expression string) string {
	w.t.Helper()
	return evaluate[string](w, "(async () => String("+expression+"))()")
}

// Links are the pages here that the page links to: paths with their queries, in the order of the page, each once.
func (w *Window) Links() []string {
	w.t.Helper()
	var paths []string
	for _, link := range evaluate[[]string](w, withPage("page.links()")) {
		paths = append(paths, strings.TrimPrefix(link, w.server))
	}
	return paths
}

// Parts of what Accessibility looks at.
const (
	Structure = "structure" // language, headings, ids, lists
	Names     = "names"     // of fields, buttons, links, pictures, tables
	Contrast  = "contrast"  // of texts with their ground
	Sizes     = "sizes"     // of what is clicked on, and of the page in its window
	Focus     = "focus"     // that the keyboard's place is seen
)

// Accessibility lists what keeps people from using the page: those who see little, or who use a keyboard or a screen reader.
// Without parts, all are looked at.
func (w *Window) Accessibility(parts ...string) []string {
	w.t.Helper()
	if len(parts) == 0 {
		parts = []string{Structure, Names, Contrast, Sizes, Focus}
	}
	return evaluate[[]string](w, withPage("("+accessibility+")(page, %s)", parts))
}
