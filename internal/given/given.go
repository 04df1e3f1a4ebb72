// Package given is how what a caller gives comes to a verb: value by value, typed, each with what the door found wrong with it. Whoever fills it
// (the API from a body, the console from a form, the command line from flags) reads what was sent; the verb tells all that is wrong at once, in
// the order of its own values, whoever found it. It knows no JSON and no HTTP, and imports the root alone.
package given

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
)

// Value is one value of an input. What was not given stays as it is, or is what the verb takes then.
type Value[T any] struct {
	V     T
	Set   bool   // it was given, empty or unreadable too
	Fault string // why it can't be read, to follow its name: "must be a string."; V is the zero value then
}

// Of is a value that was given and is all right.
func Of[T any](v T) Value[T] { return Value[T]{V: v, Set: true} }

// Typed is a text that was typed. In place of bytes that are no UTF-8 it has the sign for what can't be shown.
func Typed(text string) Value[string] { return Of(clean(text)) }

func clean(text string) string { return string([]rune(text)) }

// Integer reads a whole number that was typed.
func Integer(text string) Value[int64] {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return Value[int64]{V: n, Set: true, Fault: "must be a whole number."}
	}
	return Of(n)
}

// Time reads a time as callers write it, "" for none, as milliseconds since 1970. Where it names no zone it is of the location.
func Time(text string, location *time.Location) Value[int64] {
	if text == "" {
		return Of[int64](0)
	}
	at, err := callflow.ParseMoment(text, location)
	if err != nil {
		return Value[int64]{V: at, Set: true, Fault: callflow.ErrorText(err)}
	}
	return Of(at)
}

// Entry is a value under a key that the account alone knows, as one of a customer's is.
type Entry struct {
	Key  string
	Text string
	Form Form
}

// TypedEntry is a text that was typed for a key.
func TypedEntry(key, text string) Entry { return Entry{Key: key, Text: clean(text)} }

// Form is what an entry's text is.
type Form int

// The forms.
const (
	Text    Form = iota // as it is
	Literal             // a number, true or false, as it was written
	Null                // nothing: the text is empty
	Nested              // a list or an object, which no entry may be
)

// Faults collect all that is wrong with an input.
type Faults struct {
	prefix string
	found  *[]callflow.FieldError
}

// NewFaults collects none yet.
func NewFaults() Faults { return Faults{found: &[]callflow.FieldError{}} }

// Below collects what is wrong with a value's own values: name ends with a full stop.
func (f Faults) Below(name string) Faults { return Faults{prefix: f.prefix + name, found: f.found} }

// Note takes what is wrong with a value, told after its name.
func (f Faults) Note(name, format string, args ...any) {
	f.Add(callflow.FieldError{Field: f.prefix + name, Message: f.prefix + name + " " + fmt.Sprintf(format, args...)})
}

// Add takes what is told in full already.
func (f Faults) Add(found ...callflow.FieldError) { *f.found = append(*f.found, found...) }

// Any says whether something is wrong so far.
func (f Faults) Any() bool { return len(*f.found) > 0 }

// Noted says whether something is wrong with a value so far.
func (f Faults) Noted(name string) bool {
	return slices.ContainsFunc(*f.found, func(found callflow.FieldError) bool { return found.Field == f.prefix+name })
}

// Err is nil, or all that is wrong.
func (f Faults) Err() error {
	if !f.Any() {
		return nil
	}
	return &callflow.Error{Code: callflow.Invalid, Message: (*f.found)[0].Message, Fields: *f.found}
}

// Take gives a value, and notes what the door found wrong with it.
func Take[T any](f Faults, name string, value Value[T]) T {
	if value.Fault != "" {
		f.Note(name, "%s", value.Fault)
	}
	return value.V
}

// Words are the words that a value may be.
type Words[T ~string] []T

// Take sets word where a value is given, and notes where word is none of the words then.
func (known Words[T]) Take(f Faults, name string, value Value[T], word *T) {
	taken := Take(f, name, value)
	if value.Set {
		*word = taken
	}
	if slices.Contains(known, *word) || f.Noted(name) {
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
	f.Note(name, "must be one of %s.%s", strings.Join(words, ", "), suggestion)
}

// mostUnknown is how many names that nobody asked for are told one by one: whoever sends so many knows by then.
const mostUnknown = 20

// Unknown refuses the names that nobody asked for, each with the one that was probably meant. what is what they were given for, as a sentence
// begins: "An outcome"; prefix is of the names in messages.
func Unknown(what, prefix string, names, known []string) []callflow.FieldError {
	var refused []callflow.FieldError
	for _, name := range names {
		if slices.Contains(known, name) {
			continue
		}
		if len(refused) == mostUnknown {
			break
		}
		message := fmt.Sprintf("%s has no member %q.", what, prefix+name)
		if nearest := callflow.Nearest(name, known); nearest != "" {
			message += fmt.Sprintf(" Did you mean %q?", prefix+nearest)
		} else if len(known) > 0 {
			message += " The members are: " + strings.Join(known, ", ") + "."
		}
		refused = append(refused, callflow.FieldError{Field: prefix + name, Message: message})
	}
	return refused
}
