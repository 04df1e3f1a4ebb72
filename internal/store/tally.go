package store

import "callflow/internal/db"

// tallyKey is what registered outcomes are counted by.
type tallyKey struct {
	campaign                 int64
	day, user, kind, subtype string
}

type tallyChange struct{ n, hits, decisions int64 }

// tallyChanges collects what a transaction does to the tallies, to be written once.
type tallyChanges map[tallyKey]tallyChange

func (t tallyChanges) merge(others tallyChanges) {
	for key, other := range others {
		change := t[key]
		t[key] = tallyChange{change.n + other.n, change.hits + other.hits, change.decisions + other.decisions}
	}
}

func (t tallyChanges) flush(tx db.Tx, accountID int64) error {
	for key, change := range t {
		if change == (tallyChange{}) { // registered and withdrawn together
			continue
		}
		err := tx.Queue(`INSERT INTO outcome_tallies (account_id, campaign_id, day, user_name, type, subtype, n, hits, decisions)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (account_id, campaign_id, day, user_name, type, subtype) DO UPDATE
			SET n = outcome_tallies.n + excluded.n, hits = outcome_tallies.hits + excluded.hits,
				decisions = outcome_tallies.decisions + excluded.decisions`,
			accountID, key.campaign, key.day, key.user, key.kind, key.subtype, change.n, change.hits, change.decisions)
		if err != nil {
			return err
		}
		if change.n >= 0 {
			continue
		}
		for _, sql := range afterWithdrawal {
			if err := tx.Queue(sql, accountID, key.campaign, key.day, key.user, key.kind, key.subtype); err != nil {
				return err
			}
		}
	}
	return nil
}

// tally counts a registered outcome.
func (w *Write) tally(campaignID int64, move *Move) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	key := tallyKey{campaignID, dayIn(setup.Location, move.At), move.Status.User, move.Status.Cause, move.Status.Alternative}
	w.tallies.merge(tallyChanges{key: {1, db.Flag(move.Hit), db.Flag(move.Decision)}})
	return nil
}

// Tally is how often an outcome was registered by somebody on a day.
type Tally struct {
	Day       string // YYYY-MM-DD
	User      string
	Type      string
	Subtype   string
	N         int64
	Hits      int64
	Decisions int64
}

// Tallies gives the registered outcomes of a campaign between two days, both included.
func (r *Snapshot) Tallies(campaignID int64, from, to string) ([]Tally, error) {
	var tallies []Tally
	rows := r.tx.Query(`SELECT day, user_name, type, subtype, n, hits, decisions FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 AND day BETWEEN $3 AND $4 ORDER BY day, user_name, type, subtype`,
		r.AccountID, campaignID, from, to)
	for rows.Next() {
		tallies = append(tallies, Tally{
			Day: rows.Text(0), User: rows.Text(1), Type: rows.Text(2), Subtype: rows.Text(3), N: rows.Int(4), Hits: rows.Int(5), Decisions: rows.Int(6),
		})
	}
	return tallies, rows.Err()
}
