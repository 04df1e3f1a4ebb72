package remembered

import "callflow/internal/store"

// Answer gives what was answered to the request that carried a user's key, ok
// false where there was none since the given time. request is that request's hash. The key is kept as its hash; plain is the key as
// earlier versions kept it.
func Answer(r *store.Snapshot, to *Request, plain string, since int64) (request, answer []byte, ok bool, err error) {
	rows := r.Tx().Query(`SELECT request, answer FROM idempotency_keys WHERE account_id = $1 AND user_id = $2 AND key IN ($3, $4) AND at >= $5
		ORDER BY at DESC, key LIMIT 1`, r.AccountID, to.UserID, to.Key, plain, since)
	defer rows.Close()
	if !rows.Next() {
		return nil, nil, false, rows.Err()
	}
	return rows.Append(nil, 0), rows.Append(nil, 1), true, nil
}

// Request is what was answered to a user's request with a key.
type Request struct {
	UserID  int64
	Key     string
	Request []byte // hash of the request
	Answer  []byte
}

// KeepAnswer keeps what is answered to a request with a key, and forgets the answers that are older than since.
func KeepAnswer(w *store.Write, kept *Request, since int64) error {
	if err := ForgetAnswers(w, since); err != nil {
		return err
	}
	return w.Tx().Queue("INSERT INTO idempotency_keys (account_id, user_id, key, request, at, answer) VALUES ($1, $2, $3, $4, $5, $6)",
		w.AccountID(), kept.UserID, kept.Key, kept.Request, w.Now, kept.Answer)
}

// ForgetAnswers forgets the answers that are older than since.
func ForgetAnswers(w *store.Write, since int64) error {
	return w.Tx().Queue("DELETE FROM idempotency_keys WHERE account_id = $1 AND at < $2", w.AccountID(), since)
}

// EachAnswer shows every answer that was kept at a time or later.
func EachAnswer(r *store.Snapshot, since int64, each func(Request)) error {
	rows := r.Tx().Query("SELECT user_id, key, answer FROM idempotency_keys WHERE account_id = $1 AND at >= $2 ORDER BY at, user_id, key",
		r.AccountID, since)
	for rows.Next() {
		each(Request{UserID: rows.Int(0), Key: rows.Text(1), Answer: rows.Append(nil, 2)})
	}
	return rows.Err()
}

// ChangeAnswer changes an answer that is kept. Where it was forgotten since, there is nothing to change.
func ChangeAnswer(w *store.Write, kept *Request, change func(answer []byte) ([]byte, error)) error {
	rows := w.Tx().Query("SELECT answer FROM idempotency_keys WHERE account_id = $1 AND user_id = $2 AND key = $3", w.AccountID(), kept.UserID, kept.Key)
	if !rows.Next() {
		return rows.Err()
	}
	answer := rows.Append(nil, 0)
	rows.Close()
	changed, err := change(answer)
	if err != nil {
		return err
	}
	return w.Tx().Queue("UPDATE idempotency_keys SET answer = $4 WHERE account_id = $1 AND user_id = $2 AND key = $3",
		w.AccountID(), kept.UserID, kept.Key, changed)
}
