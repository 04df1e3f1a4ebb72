package store

// What is told of a campaign at a glance, from indexes and kept counts alone.

// MostDue bounds the counting of customers that are due.
const MostDue = 10_000

// Those that somebody promised to call have an index of their own.
const (
	countDue = `SELECT COUNT(*) FROM (SELECT 1 AS one FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id = 0 AND due_at > 0 AND due_at <= $3 LIMIT $4) q`
	countPromised = `SELECT COUNT(*) FROM (SELECT 1 AS one FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id > 0 AND due_at <= $3 LIMIT $4) q`
)

// Due counts a campaign's customers whose time has come, up to 10,000.
func (r *Snapshot) Due(campaignID, now int64) (int64, error) {
	total := int64(0)
	for _, count := range []string{countDue, countPromised} {
		n, err := r.one(count, r.AccountID, campaignID, now, MostDue)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return min(total, MostDue), nil
}

func (r *Snapshot) one(sql string, args ...any) (int64, error) {
	rows := r.tx.Query(sql, args...)
	defer rows.Close()
	if !rows.Next() {
		return 0, rows.Err()
	}
	return rows.Int(0), nil
}

// DayTallies gives the registered outcomes of a campaign by day, since a day.
func (r *Snapshot) DayTallies(campaignID int64, since string) ([]Tally, error) {
	rows := r.tx.Query(`SELECT day, SUM(n), SUM(hits), SUM(decisions) FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 AND day >= $3 GROUP BY day ORDER BY day`, r.AccountID, campaignID, since)
	var tallies []Tally
	for rows.Next() {
		tallies = append(tallies, Tally{Day: rows.Text(0), N: rows.Int(1), Hits: rows.Int(2), Decisions: rows.Int(3)})
	}
	return tallies, rows.Err()
}

// Moved is how many changes took customers from one call state to another. FromState is 0 for those that were added.
type Moved struct{ FromState, ToState, N int64 }

// MovedSince counts a campaign's moves after a seq, from where to where.
func (r *Snapshot) MovedSince(campaignID, seq int64) ([]Moved, error) {
	rows := r.tx.Query(`SELECT from_state, to_state, COUNT(*) FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 AND seq > $3 AND what <> 5
		GROUP BY from_state, to_state`, r.AccountID, campaignID, seq)
	var moves []Moved
	for rows.Next() {
		moves = append(moves, Moved{rows.Int(0), rows.Int(1), rows.Int(2)})
	}
	return moves, rows.Err()
}
