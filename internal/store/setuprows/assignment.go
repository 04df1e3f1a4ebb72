// Package setuprows changes what an account has set up: its clients, assignments, custom fields, campaigns, call states, outcomes and products. It stands on
// the store, and decides nothing: what may be changed is the verbs' to say. Users and the account itself are the store's own, as its directories are.
package setuprows

import (
	"cmp"

	"callflow"
	"callflow/internal/store"
)

// CreateAssignment adds an assignment, of consumers where it does not say, and gives its id.
func CreateAssignment(w *store.Write, assignment *callflow.Assignment) (int64, error) {
	id, err := w.IDOr(assignment.ID, "assignments")
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup(`INSERT INTO assignments (account_id, id, client_id, name, description, crm_type, next_number)
		VALUES ($1, $2, $3, $4, $5, $6, 1)`,
		w.AccountID(), id, assignment.ClientID, assignment.Name, assignment.Description, string(cmp.Or(assignment.CRMType, callflow.B2C)))
}

// UpdateAssignment replaces what is known of an assignment; NotFound when it is not there.
func UpdateAssignment(w *store.Write, assignment *callflow.Assignment) error {
	return w.ExecSetupOne("UPDATE assignments SET client_id = $3, name = $4, description = $5, crm_type = $6 WHERE account_id = $1 AND id = $2",
		w.AccountID(), assignment.ID, assignment.ClientID, assignment.Name, assignment.Description, string(cmp.Or(assignment.CRMType, callflow.B2C)))
}

// DeleteAssignment takes away an assignment that nothing uses.
func DeleteAssignment(w *store.Write, id int64) error {
	if err := w.ExecSetup("DELETE FROM counts WHERE account_id = $1 AND list_id = $2", w.AccountID(), -id); err != nil {
		return err
	}
	return w.ExecSetupOne("DELETE FROM assignments WHERE account_id = $1 AND id = $2", w.AccountID(), id)
}

// HasCustomers says whether an assignment has any customer.
func HasCustomers(w *store.Write, assignmentID int64) (bool, error) {
	return w.Exists("SELECT 1 FROM customers WHERE account_id = $1 AND assignment_id = $2 LIMIT 1", w.AccountID(), assignmentID)
}
