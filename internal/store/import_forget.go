package store

import (
	"callflow"
	"callflow/internal/db"
)

// ForgetImports forgets up to limit rows of an import that is older than since, or its file's name when it has none left; what it came
// to stays. more says that there is more to forget.
func (w *Write) ForgetImports(since int64, limit int) (more bool, err error) {
	rows := w.tx().Query(`SELECT id FROM imports WHERE account_id = $1 AND created_at < $2 AND (file_name <> ''
		OR EXISTS (SELECT 1 FROM import_rows r WHERE r.account_id = $1 AND r.import_id = imports.id)
		OR EXISTS (SELECT 1 FROM import_rejections x WHERE x.account_id = $1 AND x.import_id = imports.id)) ORDER BY id LIMIT 1`, w.AccountID(), since)
	var id int64
	if rows.Next() {
		id = rows.Int(0)
	}
	rows.Close()
	if rows.Err() != nil || id == 0 {
		return false, rows.Err()
	}
	if more, err := w.forgetRows(id, limit); more || err != nil {
		return more, err
	}
	if more, err := w.forgetRejections(id, limit); more || err != nil {
		return more, err
	}
	return true, w.tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND id = $2`, w.AccountID(), id)
}

func (w *Write) forgetRows(importID int64, limit int) (some bool, err error) {
	last, some, err := latestOf(w.tx().Query(`SELECT line FROM import_rows WHERE account_id = $1 AND import_id = $2 ORDER BY line LIMIT $3`,
		w.AccountID(), importID, limit))
	if err != nil || !some {
		return false, err
	}
	return true, w.tx().Queue(`DELETE FROM import_rows WHERE account_id = $1 AND import_id = $2 AND line <= $3`, w.AccountID(), importID, last)
}

func (w *Write) forgetRejections(importID int64, limit int) (some bool, err error) {
	last, some, err := latestOf(w.tx().Query(`SELECT place FROM import_rejections WHERE account_id = $1 AND import_id = $2 ORDER BY place LIMIT $3`,
		w.AccountID(), importID, limit))
	if err != nil || !some {
		return false, err
	}
	return true, w.tx().Queue(`DELETE FROM import_rejections WHERE account_id = $1 AND import_id = $2 AND place <= $3`, w.AccountID(), importID, last)
}

// latestOf is the last number of those that a query gives in order; some is false where it gives none.
func latestOf(rows db.Rows) (last int64, some bool, err error) {
	for rows.Next() {
		last, some = rows.Int(0), true
	}
	return last, some, rows.Err()
}

// toldUnknown is of imports of which it is not kept whom their files told of: dry runs, and those with rows that their mode left alone.
const toldUnknown = `(result LIKE '%"dry_run":true%' OR (result LIKE '%"skipped":%' AND result NOT LIKE '%"skipped":0,%'))`

// emptyImported empties what imports keep of a customer's earlier values and of rows that tell of it, and the names of the files that it came
// with, or may have.
func (w *Write) emptyImported(t *Traces, instead string) error {
	files := make(map[int64]bool)
	for _, row := range t.rows.found {
		files[row.importID] = true
		err := w.tx().Queue(`UPDATE import_rows SET card = $4 WHERE account_id = $1 AND import_id = $2 AND line = $3 AND card IS NOT NULL`,
			w.AccountID(), row.importID, row.place, callflow.AnonymizedCard())
		if err != nil {
			return err
		}
	}
	for _, row := range t.rejected.found {
		files[row.importID] = true
		err := w.tx().Queue(`UPDATE import_rejections SET reason = $4, cells = '' WHERE account_id = $1 AND import_id = $2 AND place = $3`,
			w.AccountID(), row.importID, row.place, instead)
		if err != nil {
			return err
		}
	}
	for id := range files {
		if err := w.tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND id = $2`, w.AccountID(), id); err != nil {
			return err
		}
	}
	return w.tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND assignment_id = $2 AND file_name <> '' AND `+toldUnknown,
		w.AccountID(), t.AssignmentID)
}

// EmptyImports shows an assignment's imports, and keeps what empty takes out of the names of their files, their columns, results and errors; false
// where it takes nothing.
func (w *Write) EmptyImports(assignmentID int64, empty func(*ImportJob) bool) error {
	var emptied []ImportJob
	rows := w.tx().Query(`SELECT `+importColumns+` FROM imports WHERE account_id = $1 AND assignment_id = $2 ORDER BY id`, w.AccountID(), assignmentID)
	for rows.Next() {
		if job := readImport(rows); empty(&job) {
			emptied = append(emptied, job)
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	for i := range emptied {
		job := &emptied[i]
		err := w.tx().Queue(`UPDATE imports SET file_name = $3, columns = $4, result = $5, error = $6 WHERE account_id = $1 AND id = $2`,
			w.AccountID(), job.ID, job.FileName, job.Columns, job.Result, job.Error)
		if err != nil {
			return err
		}
	}
	return nil
}
