package store

// SignedIn is a browser that somebody signed in with. Times are milliseconds since 1970.
type SignedIn struct {
	Hash      []byte // of what the browser holds
	UserID    int64
	CreatedAt int64
	SeenAt    int64
}

// SessionByHash finds whoever is signed in; ok is false where nobody is.
func (r *Snapshot) SessionByHash(hash []byte) (signedIn SignedIn, ok bool, err error) {
	rows := r.tx.Query("SELECT user_id, created_at, seen_at FROM sessions WHERE account_id = $1 AND hash = $2", r.AccountID, hash)
	defer rows.Close()
	if !rows.Next() {
		return SignedIn{}, false, rows.Err()
	}
	return SignedIn{Hash: hash, UserID: rows.Int(0), CreatedAt: rows.Int(1), SeenAt: rows.Int(2)}, true, nil
}

// CreateSession notes that somebody has signed in.
func (w *Write) CreateSession(s *SignedIn) error {
	return w.tx().Queue("INSERT INTO sessions (account_id, hash, user_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
		w.AccountID(), s.Hash, s.UserID, w.Now)
}

// TouchSession notes that somebody is still there.
func (w *Write) TouchSession(hash []byte) error {
	return w.tx().Queue("UPDATE sessions SET seen_at = $3 WHERE account_id = $1 AND hash = $2", w.AccountID(), hash, w.Now)
}

// EndSession signs one browser out.
func (w *Write) EndSession(hash []byte) error {
	return w.tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND hash = $2", w.AccountID(), hash)
}

// EndSessionsOf signs a user out everywhere.
func (w *Write) EndSessionsOf(userID int64) error {
	return w.tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2", w.AccountID(), userID)
}

// ForgetSessions forgets those that were begun, or seen for the last time, too long ago.
func (w *Write) ForgetSessions(begunBefore, seenBefore int64) error {
	return w.tx().Queue("DELETE FROM sessions WHERE account_id = $1 AND (created_at < $2 OR seen_at < $3)", w.AccountID(), begunBefore, seenBefore)
}
