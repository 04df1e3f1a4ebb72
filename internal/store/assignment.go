package store

import (
	"cmp"

	"callflow"
)

// CreateAssignment adds an assignment, of consumers where it does not say, and gives its id.
func (w *Write) CreateAssignment(assignment *callflow.Assignment) (int64, error) {
	id, err := w.idOr(assignment.ID, "assignments")
	if err != nil {
		return 0, err
	}
	return id, w.setUp(`INSERT INTO assignments (account_id, id, client_id, name, description, crm_type, next_number)
		VALUES ($1, $2, $3, $4, $5, $6, 1)`,
		w.AccountID(), id, assignment.ClientID, assignment.Name, assignment.Description, string(cmp.Or(assignment.CRMType, callflow.B2C)))
}

// UpdateAssignment replaces what is known of an assignment; NotFound when it is not there.
func (w *Write) UpdateAssignment(assignment *callflow.Assignment) error {
	return w.setUpOne("UPDATE assignments SET client_id = $3, name = $4, description = $5, crm_type = $6 WHERE account_id = $1 AND id = $2",
		w.AccountID(), assignment.ID, assignment.ClientID, assignment.Name, assignment.Description, string(cmp.Or(assignment.CRMType, callflow.B2C)))
}

// DeleteAssignment takes away an assignment that nothing uses.
func (w *Write) DeleteAssignment(id int64) error {
	if err := w.setUp("DELETE FROM counts WHERE account_id = $1 AND list_id = $2", w.AccountID(), -id); err != nil {
		return err
	}
	return w.setUpOne("DELETE FROM assignments WHERE account_id = $1 AND id = $2", w.AccountID(), id)
}

// HasCustomers says whether an assignment has any customer.
func (w *Write) HasCustomers(assignmentID int64) (bool, error) {
	return w.exists("SELECT 1 FROM customers WHERE account_id = $1 AND assignment_id = $2 LIMIT 1", w.AccountID(), assignmentID)
}
