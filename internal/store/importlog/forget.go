package importlog

import (
	"callflow/internal/db"
	"callflow/internal/store"
)

// Forget forgets up to limit rows of an import that is older than since, or its file's name when it has none left; what it came
// to stays. One that is being undone waits. more says that there is more to forget.
func Forget(w *store.Write, since int64, limit int) (more bool, err error) {
	rows := w.Tx().Query(`SELECT id FROM imports WHERE account_id = $1 AND created_at < $2 AND status <> 'undoing' AND (file_name <> ''
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
	if more, err := forgetRows(w, id, limit); more || err != nil {
		return more, err
	}
	if more, err := forgetRejections(w, id, limit); more || err != nil {
		return more, err
	}
	return true, w.Tx().Queue(`UPDATE imports SET file_name = '' WHERE account_id = $1 AND id = $2`, w.AccountID(), id)
}

func forgetRows(w *store.Write, importID int64, limit int) (some bool, err error) {
	last, some, err := latestOf(w.Tx().Query(`SELECT line FROM import_rows WHERE account_id = $1 AND import_id = $2 ORDER BY line LIMIT $3`,
		w.AccountID(), importID, limit))
	if err != nil || !some {
		return false, err
	}
	return true, w.Tx().Queue(`DELETE FROM import_rows WHERE account_id = $1 AND import_id = $2 AND line <= $3`, w.AccountID(), importID, last)
}

func forgetRejections(w *store.Write, importID int64, limit int) (some bool, err error) {
	last, some, err := latestOf(w.Tx().Query(`SELECT place FROM import_rejections WHERE account_id = $1 AND import_id = $2 ORDER BY place LIMIT $3`,
		w.AccountID(), importID, limit))
	if err != nil || !some {
		return false, err
	}
	return true, w.Tx().Queue(`DELETE FROM import_rejections WHERE account_id = $1 AND import_id = $2 AND place <= $3`, w.AccountID(), importID, last)
}

// latestOf is the last number of those that a query gives in order; some is false where it gives none.
func latestOf(rows db.Rows) (last int64, some bool, err error) {
	for rows.Next() {
		last, some = rows.Int(0), true
	}
	return last, some, rows.Err()
}

// Empty shows an assignment's imports, and keeps what empty takes out of the names of their files, their columns, results and errors; false
// where it takes nothing.
func Empty(w *store.Write, assignmentID int64, empty func(*Job) bool) error {
	var emptied []Job
	rows := w.Tx().Query(`SELECT `+columns+` FROM imports WHERE account_id = $1 AND assignment_id = $2 ORDER BY id`, w.AccountID(), assignmentID)
	for rows.Next() {
		if job := jobOf(rows); empty(&job) {
			emptied = append(emptied, job)
		}
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	for i := range emptied {
		job := &emptied[i]
		err := w.Tx().Queue(`UPDATE imports SET file_name = $3, columns = $4, result = $5, error = $6 WHERE account_id = $1 AND id = $2`,
			w.AccountID(), job.ID, job.FileName, job.Columns, job.Result, job.Error)
		if err != nil {
			return err
		}
	}
	return nil
}
