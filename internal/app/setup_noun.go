package app

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
)

// Noun is a kind of thing that an admin sets up (contract, section 5): Clients, CallStates …
type Noun interface {
	called() string
	list(c *scope) ([]byte, error)
	one(c *scope, id int64) ([]byte, error)
	create(c *scope, members []Member) (*auth.Answer, error)
	change(c *scope, id int64, members []Member) (*auth.Answer, error)
	remove(c *scope, id int64) (*auth.Answer, error)
}

// noun is what tells one kind of thing from the others. Functions that may be nil say so.
type noun[T any] struct {
	name  string // as messages begin: "A client"
	blank T      // what a new one is where the body says nothing
	id    func(thing *T) *int64
	all   func(c *scope) ([]T, error)             // those that the caller sees, in order, to keep; NotFound without their owner
	view  func(c *scope, thing *T) any            // what JSON shows
	read  func(c *scope, b *body, thing *T)       // sets what the body names
	check func(c *scope, thing *T) error          // says what is wrong with the thing as a whole
	guard func(c *scope, before, after *T) error  // refuses a change of what is in use; nil where all may change
	used  func(c *scope, thing *T) error          // refuses to remove what is in use; nil where nothing can use it
	add   func(c *scope, thing *T) (int64, error) // gives its id
	set   func(c *scope, thing *T) error          // replaces it
	drop  func(c *scope, id int64) error          // takes it away
}

// called is the noun without its article.
func (n *noun[T]) called() string {
	_, called, _ := strings.Cut(n.name, " ")
	return called
}

func (n *noun[T]) list(c *scope) ([]byte, error) {
	things, err := n.all(c)
	if err != nil {
		return nil, err
	}
	views := make([]any, len(things))
	for i := range things {
		views[i] = n.view(c, &things[i])
	}
	return auth.EncodeBody(views)
}

func (n *noun[T]) one(c *scope, id int64) ([]byte, error) {
	thing, err := n.find(c, id)
	if err != nil {
		return nil, err
	}
	return auth.EncodeBody(n.view(c, thing))
}

func (n *noun[T]) find(c *scope, id int64) (*T, error) {
	things, err := n.all(c)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(things, func(thing T) bool { return *n.id(&thing) == id })
	if i < 0 {
		return nil, callflow.NotFoundError()
	}
	return &things[i], nil
}

func (n *noun[T]) create(c *scope, members []Member) (*auth.Answer, error) {
	if _, err := n.all(c); err != nil { // its owner is not there
		return nil, err
	}
	thing := n.blank
	if err := n.decode(c, members, &thing); err != nil {
		return nil, err
	}
	id, err := n.add(c, &thing)
	if err != nil {
		return nil, err
	}
	answer, err := n.written(c, id)
	if err != nil {
		return nil, err
	}
	answer.Created, answer.Location = true, strconv.FormatInt(id, 10)
	return answer, nil
}

// change sets what the body names. What changes nothing is not written.
func (n *noun[T]) change(c *scope, id int64, members []Member) (*auth.Answer, error) {
	held, err := n.find(c, id)
	if err != nil {
		return nil, err
	}
	before, err := n.asRead(c, held)
	if err != nil {
		return nil, err
	}
	wanted := *held
	if err := n.decode(c, members, &wanted); err != nil {
		return nil, err
	}
	after, err := auth.EncodeBody(n.view(c, &wanted))
	if err != nil || bytes.Equal(before, after) && !c.survey.again() {
		return &auth.Answer{Body: before}, err
	}
	if n.guard != nil {
		if err := n.guard(c, held, &wanted); err != nil {
			return nil, err
		}
	}
	if err := n.set(c, &wanted); err != nil {
		return nil, err
	}
	return n.written(c, id)
}

func (n *noun[T]) remove(c *scope, id int64) (*auth.Answer, error) {
	thing, err := n.find(c, id)
	if err != nil {
		return nil, err
	}
	if _, err := n.asRead(c, thing); err != nil {
		return nil, err
	}
	if n.used != nil {
		if err := n.used(c, thing); err != nil {
			return nil, err
		}
	}
	return &auth.Answer{}, n.drop(c, id)
}

// asRead shows a thing as it stands before a write. A caller that read another state of it is told so.
func (n *noun[T]) asRead(c *scope, thing *T) ([]byte, error) {
	record, err := auth.EncodeBody(n.view(c, thing))
	if err == nil && c.Match != nil && !c.Match(record) {
		err = ErrMovedOn()
	}
	return record, err
}

// written shows a thing as it stands after it was written.
func (n *noun[T]) written(c *scope, id int64) (*auth.Answer, error) {
	if err := c.refresh(); err != nil {
		return nil, err
	}
	body, err := n.one(c, id)
	return &auth.Answer{Body: body}, err
}

// decode sets what a body names. All that is wrong is told at once: first what the
// members say of themselves, then what the thing says as a whole.
func (n *noun[T]) decode(c *scope, members []Member, thing *T) error {
	b := newBody(n.name, members, c.Setup.Location)
	b.setID(n.id(thing))
	n.read(c, b, thing)
	whole := n.check(c, thing)
	var problem *callflow.Error
	if errors.As(whole, &problem) {
		for _, field := range problem.Fields {
			if !b.noted(field.Field) {
				*b.wrong = append(*b.wrong, field)
			}
		}
	}
	if err := b.err(); err != nil {
		return err
	}
	return whole
}
