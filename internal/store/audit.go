package store

// AuditEntry says who did what beside the work on customers, which the log tells. It holds no customer's value.
type AuditEntry struct {
	ID      int64
	At      int64 // milliseconds since 1970
	User    string
	Action  string // created, changed, removed, signed in …
	Noun    string // what it was done to: campaign, user …
	NounID  int64
	Details string
}

// Audit keeps an entry, as of now.
func (w *Write) Audit(e AuditEntry) error {
	id, err := w.nextID("audit_entries")
	if err != nil {
		return err
	}
	return w.tx().Queue(`INSERT INTO audit_entries (account_id, id, at, user_name, action, noun, noun_id, details)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, w.AccountID(), id, w.Now, e.User, e.Action, e.Noun, e.NounID, e.Details)
}

// LatestAudit is the id of the newest entry, 0 where there is none.
func (r *Snapshot) LatestAudit() (int64, error) {
	return readNumber(r.tx, "SELECT COALESCE(MAX(id), 0) FROM audit_entries WHERE account_id = $1", r.AccountID)
}

// AuditedSince says whether something was done to a noun after an entry, on whichever server.
func (r *Snapshot) AuditedSince(id int64, action, noun string) (bool, error) {
	found, err := readNumber(r.tx, "SELECT 1 FROM audit_entries WHERE account_id = $1 AND id > $2 AND action = $3 AND noun = $4 LIMIT 1",
		r.AccountID, id, action, noun)
	return found != 0, err
}

// AuditEntries reads the entries before an id (0 for the newest), the newest first.
func (r *Snapshot) AuditEntries(before int64, limit int) ([]AuditEntry, error) {
	if before == 0 {
		before = 1 << 62
	}
	rows := r.tx.Query(`SELECT id, at, user_name, action, noun, noun_id, details FROM audit_entries
		WHERE account_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3`, r.AccountID, before, limit)
	var entries []AuditEntry
	for rows.Next() {
		entries = append(entries, AuditEntry{
			ID: rows.Int(0), At: rows.Int(1), User: rows.Text(2), Action: rows.Text(3), Noun: rows.Text(4), NounID: rows.Int(5), Details: rows.Text(6),
		})
	}
	return entries, rows.Err()
}
