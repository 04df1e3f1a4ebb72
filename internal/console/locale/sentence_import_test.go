package locale

import (
	"slices"
	"testing"
)

func TestOfSentencesThatATextBeginsWithTheLongestIsTaken(t *testing.T) {
	t.Parallel()
	sentences := []string{"It is damaged.", "It is damaged. Save it again.", "It is", "It is damaged. Save it again. Or not."}
	for text, want := range map[string]string{"It is damaged. Save it again. Now.": sentences[1], "It is damaged. Or not.": sentences[0], "It is": "", "": ""} {
		if got := longestOf(slices.Values(sentences), text); got != want {
			t.Errorf("%q begins with %q, want %q", text, got, want)
		}
	}
}

func TestAllReasonsOfARowAreToldInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	read := ReaderIn("nb")
	for said, want := range map[string]string{
		"Husnummer: Husnummer must be a whole number.; Født: Født must be a date as YYYY-MM-DD.": "Husnummer må være et heltall; Født må være en dato som finnes, som 2026-05-31 eller 31.05.2026",
		"the row has 3 cells where the header has 13, 10 too few; quotes join lines 4 to 9 into this row": "raden har 3 celler der overskriften har 13, 10 for få; " +
			"anførselstegn slår linjene 4 til 9 sammen til denne raden",
		"name: holds a NUL character, which is not text; take it out; Sum: Sum must be a whole number.": "name: har et NUL-tegn, som ikke er tekst; ta det ut; Sum må være et heltall",
		"Segment: the cell D2 shows the error #N/A; correct its formula":                                "Segment: cellen D2 viser feilen #N/A; rett formelen",
		"Segment: the cell shows the error #N/A; write its value":                                       "Segment: cellen viser feilen #N/A; skriv verdien",
		"name: it is still the text of a row that was no JSON; mend it in its cell, or write its values under the headings; the value is a list; give one value": "name: den er fortsatt " +
			"teksten til en rad som ikke var JSON; rett den i cellen, eller skriv verdiene under overskriftene; verdien er en liste; gi én verdi",
		`the key "e-post" has no heading in the file; add it to the row of headings`: "nøkkelen «e-post» har ingen overskrift i filen; legg den til i raden med overskrifter",
		"the row has 1 cell where the header has 3, 2 too few; it may be a part of the row before or behind it, where a cell has a line break": "raden har 1 celle der overskriften har 3, 2 for få; " +
			"den kan være en del av raden før eller etter, der en celle har et linjeskift",
		"the row has fewer cells than there are headings, and may be the rest of the row before, which a line break within a cell has cut; " +
			"put the rows together with that cell in quotes, or give each all its cells": "raden har færre celler enn det er overskrifter, og kan være resten av raden før, " +
			"som et linjeskift i en celle har delt; sett radene sammen med cellen i anførselstegn, eller gi hver av dem alle cellene sine",
		"the row has fewer cells than there are headings, and may go on in the row behind it, since a line break within a cell cuts a row; " +
			"put the rows together with that cell in quotes, or give each all its cells": "raden har færre celler enn det er overskrifter, og kan fortsette i raden etter, " +
			"siden et linjeskift i en celle deler en rad; sett radene sammen med cellen i anførselstegn, eller gi hver av dem alle cellene sine",
		"Nobody has said this; nor this": "Nobody has said this; nor this",
	} {
		if got := read.Reasons(said); got != want {
			t.Errorf("%q is told as %q, want %q", said, got, want)
		}
	}
}
