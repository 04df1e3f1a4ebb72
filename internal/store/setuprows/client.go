package setuprows

import (
	"callflow"
	"callflow/internal/store"
)

// CreateClient adds a client and gives its id, the account's next where client.ID is 0.
func CreateClient(w *store.Write, client *callflow.Client) (int64, error) {
	id, err := w.IDOr(client.ID, "clients")
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup("INSERT INTO clients (account_id, id, short_name, full_name) VALUES ($1, $2, $3, $4)",
		w.AccountID(), id, client.ShortName, client.FullName)
}

// UpdateClient replaces what is known of a client; NotFound when it is not there.
func UpdateClient(w *store.Write, client *callflow.Client) error {
	return w.ExecSetupOne("UPDATE clients SET short_name = $3, full_name = $4 WHERE account_id = $1 AND id = $2",
		w.AccountID(), client.ID, client.ShortName, client.FullName)
}

// DeleteClient takes away a client that nothing uses.
func DeleteClient(w *store.Write, id int64) error {
	return w.ExecSetupOne("DELETE FROM clients WHERE account_id = $1 AND id = $2", w.AccountID(), id)
}
