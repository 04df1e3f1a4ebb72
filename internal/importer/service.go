// Package importer brings one file into an assignment: it finds out how the file is read and what its columns fill, recognizes customers, and
// writes them chunk by chunk, or says what it would write. Which files there are, and when each has its turn, imports knows. It may import auth,
// cleanse, labels, notes, person, profile, store, worker, and tabular with its rooms files, heading and xlsx.
package importer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/store"
)

// Service imports files into the accounts of a store.
type Service struct {
	*auth.Service
	Store       *store.Store
	Clock       func() time.Time
	createField createField
}

// createField sets a custom field up for a column of a file, as whoever imports would by hand, and gives it its id.
type createField func(w *store.Write, s *auth.Session, assignmentID int64, field *callflow.Field) error

// New makes the service. now is the clock.
func New(authority *auth.Service, s *store.Store, now func() time.Time, create createField) *Service {
	return &Service{Service: authority, Store: s, Clock: now, createField: create}
}

// auditedImport is what the audit calls an import.
const auditedImport = "imported into"

// The statuses of an import.
const (
	Waiting     = "waiting" // for another of the account
	Running     = "running"
	finished    = "done"
	Failed      = "failed"
	Interrupted = "interrupted" // its server stopped: sending the file again completes it
	Undone      = "undone"
)

// Audit is the entry of an import in the audit: it is written before the first customer, and tells at the end what became of the
// rows. One that still says that the import was begun ended with the server.
type Audit struct{ entry int64 }

// Begin notes who imports. A dry run writes nothing, and is not noted.
func (i *Audit) Begin(w *store.Write, s *auth.Session, r *Request) (err error) {
	if r.DryRun {
		return nil
	}
	entry := store.AuditEntry{Action: auditedImport, Noun: "assignment", NounID: r.AssignmentID, Details: auth.FileBegun}
	s.Sign(&entry)
	i.entry, err = w.AuditNumbered(entry)
	return err
}

// End tells how an import ended, and what became of its rows: the entry counts the customers that were written.
func (i *Audit) End(w *store.Write, status string, result *Result) error {
	if i.entry == 0 {
		return nil
	}
	details := []string{
		status, fmt.Sprintf("created: %d", result.Created), fmt.Sprintf("updated: %d", result.Updated), fmt.Sprintf("rejected: %d", result.Rejected),
	}
	_, err := w.CountAudit(i.entry, result.Created+result.Updated, strings.Join(details, ", "))
	return err
}

// StatusOf is how an import is told that ended with an error, or with none.
func StatusOf(failed error) string {
	switch {
	case failed == nil:
		return finished
	case errors.Is(failed, context.Canceled):
		return Interrupted
	}
	return Failed
}

// audited runs the import of whoever has the database at hand, with its entry in the audit.
func (im *Run) audited(ctx context.Context, run func(context.Context) error) error {
	if im.Request.DryRun {
		return run(ctx)
	}
	var audit Audit
	write := func(fn func(w *store.Write) error) error {
		return im.service.Store.Write(context.WithoutCancel(ctx), im.session.AccountID, func(w *store.Write) error {
			w.SetNow(im.service.Clock().UnixMilli())
			return fn(w)
		})
	}
	if err := write(func(w *store.Write) error { return audit.Begin(w, im.session, im.Request) }); err != nil {
		return err
	}
	failed := run(ctx)
	counts := im.Counts()
	unnoted := write(func(w *store.Write) error { return audit.End(w, StatusOf(failed), &counts) })
	return cmp.Or(failed, unnoted)
}
