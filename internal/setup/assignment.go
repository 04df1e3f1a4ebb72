package setup

import (
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/given"
	"callflow/internal/store/setuprows"
)

// Assignments are pieces of work for clients.
var Assignments Noun = &noun[callflow.Assignment, AssignmentEdit]{
	name:  "An assignment",
	blank: callflow.Assignment{CRMType: callflow.B2C},
	id:    func(assignment *callflow.Assignment) *int64 { return &assignment.ID },
	all:   visibleAssignments,
	view:  func(_ *scope, assignment *callflow.Assignment) Thing { return viewAssignment(assignment) },
	read:  readAssignment,
	check: func(_ *scope, assignment *callflow.Assignment) error { return assignment.Validate() },
	used:  assignmentInUse,
	add: func(c *scope, assignment *callflow.Assignment) (int64, error) {
		return setuprows.CreateAssignment(c.w, assignment)
	},
	set: func(c *scope, assignment *callflow.Assignment) error {
		return setuprows.UpdateAssignment(c.w, assignment)
	},
	drop: func(c *scope, id int64) error { return setuprows.DeleteAssignment(c.w, id) },
}

// AssignmentEdit is what is said of an assignment.
type AssignmentEdit struct {
	Said

	ClientID    given.Value[int64]
	Name        given.Value[string]
	Description given.Value[string]
	CRMType     given.Value[string]
}

// Values are the edit's own values.
func (e *AssignmentEdit) Values() []Named {
	return e.values(
		Named{"client_id", &e.ClientID},
		Named{"name", &e.Name},
		Named{"description", &e.Description},
		Named{"crm_type", &e.CRMType},
	)
}

func viewAssignment(assignment *callflow.Assignment) Thing {
	return Thing{
		{"id", assignment.ID}, {"client_id", assignment.ClientID}, {"name", assignment.Name}, {"description", assignment.Description},
		{"crm_type", string(assignment.CRMType)},
	}
}

func visibleAssignments(c *scope) ([]callflow.Assignment, error) {
	assignments := sortedByID(c.Setup.Assignments)
	return slices.DeleteFunc(assignments, func(assignment callflow.Assignment) bool { return !c.Sees(assignment.ClientID) }), nil
}

func readAssignment(c *scope, f faults, edit *AssignmentEdit, assignment *callflow.Assignment) {
	clients := reference{"a client", func(id int64) bool { return c.Setup.Clients[id] != nil }}
	f.setReference("client_id", edit.ClientID, &assignment.ClientID, clients)
	f.setName("name", edit.Name, &assignment.Name)
	f.setText("description", edit.Description, longestDescription, &assignment.Description)
	types := given.Words[callflow.CRMType]{callflow.B2C, callflow.B2B}
	types.Take(f.Faults, "crm_type", wordOf[callflow.CRMType](edit.CRMType), &assignment.CRMType)
}

func assignmentInUse(c *scope, assignment *callflow.Assignment) error {
	var campaigns []int64
	for _, campaign := range c.Setup.CampaignsOf(assignment.ID) {
		campaigns = append(campaigns, campaign.ID)
	}
	if len(campaigns) > 0 {
		return inUse(fmt.Sprintf("The assignment has campaigns: %s.", idList(campaigns)), "Remove them first; those that were worked can only be archived.")
	}
	used, err := setuprows.HasCustomers(c.w, assignment.ID)
	if err != nil {
		return err
	}
	if used {
		return inUse("The assignment has customers.", "It stays for as long as they do.")
	}
	var fields []int64
	for _, field := range c.Setup.Fields[assignment.ID] {
		fields = append(fields, field.ID)
	}
	if len(fields) > 0 {
		return inUse(fmt.Sprintf("The assignment has custom fields: %s.", idList(fields)), "Remove them first.")
	}
	return nil
}
