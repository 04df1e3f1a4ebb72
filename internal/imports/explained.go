package imports

import (
	"sync"

	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/store"
)

// explainedRows are the first rows of the files of dry runs, as they will be, for those who ask how far these are. Nothing keeps them.
type explainedRows struct {
	mu    sync.Mutex
	rows  map[importKey]explainedFile
	order []importKey
}

// explainedFile are the first rows of a file with how far the account's audit had come before they were told.
type explainedFile struct {
	rows    []importer.ReadRow
	audited int64
}

// mostExplained is of how many dry runs rows are held.
const mostExplained = 50

func (x *explainedRows) hold(key importKey, rows explainedFile) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.rows == nil {
		x.rows = make(map[importKey]explainedFile)
	}
	if len(x.order) == mostExplained {
		delete(x.rows, x.order[0])
		x.order = x.order[1:]
	}
	x.rows[key] = rows
	x.order = append(x.order, key)
}

// show adds the rows to what is told of an import, unless a customer of the account was anonymised since, on whichever server.
func (x *explainedRows) show(r *store.Snapshot, key importKey, view *importView) error {
	x.mu.Lock()
	held := x.rows[key]
	x.mu.Unlock()
	if held.rows == nil || view.Reading == nil {
		return nil
	}
	anonymized, err := r.AuditedSince(held.audited, auth.AuditAnonymized, auth.AuditCustomer)
	if anonymized {
		x.forget(key.account)
	}
	if anonymized || err != nil {
		return err
	}
	shown := *view.Reading
	shown.Rows = held.rows
	view.Reading = &shown
	return nil
}

// forget lets go of an account's rows.
func (x *explainedRows) forget(account int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for key := range x.rows {
		if key.account == account {
			x.rows[key] = explainedFile{}
		}
	}
}
