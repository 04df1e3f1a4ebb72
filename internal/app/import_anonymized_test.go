package app

import (
	"path/filepath"
	"testing"
	"time"

	"callflow"
	"callflow/internal/store"
)

// rejectingJob is an import in an assignment that has a customer, K-1, as it stands before its first row.
func rejectingJob(t *testing.T) *importJob {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "rejecting.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	a, err := New(s, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	account, err := a.CreateAccount(t.Context(), callflow.Account{Name: "acme"})
	if err != nil {
		t.Fatal(err)
	}
	job := &importJob{app: a, accountID: account}
	err = s.Write(t.Context(), account, func(w *store.Write) error {
		client, err := w.CreateClient(&callflow.Client{ShortName: "Client"})
		if err != nil {
			return err
		}
		job.record.AssignmentID, err = w.CreateAssignment(&callflow.Assignment{ClientID: client, Name: "Assignment"})
		if err != nil {
			return err
		}
		_, err = w.PutCustomer(&callflow.Customer{AssignmentID: job.record.AssignmentID, CustomerID: "K-1", Name: "Kari Prøve"})
		if err != nil {
			return err
		}
		job.record.ID, err = w.CreateImport(&job.record)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	job.begun()
	return job
}

// kept are the cells of the rows that are kept as rejected.
func (j *importJob) kept(t *testing.T) (cells []string) {
	t.Helper()
	err := j.app.store.Read(t.Context(), j.accountID, func(r *store.Snapshot) error {
		rows, err := r.Rejections(j.record.ID, 0, 100)
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
	j.reject(RejectedRow{Line: 2, Cells: []string{"K-1", "Kari Prøve"}, Reason: "x"})
	if _, err := j.app.AnonymizeAsOperator(t.Context(), j.accountID, j.record.AssignmentID, "K-1"); err != nil {
		t.Fatal(err)
	}
	j.reject(RejectedRow{Line: 3, Cells: []string{"K-1", "Kari Prøve"}, Reason: "x"}) // it was read before
	for range 2 {
		if err := j.keepPending(); err != nil {
			t.Fatal(err)
		}
		j.reject(RejectedRow{Line: 4, Cells: []string{"K-1", "Kari Prøve"}, Reason: "x"})
	}
	for i, cells := range j.kept(t) {
		if cells != "" {
			t.Errorf("of row %d is kept %s", i, cells)
		}
	}
	if err := j.keepPending(); err != nil {
		t.Fatal(err)
	}
	j.reject(RejectedRow{Line: 5, Cells: []string{"K-2", "Ola Prøve"}, Reason: "x"})
	if err := j.keepPending(); err != nil {
		t.Fatal(err)
	}
	if cells := j.kept(t); cells[len(cells)-1] != `["K-2","Ola Prøve"]` {
		t.Errorf("a row that was read long after is kept as %s", cells[len(cells)-1])
	}
}
