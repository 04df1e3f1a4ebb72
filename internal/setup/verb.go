package setup

import (
	"context"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// Mode says what a request does to a thing that is set up.
type Mode int

// The modes.
const (
	Create Mode = iota
	Change      // what is not named stays
	Remove      // refused while something uses it
)

// Request is about the things of one noun, or about one of them.
type Request struct {
	Noun    Noun
	OwnerID int64 // the assignment or the campaign whose things they are; 0 for what is the account's own
	ID      int64 // of the one thing; 0 for a list and for a new one
	Mode    Mode
	Edit    Edit  // what is said of the thing; nil of one that is removed
	Place   int64 // of the thing among its like, counted from 1; 0 leaves that to the edit's position

	Encode func(Thing) []byte // writes the thing as it is sent: for the answer, and for what the caller has read; nil where neither is wanted

	DropUnreadable bool // of a custom field whose type changes: values that can't be read as one of the type are wiped
}

// List lists the things of a noun that the caller may see.
func List(s *auth.Session, r *Request) ([]Thing, error) {
	return r.Noun.list(&scope{Session: s, owner: r.OwnerID})
}

// One tells one thing; NotFound for what the caller may not see.
func One(s *auth.Session, r *Request) (Thing, error) {
	return r.Noun.one(&scope{Session: s, owner: r.OwnerID}, r.ID)
}

// SetUp adds, changes or removes a thing for a caller who may.
func (a *Service) SetUp(ctx context.Context, s *auth.Session, r *Request) (*auth.Answer, error) {
	if r.retypes() {
		return a.changeType(ctx, s, r)
	}
	return a.authority.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) { return a.setUpAudited(w, s, r, nil) })
}

// setUpAudited sets up in a transaction, and notes who did. The survey is of the field whose type changes.
func (a *Service) setUpAudited(w *store.Write, s *auth.Session, r *Request, survey *fieldSurvey) (*auth.Answer, error) {
	details := ""
	if before, err := One(s, r); err == nil { // what is not there is refused below
		details = r.changedFrom(before)
	}
	answer, err := setUpWith(w, s, r, survey)
	if err != nil {
		return nil, err
	}
	entry := r.entry(answer)
	entry.Details = survey.told(details)
	if err := s.Audit(w, entry); err != nil {
		return nil, err
	}
	return a.put(w, s, r, answer)
}

// entry says what was set up.
func (r *Request) entry(answer *auth.Answer) store.AuditEntry {
	entry := store.AuditEntry{Action: "changed", Noun: r.Noun.called(), NounID: r.ID}
	switch r.Mode {
	case Create:
		entry.Action = "created"
		entry.NounID, _ = strconv.ParseInt(answer.Location, 10, 64)
	case Remove:
		entry.Action = "removed"
	case Change:
	}
	return entry
}

func setUpWith(w *store.Write, s *auth.Session, r *Request, survey *fieldSurvey) (*auth.Answer, error) {
	c := &scope{Session: s, w: w, owner: r.OwnerID, encode: r.Encode, survey: survey}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	switch r.Mode {
	case Create:
		return r.Noun.create(c, r.Edit)
	case Change:
		return r.Noun.change(c, r.ID, r.Edit)
	case Remove:
		return r.Noun.remove(c, r.ID)
	}
	return nil, callflow.NotFoundError()
}
