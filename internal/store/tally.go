package store

import (
	"callflow/internal/db"
	"callflow/internal/store/counted"
)

// tally counts a registered outcome.
func (w *Write) tally(campaignID int64, move *Move) error {
	setup, err := w.Setup()
	if err != nil {
		return err
	}
	key := counted.TallyKeyOf(campaignID, counted.Day(setup.Location, move.At), &move.Status)
	w.tallies.Merge(counted.Tallies{key: {N: 1, Hits: db.Flag(move.Hit), Decisions: db.Flag(move.Decision)}})
	return nil
}

// WasRegistered says whether an outcome of these names was ever registered in a campaign.
func (w *Write) WasRegistered(campaignID int64, kind, subtype string) (bool, error) {
	for key := range w.tallies {
		if key.Campaign == campaignID && key.Kind == kind && key.Subtype == subtype {
			return true, nil
		}
	}
	rows := w.Tx().Query("SELECT 1 FROM outcome_tallies WHERE account_id = $1 AND campaign_id = $2 AND type = $3 AND subtype = $4 LIMIT 1",
		w.AccountID(), campaignID, kind, subtype)
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// InState is how many customers a campaign has in a call state; ever is false when none was ever in it.
func (w *Write) InState(campaignID, stateID int64) (n int64, ever bool, err error) {
	key := counted.Key{List: campaignID, State: stateID}
	for _, pending := range []counted.Changes{w.batch.state.counts, w.counts} { // what this transaction has not written yet
		change, ok := pending[key]
		n, ever = n+change.Delta, ever || ok
	}
	rows := w.Tx().Query("SELECT n FROM counts WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = 0 AND block = 0",
		w.AccountID(), campaignID, stateID)
	defer rows.Close()
	if rows.Next() {
		n, ever = n+rows.Int(0), true
	}
	return n, ever, rows.Err()
}
