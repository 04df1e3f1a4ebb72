package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"callflow"
	"callflow/internal/given"
)

// Object is a JSON object that is read member by member, by name and type. A member that is null is as good as none where nothing else is said.
type Object struct {
	What   string // what the object is, for messages: "An outcome"
	Prefix string // of the members' names in messages: "meeting."

	members  []Member
	known    []string // the members that were asked for
	location *time.Location
}

// NewObject reads members that were sent. Times without a zone are of the location.
func NewObject(what string, members []Member, location *time.Location) *Object {
	return &Object{What: what, members: members, location: location}
}

// Members are those that were sent.
func (o *Object) Members() []Member { return o.members }

// Has says whether a member was sent, null too.
func (o *Object) Has(name string) bool {
	return slices.ContainsFunc(o.members, func(m Member) bool { return m.Name == name })
}

// Raw gives a member as it was sent; ok is false where it is absent or null.
func (o *Object) Raw(name string) (value json.RawMessage, ok bool) {
	if !slices.Contains(o.known, name) {
		o.known = append(o.known, name)
	}
	i := slices.IndexFunc(o.members, func(m Member) bool { return m.Name == name })
	if i < 0 || string(o.members[i].Value) == "null" {
		return nil, false
	}
	return o.members[i].Value, true
}

// read gives a member's value, zero and set where it is null.
func read[T any](o *Object, name string, parse func(value json.RawMessage) (T, string)) given.Value[T] {
	read := given.Value[T]{Set: o.Has(name)}
	if value, ok := o.Raw(name); ok {
		read.V, read.Fault = parse(value)
	}
	return read
}

// Text is a member that is a string.
func (o *Object) Text(name string) given.Value[string] {
	return read(o, name, func(value json.RawMessage) (text string, fault string) {
		if json.Unmarshal(value, &text) != nil {
			return "", "must be a string."
		}
		return text, ""
	})
}

// Integer is a member that is a whole number.
func (o *Object) Integer(name string) given.Value[int64] {
	return read(o, name, func(value json.RawMessage) (int64, string) {
		n, err := strconv.ParseInt(string(value), 10, 64)
		if err != nil {
			return n, "must be a whole number."
		}
		return n, ""
	})
}

// Boolean is a member that is true or false.
func (o *Object) Boolean(name string) given.Value[bool] {
	return read(o, name, func(value json.RawMessage) (bool, string) {
		if string(value) != "true" && string(value) != "false" {
			return false, "must be true or false."
		}
		return string(value) == "true", ""
	})
}

// Texts is a member that is a list of strings.
func (o *Object) Texts(name string) given.Value[[]string] {
	return read(o, name, func(value json.RawMessage) ([]string, string) {
		var sent []*string // null would read as an empty string
		if json.Unmarshal(value, &sent) != nil || slices.Contains(sent, nil) {
			return nil, "must be a list of strings."
		}
		texts := make([]string, len(sent))
		for i := range sent {
			texts[i] = *sent[i]
		}
		return texts, ""
	})
}

// Time is a member that is a time, as milliseconds since 1970; "" is none, which is 0.
func (o *Object) Time(name string) given.Value[int64] {
	text := o.Text(name)
	if text.Fault != "" || text.V == "" {
		return given.Value[int64]{Set: text.Set, Fault: text.Fault}
	}
	return given.Time(text.V, o.location)
}

// Object is a member that is an object, nil where it is none.
func (o *Object) Object(name string) (below *Object, fault string) {
	value, ok := o.Raw(name)
	if !ok {
		return nil, ""
	}
	if bytes.TrimSpace(value)[0] != '{' {
		return nil, "must be an object."
	}
	members, err := ParseObject(value)
	if err != nil {
		return nil, fmt.Sprintf("can't be read: %s.", strings.TrimPrefix(callflow.ErrorText(err), parseErrorStart))
	}
	return o.below(name, members), ""
}

// Objects are the objects of a list. One that is none is nil.
func (o *Object) Objects(name string) given.Value[[]*Object] {
	return read(o, name, func(value json.RawMessage) ([]*Object, string) {
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil {
			return nil, "must be a list of objects."
		}
		objects := make([]*Object, len(list))
		for i, item := range list {
			if members, err := ParseObject(item); err == nil {
				objects[i] = o.below(fmt.Sprintf("%s[%d]", name, i), members)
			}
		}
		return objects, ""
	})
}

func (o *Object) below(name string, members []Member) *Object {
	return &Object{What: o.What, Prefix: o.Prefix + name + ".", members: members, location: o.location}
}

// KnowAll takes all members as asked for.
func (o *Object) KnowAll() { o.known = append(o.known, o.names()...) }

func (o *Object) names() []string {
	names := make([]string, len(o.members))
	for i := range o.members {
		names[i] = o.members[i].Name
	}
	return names
}

// Unknown refuses the members that nobody asked for.
func (o *Object) Unknown() []callflow.FieldError {
	return given.Unknown(o.What, o.Prefix, o.names(), o.known)
}
