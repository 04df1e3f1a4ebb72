package consoletest

import (
	"testing"

	"callflow/internal/testkit/browser"
)

// cutOff are the links of the main menu that are not whole in view.
const cutOff = `[...document.querySelectorAll(".places a")].filter((link) => {
	const [box, list] = [link.getBoundingClientRect(), link.closest("ul").getBoundingClientRect()];
	return box.left < 0 || box.right > Math.min(innerWidth, list.right) + 1;
}).map((link) => link.textContent).join()`

// broken are the names in the table of customers of which a word is broken over lines.
const broken = `[...document.querySelectorAll("#customers td.name a, #customers th.name a, #customers tbody th a")].filter((link) => {
	const text = link.firstChild, range = document.createRange();
	return [...text.data.matchAll(/\S+/g)].some((word) => {
		range.setStart(text, word.index);
		range.setEnd(text, word.index + word[0].length);
		return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
	});
}).map((link) => link.textContent).slice(0, 3).join()`

func TestOnATelephoneTheMenuIsWholeAndNamesAreBrokenBetweenWordsAlone(t *testing.T) {
	t.Parallel()
	demo := sharedDemo(t)
	w := demo.signedIn(t, "/campaigns")
	for _, language := range []string{"nb", "en"} {
		w.Speak(language)
		for _, width := range []int64{browser.Phone, browser.Least} {
			w.Look(browser.Look{Width: width})
			w.Go(demo.campaign(""))
			if links := w.Evaluate(cutOff); links != "" {
				t.Errorf("%s, %d wide: the menu's %s are cut off", language, width, links)
			}
			if names := w.Evaluate(broken); names != "" {
				t.Errorf("%s, %d wide: a word is broken in the names %s", language, width, names)
			}
		}
	}
}
