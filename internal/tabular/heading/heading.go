// Package heading finds the row of headings among a file's first rows, and makes columns of it: what CSV and sheets have in common. It knows
// the headings of a file of rejected rows, which is read again without what callflow wrote before each row. It may import no format.
package heading

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"callflow/internal/cleanse"
	"callflow/internal/tabular"
)

// MostAbove is among how many rows, a file's first, the row of headings is.
const MostAbove = 20

const longestHeading = 100 // characters

// Row is a row of the file's beginning, as texts.
type Row struct {
	Line  int
	Cells []string
}

// headingWords are words that head columns of people and firms; a row that has two of them is hardly anything else.
var headingWords = func() map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(`id name navn namn
		fornavn etternavn firstname lastname phone phone1 phone2 phone3 telefon telefon1 telefon2 tlf tlfnr mobil
		mobiltelefon mobile email epost mail epostadresse adresse address postnr postnummer poststed zip city by sted kundenr kundenummer kundenavn
		kunde kundeid customerid customer segment firma company orgnr organisasjonsnummer født fødselsdato kommentar note notat status type dato date
		fullname displayname kontaktperson contact land country saldo beløp amount`) {
		words[word] = true
	}
	return words
}()

// Find gives the place of the row of headings among a file's first rows, and whether one was found. As a rule it is the first:
// rows are left above it where they are plainly not headings, as a title in a single cell, and another row plainly is.
func Find(rows []Row) (place int, found bool) {
	if len(rows) == 0 {
		return 0, false
	}
	width := 0
	for i := range rows {
		width = max(width, Filled(rows[i].Cells))
	}
	first := weigh(rows[0].Cells)
	if first.words > 1 || first.words == 1 && first.shaped && first.filled*2 > width {
		return 0, true
	}
	fallback := -1
	for i := 1; i < min(len(rows), MostAbove); i++ {
		w := weigh(rows[i].Cells)
		switch {
		case w.filled < 2 || !w.shaped || w.filled <= first.filled && first.shaped:
		case w.words > 1 || w.words == 1 && w.filled*2 > width:
			return i, true
		case fallback < 0 && i+1 < len(rows) && w.filled*2 > width && !weigh(rows[i+1].Cells).shaped:
			fallback = i
		}
	}
	switch {
	case first.shaped && (first.filled*2 > width || fallback < 0):
		return 0, true
	case fallback > 0 && first.filled < 2:
		return fallback, true
	}
	return 0, !isData(rows)
}

// weight is what speaks for a row to be the one of the headings.
type weight struct {
	filled int  // its cells with a text
	words  int  // those that are known to head columns
	shaped bool // all of them could be headings
}

func weigh(cells []string) weight {
	w := weight{shaped: true}
	for _, cell := range cells {
		cell = cleanse.Label(cell)
		if cell == "" {
			continue
		}
		w.filled++
		if headingWords[lettersOf(cell)] {
			w.words++
		}
		w.shaped = w.shaped && !isValue(cell)
	}
	w.shaped = w.shaped && w.filled > 0
	return w
}

// CountWords is how many of the cells are known to head columns.
func CountWords(cells []string) int { return weigh(cells).words }

// Filled is how many cells have something to be seen.
func Filled(cells []string) int {
	n := 0
	for _, cell := range cells {
		if !IsBlank(cell) {
			n++
		}
	}
	return n
}

// lettersOf is a heading as one small word: "E-post" and "Phone 1" are epost and phone1.
func lettersOf(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// isValue says whether a text is a value, which no heading is: a number, a telephone number, a date, an address of mail, or long.
func isValue(text string) bool {
	if utf8.RuneCountInString(text) > longestHeading || strings.Contains(text, "@") && strings.Contains(text, ".") {
		return true
	}
	digits, letters := 0, 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits > 0 && letters == 0 || digits > 4 && digits > letters
}

// isData says whether the first row is one of values: where it has numbers, the rows behind it have them too.
func isData(rows []Row) bool {
	values := 0
	for i, cell := range rows[0].Cells {
		if cell = strings.TrimSpace(cell); cell == "" || !isValue(cell) {
			continue
		}
		values++
		for j := 1; j < len(rows); j++ {
			if i >= len(rows[j].Cells) {
				continue
			}
			if other := strings.TrimSpace(rows[j].Cells[i]); other != "" && !isValue(other) {
				return false
			}
		}
	}
	return values > 0 && weigh(rows[0].Cells).words == 0
}

// IsBlank says whether a text has nothing to be seen.
func IsBlank(text string) bool {
	if text != "" && text[0] > ' ' && text[0] < utf8.RuneSelf {
		return false
	}
	for _, r := range text {
		if !unicode.IsSpace(r) && !unicode.Is(unicode.Cf, r) {
			return false
		}
	}
	return true
}

// shownText is a row's values for a message.
func shownText(cells []string) string {
	var values []string
	for _, cell := range cells {
		if !IsBlank(cell) {
			values = append(values, strings.TrimSpace(cell))
		}
	}
	return Shorten(strings.ToValidUTF8(strings.Join(values, " | "), "\uFFFD"))
}

// Shorten cuts a text for a message.
func Shorten(text string) string {
	const most = 120
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}

// RowsAbove are the rows above the one of headings that say something.
func RowsAbove(rows []Row) []tabular.SkippedRow {
	var above []tabular.SkippedRow
	for _, row := range rows {
		if text := shownText(row.Cells); text != "" {
			above = append(above, tabular.SkippedRow{Line: row.Line, Text: text})
		}
	}
	return above
}

// IsBlankRow says whether no cell has anything to be seen.
func IsBlankRow(cells []tabular.Cell) bool {
	for i := range cells {
		if !IsBlank(cells[i].Text) {
			return false
		}
	}
	return true
}
