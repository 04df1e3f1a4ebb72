package app

import (
	"encoding/json"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/store"
)

// rejectedAnonymized is what is left of a row that was not taken and told of somebody who was anonymised.
const rejectedAnonymized = "The row told of a customer who was anonymised since."

// rejectedMeanwhile is what is left of a row that was not taken and waited to be kept while somebody was anonymised.
const rejectedMeanwhile = "A customer was anonymised while the row was read: its values are not kept."

// leastDigits is how many digits make a telephone number that is one person's.
const leastDigits = 5

// leastText is how many bytes a cell has that stands for one person wherever it is.
const leastText = 4

// concerns finds rows that were not taken and tell of a customer, by what it has or ever had: a cell is its id, name or e-mail, or one of its
// telephone numbers however that is written; or the reason names its id. It is given the customer as it stood at least once.
func concerns(was []callflow.Customer) func(*store.ImportRejection) bool {
	texts, phones, names := make(map[string]bool), make(map[string]bool), []string(nil)
	for i := range was {
		customer := &was[i]
		for _, text := range []string{customer.CustomerID, customer.Name, customer.Email} {
			texts[comparedCell(text)] = true
		}
		if name := comparedCell(customer.Name); strings.Contains(name, " ") {
			names = append(names, name)
		}
		for _, text := range []string{customer.Phone1, customer.Phone2, customer.Phone3} {
			phones[lastDigits(text)] = true
		}
	}
	delete(texts, "") // what a customer lacks tells of nobody
	delete(phones, "")
	isTheirs := func(number string) bool { return phones[lastDigits(number)] }
	return func(row *store.ImportRejection) bool {
		cells := cellsOf(row)
		together := comparedCell(strings.Join(cells, " ")) // a name may be parted between columns
		if slices.ContainsFunc(names, func(name string) bool { return hasWord(together, name) }) {
			return true
		}
		for i, cell := range cells {
			if i > 0 && len(strings.TrimSpace(cell)) < leastText {
				continue // a house number, say, that a short id looks like; ids mostly come first
			}
			if texts[comparedCell(cell)] || isTheirs(cell) || slices.ContainsFunc(numbersIn(cell), isTheirs) {
				return true
			}
		}
		return hasWord(row.Reason, was[0].CustomerID) // which never changed
	}
}

// comparedCell is a text as texts of cells are compared: without regard to case, and to how many blanks part its words.
func comparedCell(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(text), " "))
}

// numbersIn are the parts of a cell that has several telephone numbers.
func numbersIn(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;/|\n", r) })
}

// cellsOf are a row's cells, or the words between separators where it could not be cut into cells.
func cellsOf(row *store.ImportRejection) []string {
	var raw string
	if json.Unmarshal([]byte(row.Cells), &raw) == nil {
		return strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune(",;\t|\"{}:\n", r) })
	}
	return textsOfJSON(row.Cells)
}

// lastDigits are the digits of a telephone number without a country's, "" where there are too few.
func lastDigits(text string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
	if len(digits) < leastDigits {
		return ""
	}
	return digits[max(0, len(digits)-8):]
}

// hasWord says whether a sentence has a word, or several.
func hasWord(sentence, word string) bool {
	spaced := " " + strings.NewReplacer(",", " ", ".", " ", "\"", " ", ":", " ").Replace(sentence) + " "
	return strings.Contains(spaced, " "+word+" ")
}
