package store

import (
	"time"

	"callflow"
	"callflow/internal/store/counted"
)

// retally counts a campaign's registered outcomes by the days of another time zone.
func (w *Write) retally(setup *Setup, campaignID int64, to *time.Location) error {
	moved := make(counted.Tallies)
	rows := w.Tx().Query(`SELECT at, products, to_state, status, detail FROM changes
		WHERE account_id = $1 AND campaign_id = $2 AND what = 3 AND withdrawn_by = 0 ORDER BY at, seq`, w.AccountID(), campaignID)
	var status callflow.Status
	var detail callflow.Detail
	var packed []byte
	for rows.Next() {
		at := rows.Int(0)
		before, after := counted.Day(setup.Location, at), counted.Day(to, at)
		if before == after {
			continue
		}
		packed = rows.Append(packed[:0], 3)
		status.SetPacked(packed)
		packed = rows.Append(packed[:0], 4)
		detail.SetPacked(packed)
		kind := callflow.StateOrNone(setup.States[campaignID], rows.Int(2)).Kind
		change := counted.TallyOf(&status, &detail, rows.Int(1) > 0, kind)
		key := counted.TallyKeyOf(campaignID, after, &status)
		moved.Merge(counted.Tallies{key: change})
		key.Day = before
		moved.Merge(counted.Tallies{key: {N: -change.N, Hits: -change.Hits, Decisions: -change.Decisions}})
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	w.tallies.Merge(moved)
	return nil
}
