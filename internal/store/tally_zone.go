package store

import (
	"time"

	"callflow"
	"callflow/internal/db"
)

// retally counts a campaign's registered outcomes by the days of another time zone.
func (w *Write) retally(setup *Setup, campaignID int64, to *time.Location) error {
	moved := make(tallyChanges)
	rows := w.tx().Query(`SELECT at, products, to_state, status, detail FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND what = 3 AND withdrawn_by = 0 ORDER BY at, seq`, w.AccountID(), campaignID)
	var status callflow.Status
	var detail callflow.Detail
	var packed []byte
	for rows.Next() {
		at := rows.Int(0)
		before, after := dayIn(setup.Location, at), dayIn(to, at)
		if before == after {
			continue
		}
		packed = rows.Append(packed[:0], 3)
		status.SetPacked(packed)
		packed = rows.Append(packed[:0], 4)
		detail.SetPacked(packed)
		kind := callflow.StateOrNone(setup.States[campaignID], rows.Int(2)).Kind
		change := countedAs(&status, &detail, rows.Int(1) > 0, kind)
		key := tallyKey{campaignID, after, status.User, status.Cause, status.Alternative}
		moved.merge(tallyChanges{key: change})
		key.day = before
		moved.merge(tallyChanges{key: {-change.n, -change.hits, -change.decisions}})
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	w.tallies.merge(moved)
	return nil
}

// countedAs is what registering an outcome has added to the tallies. Where the log is older than schema 10, which keeps that, it is told by
// what the status says of it.
func countedAs(status *callflow.Status, detail *callflow.Detail, sold bool, kind callflow.StateKind) tallyChange {
	if detail.UserID != 0 {
		return tallyChange{1, db.Flag(sold || detail.Meeting), db.Flag(detail.Decision)}
	}
	hit := sold || status.MeetingFrom != 0
	return tallyChange{1, db.Flag(hit), db.Flag(hit || kind.Final())}
}
