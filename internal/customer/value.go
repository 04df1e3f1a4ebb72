package customer

import (
	"fmt"
	"strings"

	"callflow"
	"callflow/internal/given"
)

// mostWrong is how much that is wrong with a customer is told at once.
const mostWrong = 100

// apply sets the values that were given. All that is wrong is told at once, up to mostWrong.
func apply(customer *callflow.Customer, fields []callflow.Field, values []given.Entry) error {
	faults := given.NewFaults()
	wrong := 0
	for i := range values {
		if err := applyOne(customer, fields, &values[i]); err != nil {
			faults.Add(callflow.FieldError{Field: values[i].Key, Message: err.Error()})
			wrong++
		}
		if wrong == mostWrong {
			break
		}
	}
	return faults.Err()
}

func applyOne(customer *callflow.Customer, fields []callflow.Field, value *given.Entry) error {
	if place := placeOf(customer, value.Key); place != nil {
		text, err := TextOf(value)
		if err == nil {
			*place = text
		}
		return err
	}
	if field := FieldNamed(fields, value.Key); field != nil {
		return applyCustom(customer, field, value)
	}
	if value.Key == callflow.KeySegment {
		text, err := TextOf(value)
		if err == nil {
			customer.Segment = text
		}
		return err
	}
	if strings.HasPrefix(value.Key, "crm__change_log__") {
		return nil // callflow keeps the change log; a record sent back as it was read is welcome
	}
	return UnknownKey(value.Key, fields)
}

// placeOf is where a customer's id and standard values are kept, by their key; nil for another one.
func placeOf(customer *callflow.Customer, key string) *string {
	if key == callflow.KeyCustomerID {
		return &customer.CustomerID
	}
	for _, field := range callflow.StandardFields {
		if key == field.Key {
			return field.Of(customer)
		}
	}
	return nil
}

// FieldNamed finds a custom field by its key in records, nil where there is none.
func FieldNamed(fields []callflow.Field, key string) *callflow.Field {
	for i := range fields {
		if key == fields[i].LookupID() {
			return &fields[i]
		}
	}
	return nil
}

// UnknownKey refuses a key that no customer of an assignment with these custom fields has.
func UnknownKey(key string, fields []callflow.Field) error {
	known := []string{callflow.KeyCustomerID}
	for _, field := range callflow.StandardFields {
		known = append(known, field.Key)
	}
	known = append(known, callflow.KeySegment)
	for i := range fields {
		known = append(known, fields[i].LookupID())
	}
	message := fmt.Sprintf("A customer of this assignment has no member %q.", key)
	if nearest := callflow.Nearest(key, known); nearest != "" {
		message += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return plainError(message)
}

// plainError is a text for the user that is part of a larger error.
type plainError string

func (e plainError) Error() string { return string(e) }

// TextOf is a value of a key whose values are texts.
func TextOf(value *given.Entry) (string, error) {
	switch value.Form {
	case given.Text, given.Null:
		return value.Text, nil
	case given.Literal, given.Nested:
	}
	return "", plainError(value.Key + " must be a string.")
}

// applyCustom sets a custom field. Nothing, and "", unset it.
func applyCustom(customer *callflow.Customer, field *callflow.Field, given *given.Entry) error {
	value, err := ValueOf(field, given)
	if err != nil {
		return err
	}
	delete(customer.Custom, field.ID)
	if value != "" {
		customer.Custom[field.ID] = value
	}
	return nil
}

// ValueOf reads a custom field's value; numbers keep their digits.
func ValueOf(field *callflow.Field, value *given.Entry) (callflow.Value, error) {
	switch value.Form {
	case given.Nested:
		return "", plainError(value.Key + " must be a single value.")
	case given.Literal:
		if field.Type == callflow.Text || field.Type == callflow.Choice || field.Type == callflow.Date {
			return "", plainError(value.Key + " must be a string.")
		}
	case given.Text, given.Null:
	}
	parsed, err := field.Parse(value.Text)
	if err != nil {
		return "", plainError(callflow.ErrorText(err))
	}
	return parsed, nil
}
