package ui

import (
	"net/http"

	"callflow/internal/auth"
)

// Route is a page or a form: what is asked, the right that it needs, and what answers.
type Route struct {
	Pattern string
	Right   auth.Right
	Handle  Handler
}

// Handler answers a request, or says why not.
type Handler func(*Request) error

// NewRoute is a route for whoever has a right.
func NewRoute(pattern string, right auth.Right, handle Handler) Route {
	return Route{pattern, right, handle}
}

// Open registers what finds out itself who asks.
func (c *Console) Open(pattern string, handle Handler) {
	c.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { c.NewRequest(w, r).Answer(handle) })
}

// Answer answers whoever is signed in and has the right.
func (r Route) Answer(req *Request) error {
	if err := req.admit(r.Right); err != nil {
		return err
	}
	return r.Handle(req)
}

// WithForm reads the form of a write before it is handled.
func WithForm(handle Handler) Handler {
	return func(req *Request) error {
		if err := req.ReadForm(); err != nil {
			return err
		}
		return handle(req)
	}
}
