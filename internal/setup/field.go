package setup

import (
	"fmt"
	"slices"

	"callflow"
	"callflow/internal/auth"
	"callflow/internal/cleanse"
	"callflow/internal/given"
	"callflow/internal/labels"
	"callflow/internal/store"
	"callflow/internal/store/setuprows"
)

// CustomFields are what the customers of an assignment have beside the standard keys.
var CustomFields Noun = customFields

var customFields = &noun[callflow.Field, FieldEdit]{
	name:  "A custom field",
	blank: callflow.Field{Type: callflow.Text},
	id:    func(field *callflow.Field) *int64 { return &field.ID },
	all:   fieldsOfOwner,
	view:  viewField,
	read:  readField,
	check: checkField,
	guard: guardField,
	used:  fieldInUse,
	add: func(c *scope, field *callflow.Field) (int64, error) {
		return setuprows.CreateField(c.w, c.owner, field)
	},
	set:  setField,
	drop: func(c *scope, id int64) error { return setuprows.DeleteField(c.w, c.owner, id) },
}

func fieldsOfOwner(c *scope) ([]callflow.Field, error) {
	if _, err := c.Assignment(c.owner); err != nil {
		return nil, err
	}
	return slices.Clone(c.Setup.Fields[c.owner]), nil
}

// FieldEdit is what is said of a custom field.
type FieldEdit struct {
	Said

	Key         given.Value[string]
	Type        given.Value[string]
	MaxLength   given.Value[int64]
	Hint        given.Value[string]
	Choices     given.Value[[]string]
	Position    given.Value[int64]
	RetypedFrom given.Value[string]
}

// Values are the edit's own values.
func (e *FieldEdit) Values() []Named {
	return e.values(
		Named{"key", &e.Key},
		Named{"type", &e.Type},
		Named{"max_length", &e.MaxLength},
		Named{"hint", &e.Hint},
		Named{"choices", &e.Choices},
		Named{"position", &e.Position},
		Named{"retyped_from", &e.RetypedFrom},
	)
}

func viewField(_ *scope, field *callflow.Field) Thing {
	shown := Thing{
		{"id", field.ID}, {"key", field.Key}, {"type", string(field.Type)}, {"max_length", field.MaxLength}, {"hint", field.Hint},
		{"choices", textsOf(field.Choices)}, {"position", field.Position},
	}
	if field.RetypedFrom != "" {
		shown = append(shown, Attribute{"retyped_from", string(field.RetypedFrom)})
	}
	return shown
}

func readField(c *scope, f faults, edit *FieldEdit, field *callflow.Field) {
	f.setName("key", edit.Key, &field.Key)
	was := field.Type
	types := given.Words[callflow.FieldType]{callflow.Text, callflow.Integer, callflow.Decimal, callflow.Date, callflow.Boolean, callflow.Choice}
	types.Take(f.Faults, "type", wordOf[callflow.FieldType](edit.Type), &field.Type)
	if was == callflow.Choice && field.Type != callflow.Choice { // they go with the type
		field.Choices = nil
	}
	f.setNumber("max_length", edit.MaxLength, &field.MaxLength)
	f.setText("hint", edit.Hint, longestDescription, &field.Hint)
	f.setTexts("choices", edit.Choices, &field.Choices)
	f.setNumber("position", edit.Position, &field.Position)
	if from := given.Take(f.Faults, "retyped_from", edit.RetypedFrom); edit.RetypedFrom.Set && from != string(field.RetypedFrom) {
		f.Note("retyped_from", "is told while a change of the type is unfinished, and can't be set.")
	}
	if c.survey != nil {
		field.RetypedFrom = c.survey.unfinished()
	}
}

func setField(c *scope, field *callflow.Field) error {
	if err := setuprows.UpdateField(c.w, c.owner, field); err != nil || c.survey == nil {
		return err
	}
	return setuprows.SetRetypedFrom(c.w, c.owner, field.ID, field.RetypedFrom)
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
		return auth.ErrMovedOn()
	}
	if !c.survey.again() {
		return nil
	}
	return c.survey.fits(c.w, before, after)
}

func fieldInUse(c *scope, field *callflow.Field) error {
	used, err := setuprows.HasValues(c.w, c.owner, field.ID)
	if err != nil || !used {
		return err
	}
	return inUse("Customers have values in the field.", "Unset them first.")
}

// CreateImportedField makes a field for a column of a file. The set-up is that from before the file's first one, since reading it for each takes
// a time that grows with all of them: that no two new ones have one label was seen before.
func CreateImportedField(w *store.Write, s *auth.Session, assignmentID int64, field *callflow.Field) error {
	edit := &FieldEdit{Key: given.Of(field.Key), Type: given.Of(string(field.Type))}
	c := &scope{Session: s, w: w, owner: assignmentID}
	made := customFields.blank
	err := customFields.decode(c, edit, &made)
	if err == nil {
		made.ID, err = customFields.add(c, &made)
	}
	if err != nil {
		return err
	}
	*field = made
	return s.Audit(w, store.AuditEntry{Action: "created", Noun: customFields.called(), NounID: made.ID})
}
