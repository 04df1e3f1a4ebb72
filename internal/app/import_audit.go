package app

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"callflow/internal/auth"
	"callflow/internal/store"
)

// What the audit calls an import, and its undo.
const (
	auditedImport = "imported into"
	auditedUndo   = "undid an import into"
)

// importAudit is the entry of an import in the audit: it is written before the first customer, and tells at the end what became of the
// rows. One that still says that the import was begun ended with the server.
type importAudit struct{ entry int64 }

// begin notes who imports. A dry run writes nothing, and is not noted.
func (i *importAudit) begin(w *store.Write, s *auth.Session, r *ImportRequest) (err error) {
	if r.DryRun {
		return nil
	}
	entry := store.AuditEntry{Action: auditedImport, Noun: "assignment", NounID: r.AssignmentID, Details: auth.FileBegun}
	s.Sign(&entry)
	i.entry, err = w.AuditNumbered(entry)
	return err
}

// end tells how an import ended, and what became of its rows: the entry counts the customers that were written.
func (i *importAudit) end(w *store.Write, status string, result *ImportResult) error {
	if i.entry == 0 {
		return nil
	}
	details := []string{
		status, "created: " + number(result.Created), "updated: " + number(result.Updated), "rejected: " + number(result.Rejected),
	}
	_, err := w.CountAudit(i.entry, result.Created+result.Updated, strings.Join(details, ", "))
	return err
}

// importStatus is how an import is told that ended with an error, or with none.
func importStatus(failed error) string {
	switch {
	case failed == nil:
		return importDone
	case errors.Is(failed, context.Canceled):
		return importInterrupted
	}
	return importFailed
}

// audited runs the import of whoever has the database at hand, with its entry in the audit.
func (im *importer) audited(ctx context.Context, run func(context.Context) error) error {
	if im.request.DryRun {
		return run(ctx)
	}
	var audit importAudit
	write := func(fn func(w *store.Write) error) error {
		return im.app.store.Write(context.WithoutCancel(ctx), im.session.AccountID, func(w *store.Write) error {
			w.SetNow(im.app.now().UnixMilli())
			return fn(w)
		})
	}
	if err := write(func(w *store.Write) error { return audit.begin(w, im.session, im.request) }); err != nil {
		return err
	}
	failed := run(ctx)
	counts := im.counts()
	unnoted := write(func(w *store.Write) error { return audit.end(w, importStatus(failed), &counts) })
	return cmp.Or(failed, unnoted)
}
