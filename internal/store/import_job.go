package store

import (
	"callflow"
	"callflow/internal/db"
)

// ImportJob is a file that is imported through the API, or was. Times are milliseconds since 1970, 0 for not yet.
type ImportJob struct {
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

const importColumns = `id, assignment_id, status, file_name, user_name, created_at, finished_at, seen_at, bytes, size, columns, result, error`

func readImport(rows db.Rows) ImportJob {
	return ImportJob{
		ID: rows.Int(0), AssignmentID: rows.Int(1), Status: rows.Text(2), FileName: rows.Text(3), User: rows.Text(4), CreatedAt: rows.Int(5),
		FinishedAt: rows.Int(6), SeenAt: rows.Int(7), Bytes: rows.Int(8), Size: rows.Int(9), Columns: rows.Text(10), Result: rows.Text(11),
		Error: rows.Text(12),
	}
}

// CreateImport adds an import and gives its id.
func (w *Write) CreateImport(job *ImportJob) (int64, error) {
	id, err := w.nextID("imports")
	if err != nil {
		return 0, err
	}
	return id, w.tx().Queue(`INSERT INTO imports (account_id, `+importColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		w.AccountID(), id, job.AssignmentID, job.Status, job.FileName, job.User, job.CreatedAt, job.FinishedAt, job.SeenAt, job.Bytes, job.Size,
		job.Columns, job.Result, job.Error)
}

// UpdateImport writes how far an import is.
func (w *Write) UpdateImport(job *ImportJob) error {
	return w.tx().Queue(`UPDATE imports SET status = $3, finished_at = $4, seen_at = $5, bytes = $6, result = $7, error = $8 WHERE account_id = $1 AND id = $2`,
		w.AccountID(), job.ID, job.Status, job.FinishedAt, job.SeenAt, job.Bytes, job.Result, job.Error)
}

// Imports lists an assignment's imports, the newest first.
func (r *Snapshot) Imports(assignmentID int64, limit int) ([]ImportJob, error) {
	var jobs []ImportJob
	rows := r.tx.Query(`SELECT `+importColumns+` FROM imports WHERE account_id = $1 AND assignment_id = $2 ORDER BY id DESC LIMIT $3`,
		r.AccountID, assignmentID, limit)
	for rows.Next() {
		jobs = append(jobs, readImport(rows))
	}
	return jobs, rows.Err()
}

// Import reads one of an assignment's imports; NotFound where there is none.
func (r *Snapshot) Import(assignmentID, id int64) (*ImportJob, error) {
	rows := r.tx.Query(`SELECT `+importColumns+` FROM imports WHERE account_id = $1 AND id = $2`, r.AccountID, id)
	defer rows.Close()
	if !rows.Next() {
		if rows.Err() != nil {
			return nil, rows.Err()
		}
		return nil, callflow.NotFoundError()
	}
	job := readImport(rows)
	if job.AssignmentID != assignmentID {
		return nil, callflow.NotFoundError()
	}
	return &job, nil
}

// ImportedRow is a row of a file that was written.
type ImportedRow struct {
	Line      int64
	Number    int64 // of its customer
	Written   Written
	Seq       int64  // the clock after it
	Campaigns string // ids of those it was added to, with commas between
	Card      []byte // the customer's before, where it was changed; nil else
}

var importRowTable = db.NewTable("import_rows", "account_id", "import_id", "line", "number", "written", "seq", "campaigns", "card")

// KeepImportRows keeps what became of rows.
func (w *Write) KeepImportRows(importID int64, kept []ImportedRow) error {
	return w.tx().Load(importRowTable, len(kept), func(i int, put db.Row) {
		row := &kept[i]
		for _, value := range [...]int64{w.AccountID(), importID, row.Line, row.Number, int64(row.Written), row.Seq} {
			put.Int(value)
		}
		put.Text(row.Campaigns)
		put.Bytes(row.Card)
	})
}

// ImportRows reads what became of an import's rows, up to limit of them after a line.
func (r *Snapshot) ImportRows(importID, after int64, limit int) ([]ImportedRow, error) {
	var kept []ImportedRow
	rows := r.tx.Query(`SELECT line, number, written, seq, campaigns, card FROM import_rows
		WHERE account_id = $1 AND import_id = $2 AND line > $3 ORDER BY line LIMIT $4`, r.AccountID, importID, after, limit)
	for rows.Next() {
		row := ImportedRow{Line: rows.Int(0), Number: rows.Int(1), Written: Written(rows.Int(2)), Seq: rows.Int(3), Campaigns: rows.Text(4)}
		row.Card = rows.Append(nil, 5)
		kept = append(kept, row)
	}
	return kept, rows.Err()
}

// ImportRejection is a row of a file that was not written. Cells is a JSON array of what it holds, "" where it could not be read.
type ImportRejection struct {
	Place  int64 // among the import's, from 1
	Line   int64
	Reason string
	Cells  string
}

var rejectionTable = db.NewTable("import_rejections", "account_id", "import_id", "place", "line", "reason", "cells")

// KeepRejections keeps rows that were not written.
func (w *Write) KeepRejections(importID int64, kept []ImportRejection) error {
	return w.tx().Load(rejectionTable, len(kept), func(i int, put db.Row) {
		for _, value := range [...]int64{w.AccountID(), importID, kept[i].Place, kept[i].Line} {
			put.Int(value)
		}
		put.Text(kept[i].Reason)
		put.Text(kept[i].Cells)
	})
}

// Rejections reads rows that were not written, up to limit of them after a place.
func (r *Snapshot) Rejections(importID, after int64, limit int) ([]ImportRejection, error) {
	var kept []ImportRejection
	rows := r.tx.Query(`SELECT place, line, reason, cells FROM import_rejections
		WHERE account_id = $1 AND import_id = $2 AND place > $3 ORDER BY place LIMIT $4`, r.AccountID, importID, after, limit)
	for rows.Next() {
		kept = append(kept, ImportRejection{Place: rows.Int(0), Line: rows.Int(1), Reason: rows.Text(2), Cells: rows.Text(3)})
	}
	return kept, rows.Err()
}
