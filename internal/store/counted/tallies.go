package counted

import (
	"time"

	"callflow"
	"callflow/internal/db"
)

// TallyKey is what registered outcomes are counted by.
type TallyKey struct {
	Campaign                 int64
	Day, User, Kind, Subtype string
}

// TallyKeyOf is what the outcome of a status is counted by.
func TallyKeyOf(campaignID int64, day string, status *callflow.Status) TallyKey {
	return TallyKey{campaignID, day, status.User, status.Cause, status.Alternative}
}

// TallyChange is how many outcomes come to a tally, and how many of them were hits and decisions.
type TallyChange struct{ N, Hits, Decisions int64 }

// Tallies collects what a transaction does to the tallies, to be written once.
type Tallies map[TallyKey]TallyChange

// Merge takes in what others have collected.
func (t Tallies) Merge(others Tallies) {
	for key, other := range others {
		change := t[key]
		t[key] = TallyChange{change.N + other.N, change.Hits + other.Hits, change.Decisions + other.Decisions}
	}
}

// Flush writes what was collected.
func (t Tallies) Flush(tx db.Tx, accountID int64) error {
	for key, change := range t {
		if change == (TallyChange{}) { // registered and withdrawn together
			continue
		}
		err := tx.Queue(`INSERT INTO outcome_tallies (account_id, campaign_id, day, user_name, type, subtype, n, hits, decisions)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (account_id, campaign_id, day, user_name, type, subtype) DO UPDATE
			SET n = outcome_tallies.n + excluded.n, hits = outcome_tallies.hits + excluded.hits,
				decisions = outcome_tallies.decisions + excluded.decisions`,
			accountID, key.Campaign, key.Day, key.User, key.Kind, key.Subtype, change.N, change.Hits, change.Decisions)
		if err != nil {
			return err
		}
		if change.N >= 0 {
			continue
		}
		for _, sql := range afterWithdrawal {
			if err := tx.Queue(sql, accountID, key.Campaign, key.Day, key.User, key.Kind, key.Subtype); err != nil {
				return err
			}
		}
	}
	return nil
}

// ofTally is a row of the tallies.
const ofTally = " WHERE account_id = $1 AND campaign_id = $2 AND day = $3 AND user_name = $4 AND type = $5 AND subtype = $6"

// fitTally keeps a tally possible. Of outcomes that are older than schema 10, the log does not say all that they were counted as.
const fitTally = `UPDATE outcome_tallies SET
	hits = CASE WHEN hits < 0 THEN 0 WHEN hits > n THEN n ELSE hits END,
	decisions = CASE WHEN decisions > n THEN n WHEN hits > n THEN n
		WHEN decisions < 0 AND hits < 0 THEN 0 WHEN decisions < hits THEN hits ELSE decisions END` + ofTally

// afterWithdrawal are the statements that follow where outcomes were taken out of a tally: of none, there is no row.
var afterWithdrawal = []string{fitTally, "DELETE FROM outcome_tallies" + ofTally + " AND n = 0"}

// Day is the day of a moment, as tallies are kept by it.
func Day(location *time.Location, at int64) string {
	return time.UnixMilli(at).In(location).Format(callflow.DateLayout)
}

// TallyOf is what registering an outcome has added to the tallies. Where the log is older than schema 10, which keeps that, it is told by
// what the status says of it.
func TallyOf(status *callflow.Status, detail *callflow.Detail, sold bool, kind callflow.StateKind) TallyChange {
	if detail.UserID != 0 {
		return TallyChange{1, db.Flag(sold || detail.Meeting), db.Flag(detail.Decision)}
	}
	hit := sold || status.MeetingFrom != 0
	return TallyChange{1, db.Flag(hit), db.Flag(hit || kind.Final())}
}
