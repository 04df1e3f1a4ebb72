package lookup

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// Grams is how many letters an index keeps together: shorter words are in no index.
const Grams = 3

// Bounds of what is looked for at once.
const (
	mostWords = 8
	leastTold = 4 // digits that make a telephone number or an id of themselves
)

// Query is what is looked for: customers of which each word is a part of some value.
type Query struct {
	ID    string // as it was written: it may be a customer's id
	words [][]byte
}

// Parse reads what somebody looks for. Digits with what numbers are written with between them are one word.
func Parse(text string) *Query {
	q := &Query{ID: strings.TrimSpace(text)}
	folded := AppendFolded(nil, q.ID)
	if numberEnd(folded) == len(folded) {
		if digits := telephone(string(folded)); len(digits) >= leastTold {
			q.words = [][]byte{digits}
			return q
		}
	}
	for _, word := range bytes.Fields(folded) {
		if len(q.words) < mostWords && !slices.ContainsFunc(q.words, func(w []byte) bool { return bytes.Equal(w, word) }) {
			q.words = append(q.words, word)
		}
	}
	return q
}

// telephone gives the digits of a text, without the country's code where it begins with one: it may have been written down without.
func telephone(text string) []byte {
	digits := appendDigits(nil, text)
	if !strings.HasPrefix(text, "+") {
		return digits
	}
	number, err := phonenumbers.Parse(text, "")
	if err != nil { // it is none, or not the whole of one yet
		return digits
	}
	return strconv.AppendUint(nil, number.GetNationalNumber(), 10)
}

// Empty says whether nothing is looked for: everybody is found.
func (q *Query) Empty() bool { return len(q.words) == 0 }

// IsPrefix says whether it is one word too short for an index: what an id begins with.
func (q *Query) IsPrefix() bool { return len(q.words) == 1 && isShort(q.words[0]) }

// Prefixes are what such an id may begin with: as it was written, and in capitals.
func (q *Query) Prefixes() []string {
	return slices.Compact([]string{q.ID, strings.ToUpper(q.ID)})
}

// Terms are the words that an index finds, the longest first; the others filter what it finds.
func (q *Query) Terms() []string {
	var terms []string
	for _, word := range q.words {
		if !isShort(word) {
			terms = append(terms, string(word))
		}
	}
	slices.SortStableFunc(terms, func(a, b string) int { return len(b) - len(a) })
	return terms
}

// Matches says whether a customer of this text is one that is looked for.
func (q *Query) Matches(text []byte) bool {
	if q.IsPrefix() {
		return bytes.HasPrefix(text, q.words[0])
	}
	for _, word := range q.words {
		if !bytes.Contains(text, word) {
			return false
		}
	}
	return true
}

func isShort(word []byte) bool { return utf8.RuneCount(word) < Grams }

// GramsOf gives every few letters that stand together in a term, each once.
func GramsOf(term string) []string {
	letters := []rune(term)
	var grams []string
	for i := 0; i+Grams <= len(letters); i++ {
		if gram := string(letters[i : i+Grams]); !slices.Contains(grams, gram) {
			grams = append(grams, gram)
		}
	}
	return grams
}
