package changelog

import (
	"callflow"
	"callflow/internal/store"
)

// EachMove shows everything that moved a campaign's customers, in the order of the clock.
// Of each change its customer's number and What, At, ToState, Attempts, Status and WithdrawnBy are
// set; it is good until each returns.
func EachMove(r *store.Snapshot, campaignID int64, each func(*callflow.Change)) error {
	// The index is joined to its own table: left to itself, SQLite reads the whole account's log in order, and so does PostgreSQL with an inner join.
	rows := r.Tx().Query(`SELECT c.number, c.what, c.at, c.to_state, c.attempts, c.status, c.withdrawn_by
		FROM changes i LEFT JOIN changes c ON c.account_id = i.account_id AND c.seq = i.seq
		WHERE i.account_id = $1 AND i.campaign_id = $2 AND i.campaign_id > 0 AND i.what <> 5 ORDER BY i.seq`, r.AccountID, campaignID)
	change := callflow.Change{CampaignID: campaignID}
	for rows.Next() {
		change.Number, change.What, change.At = rows.Int(0), callflow.What(rows.Int(1)), rows.Int(2)
		change.ToState, change.Attempts, change.WithdrawnBy = rows.Int(3), rows.Int(4), rows.Int(6)
		change.Status = rows.Append(change.Status[:0], 5)
		each(&change)
	}
	return rows.Err()
}
