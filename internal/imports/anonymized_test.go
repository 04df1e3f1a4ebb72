package imports

import (
	"path/filepath"
	"testing"
	"time"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/importer"
	"callflow/internal/job"
	"callflow/internal/store"
	"callflow/internal/store/importlog"
	"callflow/internal/store/setuprows"
)

// rejectingJob is an import in an assignment that has a customer, K-1, as it stands before its first row.
func rejectingJob(t *testing.T) *importJob {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "rejecting.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	authority, err := auth.New(s, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	account, err := s.CreateAccount(t.Context(), callflow.Account{Name: "acme"})
	if err != nil {
		t.Fatal(err)
	}
	job := &importJob{jobs: New(importer.New(authority, s, time.Now, nil), job.New(nil, nil, nil)), accountID: account, im: &importer.Run{}}
	job.im.Ahead = &importer.ReadAhead{Latest: job.latestAudit}
	err = s.Write(t.Context(), account, func(w *store.Write) error {
		client, err := setuprows.CreateClient(w, &callflow.Client{ShortName: "Client"})
		if err != nil {
			return err
		}
		job.record.AssignmentID, err = setuprows.CreateAssignment(w, &callflow.Assignment{ClientID: client, Name: "Assignment"})
		if err != nil {
			return err
		}
		_, err = w.PutCustomer(&callflow.Customer{AssignmentID: job.record.AssignmentID, CustomerID: "K-1", Name: "Kari Prøve"})
		if err != nil {
			return err
		}
		job.record.ID, err = importlog.Create(w, &job.record)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return job
}

// kept are the cells of the rows that are kept as rejected.
func (j *importJob) kept(t *testing.T) (cells []string) {
	t.Helper()
	err := j.jobs.store.Read(t.Context(), j.accountID, func(r *store.Snapshot) error {
		rows, err := importlog.Rejections(r, j.record.ID, 0, 100)
		for i := range rows {
			cells = append(cells, rows[i].Cells)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return cells
}

func TestARejectedRowThatWaitsWhileItsCustomerIsAnonymisedIsKeptWithoutItsValues(t *testing.T) {
	t.Parallel()
	j := rejectingJob(t)
	known := importer.RejectedRow{Cells: []string{"K-1", "Kari Prøve"}, Reason: "x"}
	keep := func() {
		t.Helper()
		if err := j.keepPending(); err != nil {
			t.Fatal(err)
		}
	}
	j.im.Ahead.Begin() // a chunk is read, and another one ahead of it
	j.reject(known)
	err := j.jobs.store.Write(t.Context(), j.accountID, func(w *store.Write) error {
		_, err := w.AuditNumbered(store.AuditEntry{Action: auth.AuditAnonymized, Noun: auth.AuditCustomer})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	j.im.Ahead.Begin()
	for range 3 { // kept where they are read, and long after that where the first chunk is written
		j.reject(known)
		keep()
	}
	j.im.Ahead.Written()
	for i, cells := range j.kept(t) {
		if cells != "" {
			t.Errorf("of row %d is kept %s", i, cells)
		}
	}
	j.reject(importer.RejectedRow{Cells: []string{"K-2", "Ola Prøve"}, Reason: "x"})
	keep()
	if cells := j.kept(t); cells[len(cells)-1] != `["K-2","Ola Prøve"]` {
		t.Errorf("a row that was read after that is kept as %s", cells[len(cells)-1])
	}
}

func TestARejectedRowWaitsToBeKeptNoLongerThanASign(t *testing.T) {
	t.Parallel()
	j := rejectingJob(t)
	j.im.Ahead.Begin()
	j.reject(importer.RejectedRow{Line: 2, Cells: []string{"K-2", "Ola Prøve"}, Reason: "x"})
	j.keepNow()
	if cells := j.kept(t); len(cells) != 1 {
		t.Errorf("%d rows are kept", len(cells))
	}
	j.keepNow() // there is nothing to keep
	if len(j.kept(t)) != 1 {
		t.Error("a row is kept twice")
	}
}
