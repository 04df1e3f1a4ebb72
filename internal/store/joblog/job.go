// Package joblog has the table of jobs: who asked for each, how far it is, and which server goes on with it. It stands on the store, and knows
// nothing of the work.
package joblog

import (
	"context"

	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/failure"
)

// Job is work that goes on after the request that asked for it, by whichever server holds it. There is one of a kind for each thing that is
// worked on. Times are milliseconds since 1970.
type Job struct {
	Kind      string
	Subject   int64 // the id of what is worked on
	UserID    int64 // who asked, and by which token; 0 for none
	TokenID   int64
	CreatedAt int64
	Holder    string // the server that runs it
	HeldUntil int64  // its lease: other servers leave the job alone until then
	Done      int64  // pieces, out of Total
	Total     int64
	State     string // the work's own, as JSON
	Stopped   string // why nobody goes on with it; "" where somebody does
}

const columns = `kind, subject, user_id, token_id, created_at, holder, held_until, done, total, state, stopped`

func jobOf(rows db.Rows) Job {
	return Job{
		Kind: rows.Text(0), Subject: rows.Int(1), UserID: rows.Int(2), TokenID: rows.Int(3), CreatedAt: rows.Int(4), Holder: rows.Text(5),
		HeldUntil: rows.Int(6), Done: rows.Int(7), Total: rows.Int(8), State: rows.Text(9), Stopped: rows.Text(10),
	}
}

// Put adds a job, or writes how it stands.
func Put(w *store.Write, job *Job) error {
	return w.Tx().Queue(`INSERT INTO jobs (account_id, `+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (account_id, kind, subject) DO UPDATE SET user_id = excluded.user_id, token_id = excluded.token_id, holder = excluded.holder,
			held_until = excluded.held_until, done = excluded.done, total = excluded.total, state = excluded.state, stopped = excluded.stopped`,
		w.AccountID(), job.Kind, job.Subject, job.UserID, job.TokenID, job.CreatedAt, job.Holder, job.HeldUntil, job.Done, job.Total, job.State, job.Stopped)
}

// End takes a job away that is done.
func End(w *store.Write, kind string, subject int64) error {
	return w.Tx().Queue("DELETE FROM jobs WHERE account_id = $1 AND kind = $2 AND subject = $3", w.AccountID(), kind, subject)
}

// Get reads a job; nil where there is none.
func Get(r *store.Snapshot, kind string, subject int64) (*Job, error) {
	rows := r.Tx().Query("SELECT "+columns+" FROM jobs WHERE account_id = $1 AND kind = $2 AND subject = $3", r.AccountID, kind, subject)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	job := jobOf(rows)
	return &job, nil
}

// Free lists an account's jobs that somebody is to go on with, since their lease has run out before a time.
func Free(ctx context.Context, s *store.Store, accountID, now int64) (jobs []Job, err error) {
	err = s.Database().ReadOne(ctx, func(tx db.Tx) error {
		jobs = nil
		rows := tx.Query("SELECT "+columns+" FROM jobs WHERE account_id = $1 AND held_until < $2 AND stopped = '' ORDER BY kind, subject", accountID, now)
		for rows.Next() {
			jobs = append(jobs, jobOf(rows))
		}
		return rows.Err()
	})
	return jobs, failure.Translate("jobs", err)
}
