package setuprows

import (
	"encoding/json"

	"callflow"
	"callflow/internal/store"
)

// fieldBehind is the position behind the last.
const fieldBehind = "SELECT COALESCE(MAX(position), 0) + 1 FROM custom_fields WHERE account_id = $1 AND assignment_id = $2"

// CreateField adds a custom field to an assignment and gives its id.
func CreateField(w *store.Write, assignmentID int64, field *callflow.Field) (int64, error) {
	id, err := fieldIDOr(w, field.ID)
	if err != nil {
		return 0, err
	}
	position, err := positionOr(w, field.Position, fieldBehind, assignmentID)
	if err != nil {
		return 0, err
	}
	choices, err := json.Marshal(field.Choices)
	if err != nil {
		return 0, err
	}
	return id, w.ExecSetup(`INSERT INTO custom_fields (account_id, assignment_id, id, key, type, max_length, hint, choices, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		w.AccountID(), assignmentID, id, field.Key, string(field.Type), field.MaxLength, field.Hint, string(choices), position)
}

// UpdateField replaces what is known of a custom field, but for the type that it is being changed from; NotFound when it is not there.
func UpdateField(w *store.Write, assignmentID int64, field *callflow.Field) error {
	position, err := positionOr(w, field.Position, fieldBehind, assignmentID)
	if err != nil {
		return err
	}
	choices, err := json.Marshal(field.Choices)
	if err != nil {
		return err
	}
	return w.ExecSetupOne(`UPDATE custom_fields SET key = $4, type = $5, max_length = $6, hint = $7, choices = $8, position = $9
		WHERE account_id = $1 AND assignment_id = $2 AND id = $3`,
		w.AccountID(), assignmentID, field.ID, field.Key, string(field.Type), field.MaxLength, field.Hint, string(choices), position)
}

// SetRetypedFrom notes which type a custom field's values are being changed from, "" once they all are; NotFound when it is not there.
func SetRetypedFrom(w *store.Write, assignmentID, id int64, from callflow.FieldType) error {
	return w.ExecSetupOne("UPDATE custom_fields SET retyped_from = $4 WHERE account_id = $1 AND assignment_id = $2 AND id = $3",
		w.AccountID(), assignmentID, id, string(from))
}

// DeleteField takes away a custom field in which no customer has a value. Its id is not used again.
func DeleteField(w *store.Write, assignmentID, id int64) error {
	err := w.ExecSetupOne("DELETE FROM custom_fields WHERE account_id = $1 AND assignment_id = $2 AND id = $3", w.AccountID(), assignmentID, id)
	if err != nil {
		return err
	}
	_, err = w.Tx().Exec("INSERT INTO deleted_fields (account_id, id) VALUES ($1, $2) ON CONFLICT DO NOTHING", w.AccountID(), id)
	return err
}

// fieldIDOr gives the wanted id, unless a field had it that was deleted, or one past all that fields have or had.
func fieldIDOr(w *store.Write, wanted int64) (int64, error) {
	if wanted != 0 {
		return unspentFieldID(w, wanted)
	}
	present, err := w.NextID("custom_fields")
	if err != nil {
		return 0, err
	}
	unspent, err := w.NextID("deleted_fields")
	return max(present, unspent), err
}

func unspentFieldID(w *store.Write, wanted int64) (int64, error) {
	id, err := w.IDOr(wanted, "custom_fields")
	if err != nil {
		return 0, err
	}
	rows := w.Tx().Query("SELECT 1 FROM deleted_fields WHERE account_id = $1 AND id = $2", w.AccountID(), id)
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
func HasValues(w *store.Write, assignmentID, fieldID int64) (bool, error) {
	hasValue := func(card []byte) bool {
		tag, _, rest, ok := callflow.NextPacked(card)
		for ok && tag != callflow.CustomTag(fieldID) {
			tag, _, rest, ok = callflow.NextPacked(rest)
		}
		return ok
	}
	return existsPacked(w, hasValue, "SELECT card FROM customers WHERE account_id = $1 AND assignment_id = $2", w.AccountID(), assignmentID)
}
