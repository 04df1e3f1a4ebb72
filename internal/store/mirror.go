package store

import (
	"callflow"
	"callflow/internal/db"
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

// Mirrored is how far a campaign was followed.
type Mirrored struct {
	Token  string // the other server's, as of which both sides agreed; "" where it has none
	Seq    int64  // the account's clock then
	Paired bool   // the Pair of each of its customers was noted by then
	Names  string // of what its records name, as the other server listed it; "" where that is not known
}

// Mirror reads what the account follows; nil where it follows nothing.
func (r *Snapshot) Mirror() (*Mirror, error) {
	rows := r.tx.Query(`SELECT url, holder, held_until, started_at, succeeded_at, failed_at, error, result FROM mirrors
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
func (w *Write) PutMirror(m *Mirror) error {
	return w.tx().Queue(`INSERT INTO mirrors (account_id, url, holder, held_until, started_at, succeeded_at, failed_at, error, result)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (account_id, url) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until,
			started_at = excluded.started_at, succeeded_at = excluded.succeeded_at, failed_at = excluded.failed_at,
			error = excluded.error, result = excluded.result`,
		w.AccountID(), m.URL, m.Holder, m.HeldUntil, m.StartedAt, m.SucceededAt, m.FailedAt, m.Error, m.Result)
}

// Mirrored reads how far each campaign was followed, by its id.
func (r *Snapshot) Mirrored() (map[int64]Mirrored, error) {
	campaigns := make(map[int64]Mirrored)
	rows := r.tx.Query("SELECT campaign_id, token, seq, paired, names FROM mirrored_campaigns WHERE account_id = $1 ORDER BY campaign_id", r.AccountID)
	for rows.Next() {
		campaigns[rows.Int(0)] = Mirrored{Token: rows.Text(1), Seq: rows.Int(2), Paired: rows.Int(3) != 0, Names: rows.Text(4)}
	}
	return campaigns, rows.Err()
}

// PutMirrored notes how far a campaign was followed.
func (w *Write) PutMirrored(campaignID int64, m Mirrored) error {
	return w.tx().Queue(`INSERT INTO mirrored_campaigns (account_id, campaign_id, token, seq, paired, names) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (account_id, campaign_id) DO UPDATE SET token = excluded.token, seq = excluded.seq, paired = excluded.paired,
			names = excluded.names`,
		w.AccountID(), campaignID, m.Token, m.Seq, db.Flag(m.Paired), m.Names)
}

// NumbersOf finds customers' numbers by their ids. Whom the assignment lacks is left out.
func (r *Snapshot) NumbersOf(assignmentID int64, ids []string) (map[string]int64, error) {
	numbers := make(map[string]int64, len(ids))
	err := eachGroup(ids, [2]any{r.AccountID, assignmentID}, func(args []any) error {
		rows := r.tx.Query(wantedTexts+`SELECT number, customer_id FROM wanted LEFT JOIN customers
			ON account_id = $1 AND assignment_id = $2 AND customer_id = wanted.key`, args...)
		for rows.Next() {
			if number := rows.Int(0); number != 0 {
				numbers[rows.Text(1)] = number
			}
		}
		return rows.Err()
	})
	return numbers, err
}

// RowsAt reads where customers stand in a part's campaign, by their numbers, which ascend. Of one that is not in it, the row has no StateID.
func (r *Snapshot) RowsAt(part *Part, numbers []int64, batch *Batch) error {
	batch.reset()
	for _, number := range numbers {
		batch.Rows = append(batch.Rows, callflow.StatusRow{CampaignID: part.CampaignID, Number: number})
	}
	if err := r.fillStatuses(part, batch, 0); err != nil {
		return err
	}
	return r.fillCards(part, batch, 0)
}

// NumbersIn gives the numbers of a campaign's customers, up to limit of them after one.
func (r *Snapshot) NumbersIn(campaignID, after int64, limit int) ([]int64, error) {
	return r.numbers(&Part{CampaignID: campaignID}, span{after: after, limit: limit})
}
