package app

import (
	"cmp"
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
)

// CRM names what the later generation has in place of assignments: all that a data owner, which
// is a client, has of one type.
type CRM struct {
	DataOwnerID int64 // 0 names none
	Type        callflow.CRMType
}

// crmAssignments finds the assignments that are a data owner's CRM of a type, by id. A data owner that the
// caller may not see, and a type that it has nothing of, are not there.
func crmAssignments(s *auth.Session, crm CRM) ([]*callflow.Assignment, error) {
	var assignments []*callflow.Assignment
	for _, assignment := range s.Setup.Assignments {
		if assignment.ClientID == crm.DataOwnerID && assignment.CRMType == crm.Type && s.Sees(assignment.ClientID) {
			assignments = append(assignments, assignment)
		}
	}
	if len(assignments) == 0 {
		return nil, callflow.NotFoundError()
	}
	slices.SortFunc(assignments, func(a, b *callflow.Assignment) int { return cmp.Compare(a.ID, b.ID) })
	return assignments, nil
}

// assignmentsOf finds what is asked for by an assignment's id, or else as a data owner's CRM.
func assignmentsOf(s *auth.Session, assignmentID int64, crm CRM) ([]*callflow.Assignment, error) {
	if crm.DataOwnerID != 0 {
		return crmAssignments(s, crm)
	}
	assignment, err := s.Assignment(assignmentID)
	return []*callflow.Assignment{assignment}, err
}

// campaignsOf lists the campaigns of assignments, by id.
func campaignsOf(s *auth.Session, assignments []*callflow.Assignment) []*callflow.Campaign {
	var campaigns []*callflow.Campaign
	for _, assignment := range assignments {
		campaigns = append(campaigns, s.Setup.CampaignsOf(assignment.ID)...)
	}
	slices.SortFunc(campaigns, func(a, b *callflow.Campaign) int { return cmp.Compare(a.ID, b.ID) })
	return campaigns
}

// allAssignments lists every assignment that the caller may see, by id.
func allAssignments(s *auth.Session) []*callflow.Assignment {
	var assignments []*callflow.Assignment
	for _, assignment := range s.Setup.Assignments {
		if s.Sees(assignment.ClientID) {
			assignments = append(assignments, assignment)
		}
	}
	slices.SortFunc(assignments, func(a, b *callflow.Assignment) int { return cmp.Compare(a.ID, b.ID) })
	return assignments
}

// name is part of a list's name, which a cursor is good for; "" where no CRM is named.
func (crm CRM) name() string {
	if crm.DataOwnerID == 0 {
		return ""
	}
	return fmt.Sprintf("/%d/%s", crm.DataOwnerID, crm.Type)
}

// FieldsOfCRM lists the custom fields of a data owner's CRM: of one assignment after the other, each by position.
func (a *App) FieldsOfCRM(s *auth.Session, crm CRM) ([]callflow.Field, error) {
	assignments, err := crmAssignments(s, crm)
	if err != nil {
		return nil, err
	}
	var fields []callflow.Field
	for _, assignment := range assignments {
		fields = append(fields, s.Setup.Fields[assignment.ID]...)
	}
	return fields, nil
}

// Fields lists the custom fields of an assignment, by position.
func (a *App) Fields(s *auth.Session, assignmentID int64) ([]callflow.Field, error) {
	if _, err := s.Assignment(assignmentID); err != nil {
		return nil, err
	}
	return s.Setup.Fields[assignmentID], nil
}
