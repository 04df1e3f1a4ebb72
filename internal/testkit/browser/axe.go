package browser

// runAxe runs axe-core, which the page has as axe, and lists what it finds, one text for each element.
const runAxe = `(async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: {"label-content-name-mismatch": {enabled: true}},
    resultTypes: ["violations"],
  });
  return found.violations.flatMap((rule) => rule.nodes.map((node) => rule.id + " " + node.html.slice(0, 200)));
})()`

// Axe lists what axe-core finds wrong with the page. library is its text: it is run as the browser's own, past the page's policy.
func (w *Window) Axe(library string) []string {
	w.t.Helper()
	if !evaluate[bool](w, "'axe' in window") {
		evaluate[bool](w, library+";true")
	}
	return evaluate[[]string](w, runAxe)
}
