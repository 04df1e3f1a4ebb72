// Package figures tells of a campaign at a glance, from indexes and kept counts alone. It stands on the store, which keeps the counts, and computes
// nothing from them: that is the verbs'.
package figures

import (
	"math"

	"callflow/internal/db"
	"callflow/internal/store"
	"callflow/internal/store/among"
	"callflow/internal/store/counted"
)

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

// The next of them whose time comes.
const (
	nextDue = `SELECT MIN(due_at) FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id = 0 AND due_at > 0 AND due_at > $3`
	nextPromised = `SELECT MIN(due_at) FROM callflow_customers
		WHERE account_id = $1 AND campaign_id = $2 AND callback_user_id > 0 AND due_at > $3`
)

// Due counts a campaign's customers whose time has come, up to 10,000, and tells until when nobody else's does.
func Due(r *store.Snapshot, campaignID, now int64) (count, until int64, err error) {
	until = math.MaxInt64
	for _, ask := range []struct{ count, next string }{{countDue, nextDue}, {countPromised, nextPromised}} {
		n, err := db.ReadNumber(r.Tx(), ask.count, r.AccountID, campaignID, now, MostDue)
		if err != nil {
			return 0, 0, err
		}
		next, err := db.ReadNumber(r.Tx(), ask.next, r.AccountID, campaignID, now)
		if err != nil {
			return 0, 0, err
		}
		if count += n; next > 0 {
			until = min(until, next)
		}
	}
	return min(count, MostDue), until, nil
}

// CampaignCounts is what is kept counted of a campaign's customers.
type CampaignCounts struct {
	Customers int64
	States    map[int64]int64 // by the states' ids
	Attempts  map[int64]int64 // how many stand at so many
	NoNumber  map[int64]int64 // of the states: how many have no number that can be called
}

// Counts reads all of them at once. The counts of a list's parts stand between those of its states, so that each state is asked for.
func Counts(r *store.Snapshot, campaignID int64) (*CampaignCounts, error) {
	counts := &CampaignCounts{States: make(map[int64]int64), Attempts: make(map[int64]int64), NoNumber: make(map[int64]int64)}
	rows := r.Tx().Query(`SELECT c.state_id, c.n FROM call_states s LEFT JOIN counts c ON c.account_id = s.account_id AND c.list_id = s.campaign_id
				AND c.state_id = s.id AND c.level = 0 AND c.block = 0
			WHERE s.account_id = $1 AND s.campaign_id = $2
		UNION ALL SELECT state_id, n FROM counts WHERE account_id = $1 AND list_id = $2 AND state_id = 0 AND level = 0 AND block = 0
		UNION ALL SELECT state_id, n FROM counts WHERE account_id = $1 AND list_id = $2 AND state_id < 0 AND level = 0 AND block = 0`,
		r.AccountID, campaignID)
	for rows.Next() {
		counts.set(rows.Int(0), rows.Int(1))
	}
	return counts, rows.Err()
}

func (c *CampaignCounts) set(state, n int64) {
	switch {
	case n == 0: // also where there is no such count
	case state == counted.AnyState:
		c.Customers = n
	case state > 0:
		c.States[state] = n
	case state < counted.WithoutNumberBase:
		c.NoNumber[counted.WithoutNumberBase-state] = n
	default:
		c.Attempts[-1-state] = n
	}
}

// LatestChanges gives the seq of the latest change in each of some campaigns; those in which nothing has happened are not in it.
func LatestChanges(r *store.Snapshot, campaignIDs []int64) (map[int64]int64, error) {
	latest := make(map[int64]int64, len(campaignIDs))
	return latest, among.Each(campaignIDs, [2]any{r.AccountID, counted.AnyState}, func(args []any) error {
		rows := r.Tx().Query(among.Numbers+`SELECT list_id, seq FROM wanted LEFT JOIN counts
			ON account_id = $1 AND list_id = wanted.key AND state_id = $2 AND level = 0 AND block = 0`, args...)
		for rows.Next() {
			latest[rows.Int(0)] = rows.Int(1) // NULLs are at 0, which is no campaign's id
		}
		return rows.Err()
	})
}

// DayTallies gives the registered outcomes of a campaign by day, since a day.
func DayTallies(r *store.Snapshot, campaignID int64, since string) ([]Tally, error) {
	rows := r.Tx().Query(`SELECT day, CAST(SUM(n) AS BIGINT), CAST(SUM(hits) AS BIGINT), CAST(SUM(decisions) AS BIGINT) FROM outcome_tallies
		WHERE account_id = $1 AND campaign_id = $2 AND day >= $3 GROUP BY day ORDER BY day`, r.AccountID, campaignID, since)
	var tallies []Tally
	for rows.Next() {
		tallies = append(tallies, Tally{Day: rows.Text(0), N: rows.Int(1), Hits: rows.Int(2), Decisions: rows.Int(3)})
	}
	return tallies, rows.Err()
}

// Moved is how many changes took customers from one call state to another. FromState is 0 for those that were added.
type Moved struct{ FromState, ToState, N int64 }

// The moves of a campaign, and those of them that were withdrawn. The index is joined to its own table, as in changelog.Changes.
const (
	countMoved = `SELECT from_state, to_state, COUNT(*) FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 AND seq > $3 AND what <> 5 AND what <> 6
		GROUP BY from_state, to_state ORDER BY from_state, to_state`
	countTakenBack = `SELECT o.from_state, o.to_state, COUNT(*) FROM changes i
		LEFT JOIN changes c ON c.account_id = i.account_id AND c.seq = i.seq
		LEFT JOIN changes o ON o.account_id = c.account_id AND o.seq = c.withdrew
		WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.campaign_id > 0 AND i.seq > $3 AND i.what = 6 AND COALESCE(o.seq, 0) > $4
		GROUP BY o.from_state, o.to_state ORDER BY o.from_state, o.to_state`
)

// MovedSince counts a campaign's moves after a seq, from where to where. Those of outcomes that were withdrawn after it count against them,
// where they came after begun: what was counted before is made good.
func MovedSince(r *store.Snapshot, campaignID, seq, begun int64) ([]Moved, error) {
	var moves []Moved
	rows := r.Tx().Query(countMoved, r.AccountID, campaignID, seq)
	for rows.Next() {
		moves = append(moves, Moved{rows.Int(0), rows.Int(1), rows.Int(2)})
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	rows = r.Tx().Query(countTakenBack, r.AccountID, campaignID, seq, begun)
	for rows.Next() {
		moves = append(moves, Moved{rows.Int(0), rows.Int(1), -rows.Int(2)})
	}
	return moves, rows.Err()
}
