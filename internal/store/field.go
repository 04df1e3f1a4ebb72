package store

import (
	"encoding/json"

	"callflow"
)

// CreateField adds a custom field to an assignment and gives its id.
func (w *Write) CreateField(assignmentID int64, field *callflow.Field) (int64, error) {
	id, err := w.fieldIDOr(field.ID)
	if err != nil {
		return 0, err
	}
	position, err := w.positionOr(field.Position, "custom_fields", "assignment_id", assignmentID)
	if err != nil {
		return 0, err
	}
	choices, err := json.Marshal(field.Choices)
	if err != nil {
		return 0, err
	}
	return id, w.setUp(`INSERT INTO custom_fields (account_id, assignment_id, id, key, type, max_length, hint, choices, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		w.AccountID(), assignmentID, id, field.Key, string(field.Type), field.MaxLength, field.Hint, string(choices), position)
}

// UpdateField replaces what is known of a custom field, but for the type that it is being changed from; NotFound when it is not there.
func (w *Write) UpdateField(assignmentID int64, field *callflow.Field) error {
	position, err := w.positionOr(field.Position, "custom_fields", "assignment_id", assignmentID)
	if err != nil {
		return err
	}
	choices, err := json.Marshal(field.Choices)
	if err != nil {
		return err
	}
	return w.setUpOne(`UPDATE custom_fields SET key = $4, type = $5, max_length = $6, hint = $7, choices = $8, position = $9
		WHERE account_id = $1 AND assignment_id = $2 AND id = $3`,
		w.AccountID(), assignmentID, field.ID, field.Key, string(field.Type), field.MaxLength, field.Hint, string(choices), position)
}

// SetRetypedFrom notes which type a custom field's values are being changed from, "" once they all are; NotFound when it is not there.
func (w *Write) SetRetypedFrom(assignmentID, id int64, from callflow.FieldType) error {
	return w.setUpOne("UPDATE custom_fields SET retyped_from = $4 WHERE account_id = $1 AND assignment_id = $2 AND id = $3",
		w.AccountID(), assignmentID, id, string(from))
}

// DeleteField takes away a custom field in which no customer has a value. Its id is not used again.
func (w *Write) DeleteField(assignmentID, id int64) error {
	err := w.setUpOne("DELETE FROM custom_fields WHERE account_id = $1 AND assignment_id = $2 AND id = $3", w.AccountID(), assignmentID, id)
	if err != nil {
		return err
	}
	_, err = w.tx().Exec("INSERT INTO deleted_fields (account_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING", w.AccountID(), id)
	return err
}

// fieldIDOr gives the wanted id, unless a field had it that was deleted, or one past all that fields have or had.
func (w *Write) fieldIDOr(wanted int64) (int64, error) {
	if wanted != 0 {
		return w.unspentFieldID(wanted)
	}
	present, err := w.nextID("custom_fields")
	if err != nil {
		return 0, err
	}
	unspent, err := w.nextID("deleted_fields")
	return max(present, unspent), err
}

func (w *Write) unspentFieldID(wanted int64) (int64, error) {
	id, err := w.idOr(wanted, "custom_fields")
	if err != nil {
		return 0, err
	}
	rows := w.tx().Query("SELECT 1 FROM deleted_fields WHERE account_id = $1 AND id = $2", w.AccountID(), id)
	defer rows.Close()
	if rows.Next() {
		return 0, &callflow.Error{
			Code:    callflow.Conflict,
			Message: "A custom field that was deleted had this id, and earlier records hold its values.",
			Fix:     "Choose another id, or leave it out.",
		}
	}
	return id, rows.Err()
}

// HasValues says whether any customer of the assignment has a value in a custom field.
func (w *Write) HasValues(assignmentID, fieldID int64) (bool, error) {
	hasValue := func(card []byte) bool {
		tag, _, rest, ok := callflow.NextPacked(card)
		for ok && tag != callflow.CustomTag(fieldID) {
			tag, _, rest, ok = callflow.NextPacked(rest)
		}
		return ok
	}
	return w.existsPacked(hasValue, "SELECT card FROM customers WHERE account_id = $1 AND assignment_id = $2", w.AccountID(), assignmentID)
}
