package setup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"callflow"
	"callflow/internal/cleanse"
	"callflow/internal/given"
)

// Limits of what is set up.
const (
	LongestName        = 200    // characters of a name
	longestDescription = 10_000 // characters of any other text
	largestNumber      = 1_000_000_000
	largestID          = 1<<53 - 1 // beyond it, clients that read numbers as floats see another id
)

// faults collect what is wrong with an edit. The methods below set what an edit says, and leave what it does not say as it is.
type faults struct{ given.Faults }

// setID takes the id of a new thing, where one is wanted. The id of one that is there can't be changed.
func (f faults) setID(wanted given.Value[int64], id *int64) {
	if !wanted.Set {
		return
	}
	switch held := *id; {
	case wanted.Fault != "":
		given.Take(f.Faults, "id", wanted)
	case wanted.V == held:
	case held != 0:
		f.Note("id", "differs from the id in the path; an id can't be changed.")
	case wanted.V < 1 || wanted.V > largestID:
		f.Note("id", "must be a whole number from 1 to %d.", int64(largestID))
	}
	*id = wanted.V
}

func (f faults) setText(name string, value given.Value[string], most int, text *string) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set {
		return
	}
	*text = wanted
	switch {
	case strings.ContainsRune(wanted, 0):
		f.Note(name, "must not hold a NUL character.")
	case utf8.RuneCountInString(wanted) > most:
		f.Note(name, "must have at most %d characters.", most)
	}
}

// setLine sets a text that stands in one line wherever it is shown. What was set before may stay.
func (f faults) setLine(name string, value given.Value[string], most int, text *string) {
	held := *text
	f.setText(name, value, most, text)
	if *text != held && !cleanse.IsOneLine(*text) && !f.Noted(name) {
		f.Note(name, "must be one line, without line breaks and control characters.")
	}
}

// setName sets a line that must not stay empty.
func (f faults) setName(name string, value given.Value[string], text *string) {
	f.setLine(name, value, LongestName, text)
	if cleanse.Label(*text) == "" && !f.Noted(name) {
		f.Note(name, "must not be empty.")
	}
}

func (f faults) setNumber(name string, value given.Value[int64], number *int64) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set {
		return
	}
	*number = wanted
	if wanted < 0 || wanted > largestNumber {
		f.Note(name, "must be a whole number from 0 to %d.", largestNumber)
	}
}

func (f faults) setBoolean(name string, value given.Value[bool], held *bool) {
	if wanted := given.Take(f.Faults, name, value); value.Set {
		*held = wanted
	}
}

// setDate sets a day, "" for none.
func (f faults) setDate(name string, value given.Value[string], day *string) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set {
		return
	}
	*day = wanted
	if wanted != "" && !callflow.ValidDate(wanted) {
		f.Note(name, "must be a date as YYYY-MM-DD.")
	}
}

// setTexts sets a list of different texts, none of them empty.
func (f faults) setTexts(name string, value given.Value[[]string], texts *[]string) {
	wanted := given.Take(f.Faults, name, value)
	if !value.Set {
		return
	}
	held := *texts
	*texts = wanted
	for i, text := range wanted {
		switch {
		case text == "" || utf8.RuneCountInString(text) > LongestName || !cleanse.IsOneLine(text) && !slices.Contains(held, text):
			f.Note(name, "must hold texts of 1 to %d characters, without line breaks and control characters.", LongestName)
			return
		case slices.Contains(wanted[:i], text):
			f.Note(name, "names %q twice.", text)
			return
		}
	}
}

// reference is the kind of thing that an id is of.
type reference struct {
	what  string // "a client"
	there func(id int64) bool
}

// setReference sets the id of another thing, which has to be there.
func (f faults) setReference(name string, value given.Value[int64], id *int64, to reference) {
	if wanted := given.Take(f.Faults, name, value); value.Set {
		*id = wanted
	}
	switch {
	case f.Noted(name):
	case *id == 0:
		f.Note(name, "must be the id of %s.", to.what)
	case !to.there(*id):
		f.Note(name, "names %s that is not there.", to.what)
	}
}

// wordOf is a text that was given as the word that it has to be.
func wordOf[T ~string](value given.Value[string]) given.Value[T] {
	return given.Value[T]{V: T(value.V), Set: value.Set, Fault: value.Fault}
}
