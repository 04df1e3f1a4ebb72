package store

import (
	"callflow"
	"callflow/internal/store/counted"
)

// CreateState adds a call state to a campaign and gives its id.
func (w *Write) CreateState(campaignID int64, state *callflow.State) (int64, error) {
	id, err := w.idOr(state.ID, "call_states")
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(state.Position, "call_states", "campaign_id", campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.setUp("INSERT INTO call_states (account_id, campaign_id, id, name, kind, position) VALUES ($1, $2, $3, $4, $5, $6)",
		w.AccountID(), campaignID, id, state.Name, string(state.Kind), position)
}

// UpdateState replaces what is known of a call state; NotFound when it is not there.
func (w *Write) UpdateState(campaignID int64, state *callflow.State) error {
	position, err := w.positionOr(state.Position, "call_states", "campaign_id", campaignID)
	if err != nil {
		return err
	}
	return w.setUpOne("UPDATE call_states SET name = $4, kind = $5, position = $6 WHERE account_id = $1 AND campaign_id = $2 AND id = $3",
		w.AccountID(), campaignID, state.ID, state.Name, string(state.Kind), position)
}

// DeleteState takes away a call state that never had a customer.
func (w *Write) DeleteState(campaignID, id int64) error {
	return w.setUpOne("DELETE FROM call_states WHERE account_id = $1 AND campaign_id = $2 AND id = $3", w.AccountID(), campaignID, id)
}

// InState is how many customers a campaign has in a call state; ever is false when none was ever in it.
func (w *Write) InState(campaignID, stateID int64) (n int64, ever bool, err error) {
	key := counted.Key{List: campaignID, State: stateID}
	for _, pending := range []counted.Changes{w.batch.state.counts, w.counts} { // what this transaction has not written yet
		change, ok := pending[key]
		n, ever = n+change.Delta, ever || ok
	}
	rows := w.tx().Query("SELECT n FROM counts WHERE account_id = $1 AND list_id = $2 AND state_id = $3 AND level = 0 AND block = 0",
		w.AccountID(), campaignID, stateID)
	defer rows.Close()
	if rows.Next() {
		n, ever = n+rows.Int(0), true
	}
	return n, ever, rows.Err()
}
