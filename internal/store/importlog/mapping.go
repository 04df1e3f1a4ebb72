package importlog

import "callflow/internal/store"

// Mapping gives which field each column of the assignment's files filled the last time that somebody said so:
// by column, "" for one that was left out.
func Mapping(r *store.Snapshot, assignmentID int64) (map[string]string, error) {
	mapping := make(map[string]string)
	rows := r.Tx().Query("SELECT column_name, field FROM import_mappings WHERE account_id = $1 AND assignment_id = $2 ORDER BY column_name",
		r.AccountID, assignmentID)
	for rows.Next() {
		mapping[rows.Text(0)] = rows.Text(1)
	}
	return mapping, rows.Err()
}

// KeepMapping keeps which field columns fill, beside what is kept of other columns.
func KeepMapping(w *store.Write, assignmentID int64, mapping map[string]string) error {
	for column, field := range mapping {
		err := w.Tx().Queue(`INSERT INTO import_mappings (account_id, assignment_id, column_name, field) VALUES ($1, $2, $3, $4)
			ON CONFLICT (account_id, assignment_id, column_name) DO UPDATE SET field = excluded.field`,
			w.AccountID(), assignmentID, column, field)
		if err != nil {
			return err
		}
	}
	return nil
}

// ForgetMapping forgets what is kept of the assignment's columns.
func ForgetMapping(w *store.Write, assignmentID int64) error {
	return w.Tx().Queue("DELETE FROM import_mappings WHERE account_id = $1 AND assignment_id = $2", w.AccountID(), assignmentID)
}
