// Package importlog has the tables of what is kept of imports: how far each is, what became of its rows, and which field a column filled. It
// stands on the store, and knows nothing of files.
package importlog

import (
	"callflow"
	"callflow/internal/db"
	"callflow/internal/store"
)

// Job is a file that is imported through the API, or was. Times are milliseconds since 1970, 0 for not yet.
type Job struct {
	ID           int64
	AssignmentID int64
	Status       string
	FileName     string
	User         string
	CreatedAt    int64
	FinishedAt   int64
	SeenAt       int64 // the last sign of life of whoever runs it
	Bytes        int64 // read so far
	Size         int64
	Columns      string // of the file, as JSON
	Result       string // as JSON
	Error        string
}

const columns = `id, assignment_id, status, file_name, user_name, created_at, finished_at, seen_at, bytes, size, columns, result, error`

func jobOf(rows db.Rows) Job {
	return Job{
		ID: rows.Int(0), AssignmentID: rows.Int(1), Status: rows.Text(2), FileName: rows.Text(3), User: rows.Text(4), CreatedAt: rows.Int(5),
		FinishedAt: rows.Int(6), SeenAt: rows.Int(7), Bytes: rows.Int(8), Size: rows.Int(9), Columns: rows.Text(10), Result: rows.Text(11),
		Error: rows.Text(12),
	}
}

// Create adds an import and gives its id.
func Create(w *store.Write, job *Job) (int64, error) {
	id, err := w.NextID("imports")
	if err != nil {
		return 0, err
	}
	return id, w.Tx().Queue(`INSERT INTO imports (account_id, `+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		w.AccountID(), id, job.AssignmentID, job.Status, job.FileName, job.User, job.CreatedAt, job.FinishedAt, job.SeenAt, job.Bytes, job.Size,
		job.Columns, job.Result, job.Error)
}

// Update writes how far an import is.
func Update(w *store.Write, job *Job) error {
	return w.Tx().Queue(`UPDATE imports SET status = $3, finished_at = $4, seen_at = $5, bytes = $6, result = $7, error = $8 WHERE account_id = $1 AND id = $2`,
		w.AccountID(), job.ID, job.Status, job.FinishedAt, job.SeenAt, job.Bytes, job.Result, job.Error)
}

// List lists an assignment's imports, the newest first.
func List(r *store.Snapshot, assignmentID int64, limit int) ([]Job, error) {
	var jobs []Job
	rows := r.Tx().Query(`SELECT `+columns+` FROM imports WHERE account_id = $1 AND assignment_id = $2 ORDER BY id DESC LIMIT $3`,
		r.AccountID, assignmentID, limit)
	for rows.Next() {
		jobs = append(jobs, jobOf(rows))
	}
	return jobs, rows.Err()
}

// Get reads one of an assignment's imports; NotFound where there is none.
func Get(r *store.Snapshot, assignmentID, id int64) (*Job, error) {
	rows := r.Tx().Query(`SELECT `+columns+` FROM imports WHERE account_id = $1 AND id = $2`, r.AccountID, id)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return nil, rows.Err()
		}
		return nil, callflow.NotFoundError()
	}
	job := jobOf(rows)
	if job.AssignmentID != assignmentID {
		return nil, callflow.NotFoundError()
	}
	return &job, nil
}

// Row is a row of a file that was written.
type Row struct {
	Line      int64
	Number    int64 // of its customer
	Written   store.Written
	Seq       int64  // the clock after it
	Campaigns string // ids of those it was added to, with commas between
	Card      []byte // the customer's before, where it was changed; nil else

	CustomerID  string // where it is read backward
	CustomerSeq int64  // and the clock after the customer's latest change of values
}

var rowTable = db.NewTable("import_rows", "account_id", "import_id", "line", "number", "written", "seq", "campaigns", "card")

// KeepRows keeps what became of rows.
func KeepRows(w *store.Write, importID int64, kept []Row) error {
	return w.Tx().Load(rowTable, len(kept), func(i int, put db.Row) {
		row := &kept[i]
		for _, value := range [...]int64{w.AccountID(), importID, row.Line, row.Number, int64(row.Written), row.Seq} {
			put.Int(value)
		}
		put.Text(row.Campaigns)
		put.Bytes(row.Card)
	})
}

// Rows reads what became of an import's rows, up to limit of them after a line.
func Rows(r *store.Snapshot, importID, after int64, limit int) ([]Row, error) {
	var kept []Row
	rows := r.Tx().Query(`SELECT line, number, written, seq, campaigns, card FROM import_rows
		WHERE account_id = $1 AND import_id = $2 AND line > $3 ORDER BY line LIMIT $4`, r.AccountID, importID, after, limit)
	for rows.Next() {
		row := Row{Line: rows.Int(0), Number: rows.Int(1), Written: store.Written(rows.Int(2)), Seq: rows.Int(3), Campaigns: rows.Text(4)}
		row.Card = rows.Append(nil, 5)
		kept = append(kept, row)
	}
	return kept, rows.Err()
}

// Rejection is a row of a file that was not written. Cells is a JSON array of what it holds, "" where it could not be read.
type Rejection struct {
	Place  int64 // among the import's, from 1
	Line   int64
	Reason string
	Cells  string
}

var rejectionTable = db.NewTable("import_rejections", "account_id", "import_id", "place", "line", "reason", "cells")

// KeepRejections keeps rows that were not written.
func KeepRejections(w *store.Write, importID int64, kept []Rejection) error {
	return w.Tx().Load(rejectionTable, len(kept), func(i int, put db.Row) {
		for _, value := range [...]int64{w.AccountID(), importID, kept[i].Place, kept[i].Line} {
			put.Int(value)
		}
		put.Text(kept[i].Reason)
		put.Text(kept[i].Cells)
	})
}

// Rejections reads rows that were not written, up to limit of them after a place.
func Rejections(r *store.Snapshot, importID, after int64, limit int) ([]Rejection, error) {
	var kept []Rejection
	rows := r.Tx().Query(`SELECT place, line, reason, cells FROM import_rejections
		WHERE account_id = $1 AND import_id = $2 AND place > $3 ORDER BY place LIMIT $4`, r.AccountID, importID, after, limit)
	for rows.Next() {
		kept = append(kept, Rejection{Place: rows.Int(0), Line: rows.Int(1), Reason: rows.Text(2), Cells: rows.Text(3)})
	}
	return kept, rows.Err()
}
