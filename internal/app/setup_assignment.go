package app

import (
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/labels"
	"callflow/internal/store"
)

// Assignments are pieces of work for clients.
var Assignments Noun = &noun[callflow.Assignment]{
	name:  "An assignment",
	blank: callflow.Assignment{CRMType: callflow.B2C},
	id:    func(assignment *callflow.Assignment) *int64 { return &assignment.ID },
	all:   visibleAssignments,
	view:  func(_ *scope, assignment *callflow.Assignment) any { return assignment },
	read:  readAssignment,
	check: func(_ *scope, assignment *callflow.Assignment) error { return assignment.Validate() },
	used:  assignmentInUse,
	add: func(c *scope, assignment *callflow.Assignment) (int64, error) {
		return c.w.CreateAssignment(assignment)
	},
	set:  func(c *scope, assignment *callflow.Assignment) error { return c.w.UpdateAssignment(assignment) },
	drop: func(c *scope, id int64) error { return c.w.DeleteAssignment(id) },
}

func visibleAssignments(c *scope) ([]callflow.Assignment, error) {
	assignments := sortedByID(c.Setup.Assignments)
	return slices.DeleteFunc(assignments, func(assignment callflow.Assignment) bool { return !c.Sees(assignment.ClientID) }), nil
}

func readAssignment(c *scope, b *body, assignment *callflow.Assignment) {
	b.setReference("client_id", "a client", &assignment.ClientID, func(id int64) bool { return c.Setup.Clients[id] != nil })
	b.setName("name", &assignment.Name)
	b.setText("description", longestDescription, &assignment.Description)
	setWord(b, "crm_type", &assignment.CRMType, callflow.B2C, callflow.B2B)
}

func assignmentInUse(c *scope, assignment *callflow.Assignment) error {
	var campaigns []int64
	for _, campaign := range c.Setup.CampaignsOf(assignment.ID) {
		campaigns = append(campaigns, campaign.ID)
	}
	if len(campaigns) > 0 {
		return inUse(fmt.Sprintf("The assignment has campaigns: %s.", idList(campaigns)), "Remove them first; those that were worked can only be archived.")
	}
	used, err := c.w.HasCustomers(assignment.ID)
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

// CustomFields are what the customers of an assignment have beside the standard keys.
var CustomFields Noun = customFields

var customFields = &noun[callflow.Field]{
	name:  "A custom field",
	blank: callflow.Field{Type: callflow.Text},
	id:    func(field *callflow.Field) *int64 { return &field.ID },
	all:   fieldsOfOwner,
	view:  viewField,
	read:  readField,
	check: checkField,
	guard: guardField,
	used:  fieldInUse,
	add:   func(c *scope, field *callflow.Field) (int64, error) { return c.w.CreateField(c.owner, field) },
	set:   setField,
	drop:  func(c *scope, id int64) error { return c.w.DeleteField(c.owner, id) },
}

func fieldsOfOwner(c *scope) ([]callflow.Field, error) {
	if _, err := c.Assignment(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.Fields[c.owner]), nil
}

func viewField(_ *scope, field *callflow.Field) any {
	shown := *field
	if shown.Choices == nil {
		shown.Choices = []string{}
	}
	return shown
}

func readField(c *scope, b *body, field *callflow.Field) {
	b.setName("key", &field.Key)
	was := field.Type
	setWord(b, "type", &field.Type, callflow.Text, callflow.Integer, callflow.Decimal, callflow.Date, callflow.Boolean, callflow.Choice)
	if was == callflow.Choice && field.Type != callflow.Choice { // they go with the type
		field.Choices = nil
	}
	b.setNumber("max_length", &field.MaxLength)
	b.setText("hint", longestDescription, &field.Hint)
	b.setTexts("choices", &field.Choices)
	b.setNumber("position", &field.Position)
	if from := b.text("retyped_from"); b.has("retyped_from") && from != string(field.RetypedFrom) {
		b.note("retyped_from", "is told while a change of the type is unfinished, and can't be set.")
	}
	if c.survey != nil {
		field.RetypedFrom = c.survey.unfinished()
	}
}

func setField(c *scope, field *callflow.Field) error {
	if err := c.w.UpdateField(c.owner, field); err != nil || c.survey == nil {
		return err
	}
	return c.w.SetRetypedFrom(c.owner, field.ID, field.RetypedFrom)
}

// checkField wants a label that no other field of the assignment has: columns of files are matched by it. Fields that share one already, as
// earlier versions let them, may keep it.
func checkField(c *scope, field *callflow.Field) error {
	fields := c.Setup.Fields[c.owner]
	for i := range fields {
		if fields[i].ID == field.ID && cleanse.SameLabel(fields[i].Key, field.Key) {
			return field.Validate()
		}
	}
	if isNew := !slices.ContainsFunc(fields, func(f callflow.Field) bool { return f.ID == field.ID }); isNew && len(fields) >= labels.MostFields {
		return inUse(fmt.Sprintf("The assignment has %d custom fields, and may have no more.", len(fields)),
			"Remove those that no customer has a value in, or keep several values in one field.")
	}
	return labels.CheckFree(fields, field)
}

// guardField lets a type be changed with the values that customers have, once they were looked at. Another request may have changed the type
// since: what was found out is of the field before that.
func guardField(c *scope, before, after *callflow.Field) error {
	if c.survey == nil {
		return nil
	}
	if held := &c.survey.held; before.Type != held.Type || before.RetypedFrom != held.RetypedFrom {
		return ErrMovedOn()
	}
	if !c.survey.again() {
		return nil
	}
	return c.survey.fits(c.w, before, after)
}

func fieldInUse(c *scope, field *callflow.Field) error {
	used, err := c.w.HasValues(c.owner, field.ID)
	if err != nil || !used {
		return err
	}
	return inUse("Customers have values in the field.", "Unset them first.")
}

// createImportedField makes a field for a column of a file. The set-up is that from before the file's first one, since reading it for each takes
// a time that grows with all of them: that no two new ones have one label was seen before.
func createImportedField(w *store.Write, s *auth.Session, assignmentID int64, field *callflow.Field) error {
	members := []Member{
		{Name: "key", Value: callflow.AppendJSONString(nil, field.Key)}, {Name: "type", Value: callflow.AppendJSONString(nil, string(field.Type))},
	}
	c := &scope{Session: s, w: w, owner: assignmentID}
	made := customFields.blank
	err := customFields.decode(c, members, &made)
	if err == nil {
		made.ID, err = customFields.add(c, &made)
	}
	if err != nil {
		return err
	}
	*field = made
	return s.Audit(w, store.AuditEntry{Action: "created", Noun: customFields.called(), NounID: made.ID})
}
