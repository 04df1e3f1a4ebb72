package setuprows

import (
	"callflow"
	"callflow/internal/store"
)

// stateBehind is the position behind the last.
const stateBehind = "SELECT COALESCE(MAX(position), 0) + 1 FROM call_states WHERE account_id = $1 AND campaign_id = $2"

// CreateState adds a call state to a campaign and gives its id.
func CreateState(w *store.Write, campaignID int64, state *callflow.State) (int64, error) {
	id, err := w.IDOr(state.ID, "call_states")
	if err != nil {
		return 0, err
	}
	position, err := positionOr(w, state.Position, stateBehind, campaignID)
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup("INSERT INTO call_states (account_id, campaign_id, id, name, kind, position) VALUES ($1, $2, $3, $4, $5, $6)",
		w.AccountID(), campaignID, id, state.Name, string(state.Kind), position)
}

// UpdateState replaces what is known of a call state; NotFound when it is not there.
func UpdateState(w *store.Write, campaignID int64, state *callflow.State) error {
	position, err := positionOr(w, state.Position, stateBehind, campaignID)
	if err != nil {
		return err
	}
	return w.ExecSetupOne("UPDATE call_states SET name = $4, kind = $5, position = $6 WHERE account_id = $1 AND campaign_id = $2 AND id = $3",
		w.AccountID(), campaignID, state.ID, state.Name, string(state.Kind), position)
}

// DeleteState takes away a call state that never had a customer.
func DeleteState(w *store.Write, campaignID, id int64) error {
	return w.ExecSetupOne("DELETE FROM call_states WHERE account_id = $1 AND campaign_id = $2 AND id = $3", w.AccountID(), campaignID, id)
}
