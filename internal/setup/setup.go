// Package setup is what an admin sets up: clients, assignments with their custom fields, campaigns with their call states, outcomes and products. Each
// kind is a Noun, whose things are made, changed and removed alike; what is said of a thing is a typed Edit, and what is told of it a Thing, a list of
// named values. It also tells what other rules would have made of a campaign. It knows no JSON and no HTTP: whoever wants a thing as it is sent
// gives what writes it. It may not import the verbs above it, nor the rooms of the API and the console.
package setup

import (
	"callflow"
	"callflow/internal/auth"
	"callflow/internal/heavy"
	"callflow/internal/store"
)

// Service sets up. It is safe for concurrent use.
type Service struct {
	authority *auth.Service
	places    *heavy.Places
	ending    func() bool // the process ends: what takes long stops between two of its parts
}

// New makes the verbs over whoever decides permission, and the places for heavy reads. ending says whether the process ends.
func New(authority *auth.Service, places *heavy.Places, ending func() bool) *Service {
	return &Service{authority: authority, places: places, ending: ending}
}

// scope is what a verb works in: the account as it stands, and whose things are meant.
type scope struct {
	*auth.Session
	w      *store.Write // nil while nothing is written
	owner  int64
	encode func(Thing) []byte // nil where no thing is sent
	survey *fieldSurvey       // of the values of the field whose type changes; else nil
}

// refresh takes the set-up as this transaction sees it, with what it wrote itself
// and what others wrote that it is committed with.
func (c *scope) refresh() error {
	setup, err := c.w.Setup()
	if err != nil {
		return err
	}
	current := *c.Session
	current.Setup = setup
	c.Session = &current
	return nil
}

// body is a thing as it is sent.
func (c *scope) body(thing Thing) []byte {
	if c.encode == nil {
		return nil
	}
	return c.encode(thing)
}

// inUse is the refusal to remove or to change what something leans on.
func inUse(message, fix string) error {
	return &callflow.Error{Code: callflow.Conflict, Message: message, Fix: fix}
}
