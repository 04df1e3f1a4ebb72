package importpages

import (
	"maps"
	"slices"
	"testing"

	"callflow"
	"callflow/internal/console/locale"
	"callflow/internal/console/ui"
	"callflow/internal/imports"
	"callflow/internal/notes"
)

func TestWhatIsWrongWithALineIsToldByTheSentencesThatTheCatalogueHas(t *testing.T) {
	t.Parallel()
	read := locale.ReaderIn("nb")
	for said, want := range map[string]string{
		"Line 5: ":  "Line 5: ",
		"Line 5: 🙂": "Linje 5: 🙂",
		"Line 5: the workbook is damaged. Row 7.":      "Linje 5: Arbeidsboken er skadet. Row 7.",
		"The workbook is damaged.":                     "Arbeidsboken er skadet.",
		"Line 5: nobody has said this sentence before": "Linje 5: nobody has said this sentence before",
	} {
		if got := importProblem(read, &callflow.Error{Code: callflow.Invalid, Message: said}); got != want {
			t.Errorf("%q is told as %q, want %q", said, got, want)
		}
	}
}

func TestWhyAnImportStoppedIsSaidInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	read := locale.ReaderIn("nb")
	const stopped, stanset = "The import stopped: ", "Importen stanset: "
	const fix = " What it wrote before stays. Put that right and send the file again: that completes it."
	const norsk = " Det som ble skrevet, står. Rett på det og send filen på nytt: det fullfører importen."
	for said, want := range map[string]string{
		stopped + "its user was switched off." + fix:         stanset + "brukeren er slått av." + norsk,
		stopped + "the field “Adresse” was removed." + fix:   stanset + "feltet «Adresse» er fjernet." + norsk,
		stopped + "Nobody has said this before." + fix:       stanset + "Nobody has said this before." + norsk,
		stopped + "Assignment 1 has no campaign 2." + fix:    stanset + "en kampanje som kundene skulle inn i, er fjernet." + norsk,
		"Something went wrong, as nobody has seen it before": "Something went wrong, as nobody has seen it before",
	} {
		view := &importView{Reader: read, State: imports.State{Error: said}}
		if got := view.Failure(); got != want {
			t.Errorf("%q is told as %q, want %q", said, got, want)
		}
	}
}

func TestEveryTextOfTheImportsIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	asked := slices.Concat(slices.Collect(maps.Values(ui.StandardLabels)), slices.Collect(maps.Values(typeTexts)), slices.Collect(maps.Values(statusTexts)),
		slices.Collect(maps.Values(notes.Texts)), slices.Collect(maps.Values(notes.TextsOfOne)))
	for _, d := range delimiters {
		asked = append(asked, d.name)
	}
	for _, text := range asked {
		if !locale.Has(text) {
			t.Errorf("there is no Norwegian for %q", text)
		}
	}
}
