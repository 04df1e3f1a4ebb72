package console

import (
	"maps"
	"slices"
	"testing"
)

func TestEveryTextOfTheImportsIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	asked := slices.Concat(reasonPhrases, slices.Collect(maps.Values(standardTexts)), slices.Collect(maps.Values(typeTexts)), slices.Collect(maps.Values(statusTexts)))
	for _, d := range delimiters {
		asked = append(asked, d.name)
	}
	for _, text := range asked {
		if !inCatalogue(text) {
			t.Errorf("there is no Norwegian for %q", text)
		}
	}
}
