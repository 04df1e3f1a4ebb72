// Package pairing has the tables of an account that follows another one: how far it has come, and which customer there is which one here. It
// stands on the store, and knows nothing of how the other account is read.
package pairing

import (
	"callflow/internal/db"
	"callflow/internal/store"
)

// Mirror is what is kept of an account that follows one on another server. Times are milliseconds since 1970, 0 for never.
type Mirror struct {
	URL         string
	Holder      string // who follows it, while HeldUntil has not passed
	HeldUntil   int64
	StartedAt   int64
	SucceededAt int64
	FailedAt    int64
	Error       string // of the latest run, "" where it succeeded
	Result      string // of the latest run that succeeded, as JSON
}

// Campaign is how far a campaign was followed.
type Campaign struct {
	Token  string // the other server's, as of which both sides agreed; "" where it has none
	Seq    int64  // the account's clock then
	Paired bool   // the Pair of each of its customers was noted by then
	Names  string // of what its records name, as the other server listed it; "" where that is not known
}

// ReadMirror reads what the account follows; nil where it follows nothing.
func ReadMirror(r *store.Snapshot) (*Mirror, error) {
	rows := r.Tx().Query(`SELECT url, holder, held_until, started_at, succeeded_at, failed_at, error, result FROM mirrors
		WHERE account_id = $1 ORDER BY url`, r.AccountID)
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return &Mirror{
		URL: rows.Text(0), Holder: rows.Text(1), HeldUntil: rows.Int(2),
		StartedAt: rows.Int(3), SucceededAt: rows.Int(4), FailedAt: rows.Int(5), Error: rows.Text(6), Result: rows.Text(7),
	}, nil
}

// PutMirror writes what the account follows.
func PutMirror(w *store.Write, m *Mirror) error {
	return w.Tx().Queue(`INSERT INTO mirrors (account_id, url, holder, held_until, started_at, succeeded_at, failed_at, error, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (account_id, url) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until,
			started_at = excluded.started_at, succeeded_at = excluded.succeeded_at, failed_at = excluded.failed_at,
			error = excluded.error, result = excluded.result`,
		w.AccountID(), m.URL, m.Holder, m.HeldUntil, m.StartedAt, m.SucceededAt, m.FailedAt, m.Error, m.Result)
}

// Campaigns reads how far each campaign was followed, by its id.
func Campaigns(r *store.Snapshot) (map[int64]Campaign, error) {
	campaigns := make(map[int64]Campaign)
	rows := r.Tx().Query("SELECT campaign_id, token, seq, paired, names FROM mirrored_campaigns WHERE account_id = $1 ORDER BY campaign_id", r.AccountID)
	for rows.Next() {
		campaigns[rows.Int(0)] = Campaign{Token: rows.Text(1), Seq: rows.Int(2), Paired: rows.Int(3) != 0, Names: rows.Text(4)}
	}
	return campaigns, rows.Err()
}

// PutCampaign notes how far a campaign was followed.
func PutCampaign(w *store.Write, campaignID int64, m Campaign) error {
	return w.Tx().Queue(`INSERT INTO mirrored_campaigns (account_id, campaign_id, token, seq, paired, names) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, campaign_id) DO UPDATE SET token = excluded.token, seq = excluded.seq, paired = excluded.paired,
			names = excluded.names`,
		w.AccountID(), campaignID, m.Token, m.Seq, db.Flag(m.Paired), m.Names)
}
