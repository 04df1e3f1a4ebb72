package figures

import "callflow/internal/store"

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
func Tallies(r *store.Snapshot, campaignID int64, from, to string) ([]Tally, error) {
	var tallies []Tally
	rows := r.Tx().Query(`SELECT day, user_name, type, subtype, n, hits, decisions FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 AND day BETWEEN $3 AND $4 ORDER BY day, user_name, type, subtype`,
		r.AccountID, campaignID, from, to)
	for rows.Next() {
		tallies = append(tallies, Tally{
			Day: rows.Text(0), User: rows.Text(1), Type: rows.Text(2), Subtype: rows.Text(3), N: rows.Int(4), Hits: rows.Int(5), Decisions: rows.Int(6),
		})
	}
	return tallies, rows.Err()
}
