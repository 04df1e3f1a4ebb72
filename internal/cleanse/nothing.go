package cleanse

import "strings"

// Words are what files write where there is nothing.
type Words struct {
	byLength [longestWord + 1][]string
	first    [256]bool
}

const longestWord = 24

// CommonWords are what programs write where there is nothing.
var CommonWords = NewWords("null", "(null)", "<null>", `\n`, "none", "(none)", "nil", "nan", "nat", "na", "n/a", "(n/a)", "n.a.", "(blank)", "(tom)",
	"(empty)", "undefined",
	"-", "--", "---", "–", "—", "#n/a", "#i/t", "#value!", "#verdi!", "#ref!", "#name?", "#navn?", "#div/0!", "#num!", "#null!", "#na")

// formulaErrors are what spreadsheets show in place of a formula's value.
var formulaErrors = NewWords("#n/a", "#i/t", "#value!", "#verdi!", "#ref!", "#name?", "#navn?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!",
	"#getting_data")

// FormulaError says whether a text is what a spreadsheet shows in place of a formula's value.
func FormulaError(text string) bool { return formulaErrors.Has(Trim(text)) }

// NewWords takes the words, which are compared without regard to case.
func NewWords(words ...string) *Words {
	w := &Words{}
	for _, word := range words {
		if word = strings.ToLower(Trim(word)); word == "" || len(word) > longestWord {
			continue
		}
		w.byLength[len(word)] = append(w.byLength[len(word)], word)
		for _, first := range []string{word[:1], strings.ToUpper(word[:1])} {
			w.first[first[0]] = true
		}
	}
	return w
}

// Has says whether a text is one of the words.
func (w *Words) Has(text string) bool {
	if len(text) == 0 || len(text) > longestWord || !w.first[text[0]] {
		return false
	}
	for _, word := range w.byLength[len(text)] {
		if strings.EqualFold(word, text) {
			return true
		}
	}
	return false
}

// totals are the words for a sum that a report ends with.
var totals = []string{
	"sum", "total", "totalt", "totals", "grand total", "subtotal", "sum total", "i alt", "ialt", "summe", "gesamt", "gesamtsumme", "totaal", "suma",
	"somme", "totale", "totalsum",
	"antall", "count",
}

// totalsBegin are the first letters of totals.
var totalsBegin = func() (table [256]bool) {
	for _, word := range totals {
		table[word[0]], table[word[0]-'a'+'A'] = true, true
	}
	return table
}()

// Total says whether a cell has a word for a sum alone, or with a number behind it.
func Total(text string) bool {
	text = Trim(text)
	if len(text) < 3 || len(text) > 40 || !totalsBegin[text[0]] {
		return false
	}
	text = strings.TrimRight(text, "0123456789.,:= \u00a0\t")
	for _, word := range totals {
		if strings.EqualFold(word, text) {
			return true
		}
	}
	return false
}

// Figure says whether a cell holds a number alone, as people write them.
func Figure(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(".,-+%' ", r), around(r):
		default:
			return false
		}
	}
	return digits > 0
}
