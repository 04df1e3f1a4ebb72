// Package person says whether a text tells of a person, by what is known of it: its id, names, e-mails and telephone numbers. The text may be
// anything that came in a file: cells of a row, a line that could not be cut into cells, JSON that is whole, torn or written within JSON, the name
// of a file. Both sides are brought to one normal form first, and what is known is looked for in that: a new way to write a letter belongs into the
// normal form, and a new kind of file needs nothing.
//
// It may import the root package, internal/cleanse and internal/lookup alone. It keeps nothing, and knows neither imports nor the store.
package person

import (
	"bytes"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// leastSure is how many bytes, in normal form, a text has at least that stands for one person as a word among others. A shorter one tells of the
// person where it is a value of its own.
const leastSure = 4

// Traces are what a person is known by. They are for one goroutine.
type Traces struct {
	ids    [][]byte // in normal form, as mails
	mails  [][]byte
	names  []name
	wholes [][]byte // names of a single word, which tell of the person where nothing else is in a cell
	phones []phone

	text   []byte // the text that is looked at, in normal form
	whole  []byte // and with numbers without exponents
	digits digits // of it
}

// TracesOf are the traces of a customer, which is given as it stands and as it stood before.
func TracesOf(was []callflow.Customer) *Traces {
	t := &Traces{}
	for i := range was {
		c := &was[i]
		t.ids = withNeedle(t.ids, c.CustomerID)
		t.mails = withNeedle(t.mails, c.Email)
		t.addName(c.Name)
		for _, misread := range misreadNames(c.Name) {
			t.addName(misread)
		}
		for _, number := range []string{c.Phone1, c.Phone2, c.Phone3} {
			t.addPhone(number)
		}
	}
	return t
}

// withNeedle adds a text in normal form where it has a letter or a digit, and is not there yet.
func withNeedle(needles [][]byte, text string) [][]byte {
	needle := trimmed(appendNormal(nil, text))
	if len(needle) == 0 || contains(needles, needle) {
		return needles
	}
	return append(needles, needle)
}

func contains(needles [][]byte, needle []byte) bool {
	for _, known := range needles {
		if bytes.Equal(known, needle) {
			return true
		}
	}
	return false
}

// In says whether a text tells of the person.
func (t *Traces) In(text string) bool { return t.inForms(text, (*Traces).inText) }

// Named says whether a sentence tells of the person, or has its id, however short that is.
func (t *Traces) Named(sentence string) bool {
	return t.inForms(sentence, func(t *Traces) bool { return t.inText() || t.hasAny(t.ids, isWordAt) })
}

// inForms looks at a text as it stands, with the signs that are written as escapes, and with the letters that were read in a wrong encoding.
func (t *Traces) inForms(text string, in func(*Traces) bool) bool {
	if t.inForm(text, in) {
		return true
	}
	if strings.ContainsAny(text, escapeSigns) {
		if text = unescaped(text); t.inForm(text, in) {
			return true
		}
	}
	for _, as := range misreadAs {
		if letters, ok := readAgain(text, as); ok && t.inForm(letters, in) {
			return true
		}
	}
	return false
}

// inForm looks at a text in normal form, and at numbers in it that were written with an exponent.
func (t *Traces) inForm(text string, in func(*Traces) bool) bool {
	t.text = appendNormal(t.text[:0], text)
	if in(t) {
		return true
	}
	t.whole = withWholeNumbers(t.whole[:0], t.text)
	if len(t.whole) == 0 {
		return false
	}
	t.text, t.whole = t.whole, t.text
	return in(t)
}

func (t *Traces) inText() bool {
	return t.hasAny(t.ids, isIDAt) || t.hasAny(t.mails, isMailAt) || t.hasAny(t.wholes, isValueAt) || t.hasName() || t.hasPhone()
}

// hasAny says whether one of the needles stands in the text so that it is what it is looked for as.
func (t *Traces) hasAny(needles [][]byte, isAt func(text []byte, at span) bool) bool {
	for _, needle := range needles {
		for from := 0; ; {
			i := bytes.Index(t.text[from:], needle)
			if i < 0 {
				break
			}
			at := span{from + i, from + i + len(needle)}
			if isAt(t.text, at) {
				return true
			}
			from = at.begin + 1
		}
	}
	return false
}

// span is where something stands in a text.
type span struct{ begin, end int }

// isIDAt says whether what is found is an id: a word of its own, or a value of its own where it is short.
func isIDAt(text []byte, at span) bool {
	if at.end-at.begin < leastSure {
		return isValueAt(text, at)
	}
	return isWordAt(text, at) && !isOfDate(text, at)
}

// isMailAt says whether what is found is an address of its own, and not the end of a longer one.
func isMailAt(text []byte, at span) bool {
	if bytes.IndexByte(text[at.begin:at.end], '@') < 0 {
		return isValueAt(text, at)
	}
	if !isWordAt(text, at) {
		return false
	}
	return at.begin < 2 || !bytes.ContainsRune([]byte("._+-"), rune(text[at.begin-1])) || !isWord(text[at.begin-2])
}

// isWordAt says whether no letter or digit stands beside what is found.
func isWordAt(text []byte, at span) bool {
	return (at.begin == 0 || !isWord(text[at.begin-1])) && (at.end == len(text) || !isWord(text[at.end]))
}

// isValueAt says whether what is found is all that stands in a cell, or in a value of JSON, but for signs.
func isValueAt(text []byte, at span) bool {
	for i := at.begin - 1; i >= 0 && !parts(text, i); i-- {
		if isWord(text[i]) {
			return false
		}
	}
	end := at.end
	if isDigit(text[end-1]) && bytes.HasPrefix(text[end:], []byte(".0")) { // as programs write numbers
		end = len(text) - len(bytes.TrimLeft(text[end+1:], "0"))
	}
	for ; end < len(text) && !parts(text, end); end++ {
		if isWord(text[end]) {
			return false
		}
	}
	return true
}

// parts says whether the sign at a place parts two values: a colon does, but for that of a time.
func parts(text []byte, at int) bool {
	if text[at] != ':' {
		return isSeparator(text[at])
	}
	return at == 0 || at+1 == len(text) || !isDigit(text[at-1]) || !isDigit(text[at+1])
}

// isOfDate says whether digits are a part of a date.
func isOfDate(text []byte, at span) bool {
	for i := at.begin; i < at.end; i++ {
		if !isDigit(text[i]) {
			return false
		}
	}
	begin, end := at.begin, at.end
	for begin > 0 && end-begin < longestDate && isOfDateSign(text[begin-1]) {
		begin--
	}
	for end < len(text) && end-begin < longestDate && isOfDateSign(text[end]) {
		end++
	}
	if begin == at.begin && end == at.end {
		return false
	}
	written := strings.Trim(string(text[begin:end]), "-./")
	parts, ok := cleanse.DateOf(written)
	return ok && parts.Order() != cleanse.NoDate
}

// longestDate is more than any date has: no more is looked at.
const longestDate = 32

func isOfDateSign(c byte) bool { return isDigit(c) || c == '-' || c == '.' || c == '/' }
