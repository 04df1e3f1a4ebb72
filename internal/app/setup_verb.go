package app

import (
	"context"
	"strconv"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// SetupMode says what a request does to a thing that is set up.
type SetupMode int

// The modes.
const (
	CreateThing SetupMode = iota
	ChangeThing           // what is not named stays
	RemoveThing           // refused while something uses it
)

// SetupRequest is about the things of one noun, or about one of them.
type SetupRequest struct {
	Noun    Noun
	OwnerID int64 // the assignment or the campaign whose things they are; 0 for what is the account's own
	ID      int64 // of the one thing; 0 for a list and for a new one
	Mode    SetupMode
	Members []Member
	Place   int64 // of the thing among its like, counted from 1; 0 leaves that to the member position

	DropUnreadable bool // of a custom field whose type changes: values that can't be read as one of the type are wiped
}

// SetupList lists the things of a noun that the caller may see, as a JSON array.
func (a *App) SetupList(s *auth.Session, r *SetupRequest) ([]byte, error) {
	return r.Noun.list(&scope{Session: s, owner: r.OwnerID})
}

// SetupOne gives one thing as JSON; NotFound for what the caller may not see.
func (a *App) SetupOne(s *auth.Session, r *SetupRequest) ([]byte, error) {
	return r.Noun.one(&scope{Session: s, owner: r.OwnerID}, r.ID)
}

// SetUp adds, changes or removes a thing for a caller who may.
func (a *App) SetUp(ctx context.Context, s *auth.Session, r *SetupRequest) (*auth.Answer, error) {
	if r.retypes() {
		return a.changeType(ctx, s, r)
	}
	return a.Write(ctx, s, func(w *store.Write, s *auth.Session) (*auth.Answer, error) { return a.setUpAudited(w, s, r, nil) })
}

// setUpAudited sets up in a transaction, and notes who did. The survey is of the field whose type changes.
func (a *App) setUpAudited(w *store.Write, s *auth.Session, r *SetupRequest, survey *fieldSurvey) (*auth.Answer, error) {
	details := ""
	if before, err := a.SetupOne(s, r); err == nil { // what is not there is refused below
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
func (r *SetupRequest) entry(answer *auth.Answer) store.AuditEntry {
	entry := store.AuditEntry{Action: "changed", Noun: r.Noun.called(), NounID: r.ID}
	switch r.Mode {
	case CreateThing:
		entry.Action = "created"
		entry.NounID, _ = strconv.ParseInt(answer.Location, 10, 64)
	case RemoveThing:
		entry.Action = "removed"
	case ChangeThing:
	}
	return entry
}

func setUpWith(w *store.Write, s *auth.Session, r *SetupRequest, survey *fieldSurvey) (*auth.Answer, error) {
	c := &scope{Session: s, w: w, owner: r.OwnerID, survey: survey}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	switch r.Mode {
	case CreateThing:
		return r.Noun.create(c, r.Members)
	case ChangeThing:
		return r.Noun.change(c, r.ID, r.Members)
	case RemoveThing:
		return r.Noun.remove(c, r.ID)
	}
	return nil, callflow.NotFoundError()
}

// scope is what a verb works in: the account as it stands, and whose things are meant.
type scope struct {
	*auth.Session
	w      *store.Write // nil while nothing is written
	owner  int64
	survey *fieldSurvey // of the values of the field whose type changes; else nil
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

// inUse is the refusal to remove or to change what something leans on.
func inUse(message, fix string) error {
	return &callflow.Error{Code: callflow.Conflict, Message: message, Fix: fix}
}
