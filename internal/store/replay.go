package store

import "callflow"

// EachMove shows everything that moved a campaign's customers, in the order of the clock.
// Of each change its customer's number and What, At, ToState, Attempts and Status are
// set; it is good until each returns.
func (r *Snapshot) EachMove(campaignID int64, each func(*callflow.Change)) error {
	rows := r.tx.Query(`SELECT number, what, at, to_state, attempts, status FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND campaign_id > 0 AND what <> 5 ORDER BY seq`, r.AccountID, campaignID)
	change := callflow.Change{CampaignID: campaignID}
	for rows.Next() {
		change.Number, change.What, change.At = rows.Int(0), callflow.What(rows.Int(1)), rows.Int(2)
		change.ToState, change.Attempts = rows.Int(3), rows.Int(4)
		change.Status = rows.Append(change.Status[:0], 5)
		each(&change)
	}
	return rows.Err()
}
