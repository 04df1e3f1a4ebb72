// Package remembered has what is kept for a time of those who ask: who is signed in, and what was answered to a request with a key. It stands
// on the store, and decides no permission.
package remembered

import "callflow/internal/store"

// SignedIn is a browser that somebody signed in with. Times are milliseconds since 1970.
type SignedIn struct {
	Hash      []byte // of what the browser holds
	UserID    int64
	CreatedAt int64
	SeenAt    int64
}

// SessionByHash finds whoever is signed in; ok is false where nobody is.
func SessionByHash(r *store.Snapshot, hash []byte) (signedIn SignedIn, ok bool, err error) {
	rows := r.Tx().Query("SELECT user_id, created_at, seen_at FROM sessions WHERE account_id = $1 AND hash = $2", r.AccountID, hash)
	defer rows.Close()
	if !rows.Next() {
		return SignedIn{}, false, rows.Err()
	}
	return SignedIn{Hash: hash, UserID: rows.Int(0), CreatedAt: rows.Int(1), SeenAt: rows.Int(2)}, true, nil
}

// CreateSession notes that somebody has signed in.
func CreateSession(w *store.Write, s *SignedIn) error {
	return w.Tx().Queue("INSERT INTO sessions (account_id, hash, user_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
		w.AccountID(), s.Hash, s.UserID, w.Now)
}

// TouchSession notes that somebody is still there.
func TouchSession(w *store.Write, hash []byte) error {
	return w.Tx().Queue("UPDATE sessions SET seen_at = $3 WHERE account_id = $1 AND hash = $2", w.AccountID(), hash, w.Now)
}

// EndSession signs one browser out.
func EndSession(w *store.Write, hash []byte) error {
	return w.Tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND hash = $2", w.AccountID(), hash)
}

// EndSessionsOf signs a user out everywhere.
func EndSessionsOf(w *store.Write, userID int64) error {
	return w.Tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2", w.AccountID(), userID)
}

// ForgetSessions forgets those that were begun, or seen for the last time, too long ago.
func ForgetSessions(w *store.Write, begunBefore, seenBefore int64) error {
	return w.Tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND (created_at < $2 OR seen_at < $3)", w.AccountID(), begunBefore, seenBefore)
}
