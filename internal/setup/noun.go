package setup

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/given"
)

// Noun is a kind of thing that an admin sets up (contract, section 5): Clients, CallStates …
type Noun interface {
	// Name is the noun as messages begin: "A client".
	Name() string
	// NewEdit is an edit that says nothing yet.
	NewEdit() Edit

	called() string
	list(c *scope) ([]Thing, error)
	one(c *scope, id int64) (Thing, error)
	create(c *scope, edit Edit) (*auth.Answer, error)
	change(c *scope, id int64, edit Edit) (*auth.Answer, error)
	remove(c *scope, id int64) (*auth.Answer, error)
}

// noun is what tells one kind of thing from the others. Functions that may be nil say so.
type noun[T, E any] struct {
	name  string // as messages begin: "A client"
	blank T      // what a new one is where the edit says nothing
	id    func(thing *T) *int64
	all   func(c *scope) ([]T, error)                 // those that the caller sees, in order, to keep; NotFound without their owner
	view  func(c *scope, thing *T) Thing              // what is told of it
	read  func(c *scope, f faults, edit *E, thing *T) // sets what the edit says
	check func(c *scope, thing *T) error              // says what is wrong with the thing as a whole
	guard func(c *scope, before, after *T) error      // refuses a change of what is in use; nil where all may change
	used  func(c *scope, thing *T) error              // refuses to remove what is in use; nil where nothing can use it
	add   func(c *scope, thing *T) (int64, error)     // gives its id
	set   func(c *scope, thing *T) error              // replaces it
	drop  func(c *scope, id int64) error              // takes it away
}

// Name is the noun as messages begin.
func (n *noun[T, E]) Name() string { return n.name }

// NewEdit is an edit that says nothing yet.
func (n *noun[T, E]) NewEdit() Edit { return asEdit(new(E)) }

// asEdit is what every E of a noun is.
func asEdit[E any](edit *E) Edit { return any(edit).(Edit) } //nolint:forcetypeassert // a noun without an edit is none

// called is the noun without its article.
func (n *noun[T, E]) called() string {
	_, called, _ := strings.Cut(n.name, " ")
	return called
}

func (n *noun[T, E]) list(c *scope) ([]Thing, error) {
	things, err := n.all(c)
	if err != nil {
		return nil, err
	}
	views := make([]Thing, len(things))
	for i := range things {
		views[i] = n.view(c, &things[i])
	}
	return views, nil
}

func (n *noun[T, E]) one(c *scope, id int64) (Thing, error) {
	thing, err := n.find(c, id)
	if err != nil {
		return nil, err
	}
	return n.view(c, thing), nil
}

func (n *noun[T, E]) find(c *scope, id int64) (*T, error) {
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

func (n *noun[T, E]) create(c *scope, edit Edit) (*auth.Answer, error) {
	if _, err := n.all(c); err != nil { // its owner is not there
		return nil, err
	}
	thing := n.blank
	if err := n.decode(c, edit, &thing); err != nil {
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

// change sets what the edit says. What changes nothing is not written.
func (n *noun[T, E]) change(c *scope, id int64, edit Edit) (*auth.Answer, error) {
	held, err := n.find(c, id)
	if err != nil {
		return nil, err
	}
	before, err := n.asRead(c, held)
	if err != nil {
		return nil, err
	}
	wanted := *held
	if err := n.decode(c, edit, &wanted); err != nil {
		return nil, err
	}
	if before.same(n.view(c, &wanted)) && !c.survey.again() {
		return &auth.Answer{Body: c.body(before)}, nil
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

func (n *noun[T, E]) remove(c *scope, id int64) (*auth.Answer, error) {
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
func (n *noun[T, E]) asRead(c *scope, thing *T) (Thing, error) {
	record := n.view(c, thing)
	if c.Match != nil && !c.Match(c.body(record)) {
		return nil, auth.ErrMovedOn()
	}
	return record, nil
}

// written shows a thing as it stands after it was written.
func (n *noun[T, E]) written(c *scope, id int64) (*auth.Answer, error) {
	if err := c.refresh(); err != nil {
		return nil, err
	}
	thing, err := n.one(c, id)
	if err != nil {
		return nil, err
	}
	return &auth.Answer{Body: c.body(thing)}, nil
}

// decode sets what an edit says. All that is wrong is told at once: first what the
// values say of themselves, then what the thing says as a whole.
func (n *noun[T, E]) decode(c *scope, said Edit, thing *T) error {
	edit, ok := any(said).(*E)
	if !ok {
		return callflow.NotFoundError()
	}
	f := faults{given.NewFaults()}
	f.setID(said.Own().ID, n.id(thing))
	n.read(c, f, edit, thing)
	whole := n.check(c, thing)
	var problem *callflow.Error
	if errors.As(whole, &problem) {
		for _, field := range problem.Fields {
			if !f.Noted(field.Field) {
				f.Add(field)
			}
		}
	}
	f.Add(said.Own().Faults...)
	if err := f.Err(); err != nil {
		return err
	}
	return whole
}
