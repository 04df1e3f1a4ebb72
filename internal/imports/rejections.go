package imports

import (
	"context"
	"encoding/json"
	"slices"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
)

// reject keeps a row that is not written. Rows come one after the other.
func (j *importJob) reject(row importer.RejectedRow) {
	if j.told >= mostRejections {
		return
	}
	j.told++
	rejection := importlog.Rejection{Place: j.told, Line: int64(row.Line), Reason: row.Reason}
	rejection.Reason = row.AllReasons()
	var kept any = row.Cells
	if row.Cells == nil {
		kept = row.Raw
	}
	if cells, err := json.Marshal(kept); err == nil && (row.Cells != nil || row.Raw != "") {
		rejection.Cells = string(cells)
	}
	if len(j.pending) == 0 {
		j.since = j.im.Ahead.Oldest()
	}
	j.pending = append(j.pending, rejection)
	if len(j.pending) >= keptTogether {
		_ = j.keepPending() // tried again with the next
	}
}

// latestAudit is how far the account's audit has come. Where it can't be read, every anonymisation counts.
func (j *importJob) latestAudit() (latest int64) {
	_ = j.jobs.store.Read(context.Background(), j.accountID, func(r *store.Snapshot) (err error) {
		latest, err = r.LatestAudit()
		return err
	})
	return latest
}

// keepNow keeps the rows that wait, so that they do not wait for as long as the import runs.
func (j *importJob) keepNow() {
	j.im.Telling.Lock()
	defer j.im.Telling.Unlock()
	if len(j.pending) > 0 {
		_ = j.keepPending() // tried again with the next sign
	}
}

// keepPending keeps the rows that wait for it. Where a customer was anonymised since they were read, nobody can say any more which of them
// tell of that customer: none of their values is kept then.
func (j *importJob) keepPending() error {
	err := j.jobs.store.Write(context.Background(), j.accountID, func(w *store.Write) error {
		r, err := w.Snapshot()
		if err != nil {
			return err
		}
		anonymized, err := r.AuditedSince(j.since, auth.AuditAnonymized, auth.AuditCustomer)
		if err != nil {
			return err
		}
		kept := j.pending
		if anonymized {
			kept = withoutValues(kept)
		}
		return importlog.KeepRejections(w, j.record.ID, kept)
	})
	if err == nil {
		j.pending = j.pending[:0]
	}
	return err
}

// withoutValues are rejected rows of which nothing is left but where they stood.
func withoutValues(rows []importlog.Rejection) []importlog.Rejection {
	emptied := slices.Clone(rows)
	for i := range emptied {
		emptied[i].Reason, emptied[i].Cells = rejectedMeanwhile, ""
	}
	return emptied
}
