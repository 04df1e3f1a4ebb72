package imports

import (
	"context"
	"encoding/json"
	"path"
	"slices"
	"strings"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/notes"
	"callflow/internal/person"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// rejectedMeanwhile is what is left of a row that was not taken and waited to be kept while somebody was anonymised.
const rejectedMeanwhile = "A customer was anonymised while the row was read: its values are not kept."

// errorAnonymized is what is left of why an import failed that told of somebody who was anonymised.
const errorAnonymized = "What went wrong told of a customer who was anonymised since."

// Empty takes out of what is kept of an import as a whole what tells of the customer; false where nothing does. Rows of values are headings
// where a file was read so.
func Empty(job *importlog.Job, traces *person.Traces) (emptied bool) {
	if traces.In(job.FileName) || traces.In(strings.TrimSuffix(job.FileName, path.Ext(job.FileName))) {
		job.FileName, emptied = "", true
	}
	if traces.Named(job.Error) {
		job.Error, emptied = errorAnonymized, true
	}
	kept := keptOf(job)
	if !traces.In(job.Columns) && !slices.ContainsFunc(textsKept(&kept), traces.In) {
		return emptied
	}
	kept.Ignored, kept.NewFields, kept.AsBefore, kept.Notes = []string{}, []string{}, []string{}, []notes.Note{}
	if kept.Reading != nil {
		kept.Reading.Columns, kept.Reading.Sheet = []importer.ReadColumn{}, ""
	}
	if result, err := json.Marshal(kept); err == nil {
		job.Columns, job.Result = "[]", string(result)
	}
	return true
}

// textsKept are the texts of its file that what an import came to holds beside its columns: names of sheets, and what its notes are about.
func textsKept(kept *keptResult) []string {
	var texts []string
	if kept.Reading != nil {
		texts = append(texts, kept.Reading.Sheet)
	}
	for i := range kept.Notes {
		texts = append(texts, kept.Notes[i].Detail)
	}
	return texts
}

// What a dry run has told of an account's customers is in the memory of the server that it ran on, and somebody may be anonymised on another
// one of the database. The account's audit tells of it: what was told before is forgotten when somebody asks for it next.

// latestAudit is how far the account's audit has come.
func (a *Service) latestAudit(ctx context.Context, s *auth.Session) (id int64, err error) {
	err = a.Read(ctx, s, func(r *store.Snapshot, _ *auth.Session) error {
		id, err = r.LatestAudit()
		return err
	})
	return id, err
}

// RehearsalOf is how far the rehearsal of a file is; false where nobody has begun one, or a customer of the account was anonymised since.
func (a *Service) RehearsalOf(ctx context.Context, s *auth.Session, f *KeptFile) (Rehearsal, bool, error) {
	if err := a.forgetAnonymized(ctx, s, f); err != nil {
		return Rehearsal{}, false, err
	}
	told, begun := f.Rehearsal()
	return told, begun, nil
}

// forgetAnonymized forgets what the file's rehearsal has told where a customer was anonymised since it began.
func (a *Service) forgetAnonymized(ctx context.Context, s *auth.Session, f *KeptFile) error {
	f.mu.Lock()
	h := f.rehearsal
	f.mu.Unlock()
	if h == nil {
		return nil
	}
	since, begun := h.auditedBefore()
	if !begun { // nothing of any customer is told yet
		return nil
	}
	var anonymized bool
	err := a.Read(ctx, s, func(r *store.Snapshot, _ *auth.Session) (err error) {
		anonymized, err = r.AuditedSince(since, auth.AuditAnonymized, auth.AuditCustomer)
		return err
	})
	if err != nil || !anonymized {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.rehearsal == h {
		f.forgetRehearsal()
	}
	return nil
}

// auditedBefore is how far the account's audit had come when the rehearsal began to read; false while it waits.
func (h *rehearsal) auditedBefore() (int64, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.audited, !h.state.Waiting
}

// ForgetEmptied forgets what was told of an account's customers, one of whom was anonymised.
func (a *Service) ForgetEmptied(accountID int64) {
	a.files.forgetRehearsals(accountID)
	a.rows.forget(accountID)
}
