package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
)

// body reads a JSON object's members by name and type, and collects all that is
// wrong, so that it is told at once.
type body struct {
	what     string // what the object is, for messages: "An outcome"
	prefix   string // of the members' names in messages: "meeting."
	members  []Member
	location *time.Location
	known    []string
	wrong    *[]callflow.FieldError
}

func newBody(what string, members []Member, location *time.Location) *body {
	return &body{what: what, members: members, location: location, wrong: &[]callflow.FieldError{}}
}

func (b *body) note(name, format string, args ...any) {
	*b.wrong = append(*b.wrong, callflow.FieldError{Field: b.prefix + name, Message: b.prefix + name + " " + fmt.Sprintf(format, args...)})
}

// value gives a member as it was sent; ok is false where it is absent or null.
func (b *body) value(name string) (value json.RawMessage, ok bool) {
	b.known = append(b.known, name)
	i := slices.IndexFunc(b.members, func(m Member) bool { return m.Name == name })
	if i < 0 || string(b.members[i].Value) == "null" {
		return nil, false
	}
	return b.members[i].Value, true
}

// has says whether a member was sent, null too.
func (b *body) has(name string) bool {
	return slices.ContainsFunc(b.members, func(m Member) bool { return m.Name == name })
}

func (b *body) text(name string) string {
	value, ok := b.value(name)
	var text string
	if ok && json.Unmarshal(value, &text) != nil {
		b.note(name, "must be a string.")
	}
	return text
}

// integer gives a whole number, absent where there is none.
func (b *body) integer(name string, absent int64) int64 {
	value, ok := b.value(name)
	if !ok {
		return absent
	}
	n, err := strconv.ParseInt(string(value), 10, 64)
	if err != nil {
		b.note(name, "must be a whole number.")
	}
	return n
}

func (b *body) boolean(name string, absent bool) bool {
	value, ok := b.value(name)
	if !ok {
		return absent
	}
	if string(value) != "true" && string(value) != "false" {
		b.note(name, "must be true or false.")
	}
	return string(value) == "true"
}

// texts gives a list of strings.
func (b *body) texts(name string) []string {
	value, ok := b.value(name)
	var sent []*string // null would read as an empty string
	if ok && (json.Unmarshal(value, &sent) != nil || slices.Contains(sent, nil)) {
		b.note(name, "must be a list of strings.")
		return nil
	}
	texts := make([]string, len(sent))
	for i := range sent {
		texts[i] = *sent[i]
	}
	return texts
}

// moment gives a time as milliseconds since 1970, 0 where none is given.
func (b *body) moment(name string) int64 {
	text := b.text(name)
	if text == "" {
		return 0
	}
	at, err := callflow.ParseMoment(text, b.location)
	if err != nil {
		b.note(name, "%s", callflow.ErrorText(err))
	}
	return at
}

// object gives the members of an object, nil where there is none.
func (b *body) object(name string) *body {
	value, ok := b.value(name)
	if !ok {
		return nil
	}
	if bytes.TrimSpace(value)[0] != '{' {
		b.note(name, "must be an object.")
		return nil
	}
	members, err := ParseObject(value)
	if err != nil {
		b.note(name, "can't be read: %s.", strings.TrimPrefix(callflow.ErrorText(err), parseErrorStart))
		return nil
	}
	return &body{what: b.what, prefix: b.prefix + name + ".", members: members, location: b.location, wrong: b.wrong}
}

// mostUnknown is how many members that nobody asked for are told one by one.
const mostUnknown = 20

// finish refuses what nobody asked for, with the name that was probably meant.
func (b *body) finish() {
	told := 0
	for _, member := range b.members {
		if slices.Contains(b.known, member.Name) {
			continue
		}
		if told++; told > mostUnknown { // whoever sends so many knows by now
			return
		}
		message := fmt.Sprintf("%s has no member %q.", b.what, b.prefix+member.Name)
		if nearest := callflow.Nearest(member.Name, b.known); nearest != "" {
			message += fmt.Sprintf(" Did you mean %q?", b.prefix+nearest)
		} else if len(b.known) > 0 {
			message += " The members are: " + strings.Join(b.known, ", ") + "."
		}
		*b.wrong = append(*b.wrong, callflow.FieldError{Field: b.prefix + member.Name, Message: message})
	}
}

// err ends the reading: nil, or all that is wrong.
func (b *body) err() error {
	b.finish()
	if len(*b.wrong) == 0 {
		return nil
	}
	return &callflow.Error{Code: callflow.Invalid, Message: (*b.wrong)[0].Message, Fields: *b.wrong}
}
