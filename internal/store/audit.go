package store

import (
	"cmp"

	"callflow/internal/db"
)

// AuditEntry says who did what beside the work on customers, which the log tells. It holds no customer's value.
type AuditEntry struct {
	ID        int64
	At        int64 // milliseconds since 1970
	User      string
	UserID    int64  // 0 for no user of the account, and in entries of older versions
	TokenID   int64  // that the user asked with; 0 for none
	RequestID string // as the server's log has it
	Address   string // that asked
	Action    string // created, changed, removed, signed in …
	Noun      string // what it was done to: campaign, user …
	NounID    int64
	Count     int64 // of records that were read, or of attempts
	Details   string
}

// Audit keeps an entry, as of now.
func (w *Write) Audit(e AuditEntry) error {
	_, err := w.AuditNumbered(e)
	return err
}

// LatestAudit is the id of the newest entry, 0 where there is none.
func (r *Snapshot) LatestAudit() (int64, error) {
	return db.ReadNumber(r.tx, "SELECT COALESCE(MAX(id), 0) FROM audit_entries WHERE account_id = $1", r.AccountID)
}

// AuditedSince says whether something was done to a noun after an entry, on whichever server.
func (r *Snapshot) AuditedSince(id int64, action, noun string) (bool, error) {
	found, err := db.ReadNumber(r.tx, "SELECT 1 FROM audit_entries WHERE account_id = $1 AND id > $2 AND action = $3 AND noun = $4 LIMIT 1",
		r.AccountID, id, action, noun)
	return found != 0, err
}

// AuditNumbered is Audit of an entry that is added to later: it gives the entry's id.
func (w *Write) AuditNumbered(e AuditEntry) (int64, error) {
	id, err := w.NextID("audit_entries")
	if err != nil {
		return 0, err
	}
	e.ID, e.At = id, w.Now
	return id, insertAudit(w.Tx(), w.AccountID(), &e)
}

func insertAudit(tx db.Tx, accountID int64, e *AuditEntry) error {
	return tx.Queue(`INSERT INTO audit_entries
			(account_id, id, at, user_name, user_id, token_id, request_id, address, action, noun, noun_id, n, details)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		accountID, e.ID, e.At, e.User, e.UserID, e.TokenID, e.RequestID, e.Address, e.Action, e.Noun, e.NounID, e.Count, e.Details)
}

// CountAudit adds to the count of an entry, and gives it other details; details "" leaves them. found is false where the entry is gone.
func (w *Write) CountAudit(id, count int64, details string) (found bool, err error) {
	changed, err := w.Tx().Exec(`UPDATE audit_entries SET n = n + $3, details = CASE WHEN $4 = '' THEN details ELSE $4 END
		WHERE account_id = $1 AND id = $2`, w.AccountID(), id, count, details)
	return changed > 0, err
}

// AuditFilter says which entries are asked for. What is empty asks for all.
type AuditFilter struct {
	Before   int64 // entries before an id; 0 for the newest
	UserID   int64
	UserName string // of UserID: entries of older versions have the name alone; without UserID, whoever is no user
	Action   string
	Noun     string
	NounID   int64
	From, To int64 // milliseconds since 1970: from the first, before the second
	Limit    int
}

// AuditEntries reads entries, the newest first.
func (r *Snapshot) AuditEntries(f *AuditFilter) ([]AuditEntry, error) {
	const none = 1 << 62 // no id and no time comes to it
	rows := r.tx.Query(`SELECT id, at, user_name, user_id, token_id, request_id, address, action, noun, noun_id, n, details
		FROM audit_entries
		WHERE account_id = $1 AND id < $2 AND at >= $3 AND at < $4
			AND (user_id = $5 AND $5 <> 0 OR user_id = 0 AND user_name = $6 OR $5 = 0 AND $6 = '')
			AND (action = $7 OR $7 = '') AND (noun = $8 OR $8 = '') AND (noun_id = $9 OR $9 = 0)
		ORDER BY id DESC LIMIT $10`,
		r.AccountID, cmp.Or(f.Before, none), f.From, cmp.Or(f.To, none), f.UserID, f.UserName, f.Action, f.Noun, f.NounID, f.Limit)
	var entries []AuditEntry
	for rows.Next() {
		entries = append(entries, AuditEntry{
			ID: rows.Int(0), At: rows.Int(1), User: rows.Text(2), UserID: rows.Int(3), TokenID: rows.Int(4), RequestID: rows.Text(5),
			Address: rows.Text(6), Action: rows.Text(7), Noun: rows.Text(8), NounID: rows.Int(9), Count: rows.Int(10), Details: rows.Text(11),
		})
	}
	return entries, rows.Err()
}
