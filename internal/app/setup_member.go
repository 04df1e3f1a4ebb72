package app

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"callflow"
	"callflow/internal/cleanse"
)

// Limits of what is set up.
const (
	longestName        = 200    // characters of a name
	longestDescription = 10_000 // characters of any other text
	largestNumber      = 1_000_000_000
	largestID          = 1<<53 - 1 // beyond it, clients that read numbers as floats see another id
)

// The methods below set what a body names, and leave what it does not name as it is.

func (b *body) noted(name string) bool {
	return slices.ContainsFunc(*b.wrong, func(wrong callflow.FieldError) bool { return wrong.Field == b.prefix+name })
}

// setID takes the id of a new thing, where one is wanted. The id of one that is there can't be changed.
func (b *body) setID(id *int64) {
	held := *id
	wanted := b.integer("id", held)
	switch {
	case wanted == held || b.noted("id"):
	case held != 0:
		b.note("id", "differs from the id in the path; an id can't be changed.")
	case wanted < 1 || wanted > largestID:
		b.note("id", "must be a whole number from 1 to %d.", int64(largestID))
	}
	*id = wanted
}

func (b *body) setText(name string, most int, text *string) {
	given := b.text(name)
	if !b.has(name) {
		return
	}
	*text = given
	switch {
	case strings.ContainsRune(given, 0):
		b.note(name, "must not hold a NUL character.")
	case utf8.RuneCountInString(given) > most:
		b.note(name, "must have at most %d characters.", most)
	}
}

// setLine sets a text that stands in one line wherever it is shown. What was set before may stay.
func (b *body) setLine(name string, most int, text *string) {
	held := *text
	b.setText(name, most, text)
	if *text != held && !cleanse.IsOneLine(*text) && !b.noted(name) {
		b.note(name, "must be one line, without line breaks and control characters.")
	}
}

// setName sets a line that must not stay empty.
func (b *body) setName(name string, text *string) {
	b.setLine(name, longestName, text)
	if cleanse.Label(*text) == "" && !b.noted(name) {
		b.note(name, "must not be empty.")
	}
}

func (b *body) setNumber(name string, number *int64) {
	given := b.integer(name, 0)
	if !b.has(name) {
		return
	}
	*number = given
	if given < 0 || given > largestNumber {
		b.note(name, "must be a whole number from 0 to %d.", largestNumber)
	}
}

func (b *body) setBoolean(name string, value *bool) {
	given := b.boolean(name, false)
	if b.has(name) {
		*value = given
	}
}

// setDate sets a day, "" for none.
func (b *body) setDate(name string, day *string) {
	given := b.text(name)
	if !b.has(name) {
		return
	}
	*day = given
	if given != "" && !callflow.ValidDate(given) {
		b.note(name, "must be a date as YYYY-MM-DD.")
	}
}

// setTexts sets a list of different texts, none of them empty.
func (b *body) setTexts(name string, texts *[]string) {
	given := b.texts(name)
	if !b.has(name) {
		return
	}
	held := *texts
	*texts = given
	for i, text := range given {
		switch {
		case text == "" || utf8.RuneCountInString(text) > longestName || !cleanse.IsOneLine(text) && !slices.Contains(held, text):
			b.note(name, "must hold texts of 1 to %d characters, without line breaks and control characters.", longestName)
			return
		case slices.Contains(given[:i], text):
			b.note(name, "names %q twice.", text)
			return
		}
	}
}

// setReference sets the id of another thing that has to be there; what says which kind: "a client".
func (b *body) setReference(name, what string, id *int64, there func(id int64) bool) {
	given := b.integer(name, 0)
	if b.has(name) {
		*id = given
	}
	switch {
	case b.noted(name):
	case *id == 0:
		b.note(name, "must be the id of %s.", what)
	case !there(*id):
		b.note(name, "names %s that is not there.", what)
	}
}

// setWord sets one of the words that there are.
func setWord[T ~string](b *body, name string, word *T, known ...T) {
	given := T(b.text(name))
	if b.has(name) {
		*word = given
	}
	if slices.Contains(known, *word) || b.noted(name) {
		return
	}
	words := make([]string, len(known))
	for i := range known {
		words[i] = string(known[i])
	}
	suggestion := ""
	if nearest := callflow.Nearest(string(*word), words); nearest != "" && *word != "" {
		suggestion = fmt.Sprintf(" Did you mean %q?", nearest)
	}
	b.note(name, "must be one of %s.%s", strings.Join(words, ", "), suggestion)
}
