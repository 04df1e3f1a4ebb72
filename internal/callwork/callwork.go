// Package callwork is the work of calling: the next customer, claims, outcomes and their withdrawal, moves by hand, skips, and who is put into a
// campaign or taken out of it. Each verb takes a typed input and runs in one transaction, which decides permission, applies the rules of the root
// package and writes. It knows no JSON and no HTTP; a status record is written by the root package's renderer, so that an answer is what was
// committed. It may not import the verbs above it, nor the rooms of the API and the console.
package callwork

import (
	"sync"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
	"callflow/internal/store/statuslist"
)

// Service does the work of calling. It is safe for concurrent use.
type Service struct {
	authority *auth.Service
	store     *store.Store
	now       func() time.Time
	pages     sync.Pool // of *scratch
}

// scratch is what one customer needs while a transaction works on it, kept for the next.
type scratch struct {
	batch    statuslist.Batch
	renderer callflow.Renderer
}

// New makes the verbs over a store. now is the clock.
func New(authority *auth.Service, s *store.Store, now func() time.Time) *Service {
	return &Service{authority: authority, store: s, now: now, pages: sync.Pool{New: func() any { return &scratch{} }}}
}
