package labels

import (
	"fmt"
	"slices"
	"strings"

	"callflow"
	"callflow/internal/cleanse"
)

// standardNames are the names of the values that every customer has, by their keys. A custom field of such a name would get the values of another
// one when a file that callflow wrote is imported: columns are matched by these names. Files of other systems have columns such as Comment, Campaign
// or Segment of their own: those are no such names.
var standardNames = func() map[string][]string {
	names := map[string][]string{callflow.KeyCustomerID: {"customer_id"}}
	for _, field := range callflow.StandardFields {
		names[field.Key] = []string{field.Name}
	}
	for key, column := range known {
		if isCustomersKey(key) {
			names[key] = append(names[key], key, column.Label)
		}
	}
	return names
}()

// isCustomersKey says whether a key of the record is the customer's own.
func isCustomersKey(key string) bool { return strings.HasPrefix(key, "crm__") }

// StandardNamed is the key of the record's value that has a name already, "" where none has.
func StandardNamed(label string) string {
	for key, names := range standardNames {
		if slices.ContainsFunc(names, func(name string) bool { return cleanse.SameLabel(name, label) }) {
			return key
		}
	}
	return ""
}

// beginsAsKey says whether a label begins as the keys of records do.
func beginsAsKey(label string) bool {
	label = Fold(label)
	return strings.HasPrefix(label, "crm__") || IsOfRecord(label)
}

// MostFields is how many custom fields an assignment may have. Each write of a set-up reads all of them, and each record and export has a
// place for every one.
const MostFields = 1000

// CheckFree wants a new field to be as fields are, with a label that neither another field nor a standard value has.
func CheckFree(fields []callflow.Field, field *callflow.Field) error {
	for i := range fields {
		if fields[i].ID != field.ID && cleanse.SameLabel(fields[i].Key, field.Key) {
			return callflow.InvalidField("key", fmt.Sprintf("key is the label of the custom field %d already: %q.", fields[i].ID, fields[i].Key))
		}
	}
	if key := StandardNamed(field.Key); key != "" {
		return callflow.InvalidField("key", fmt.Sprintf(
			"key is a name of %s, which records have already: columns of files are matched by it. Choose another label.", key))
	}
	if beginsAsKey(field.Key) {
		return callflow.InvalidField("key", "key begins as the keys of records do: columns of files are matched by those. Choose another label.")
	}
	return field.Validate()
}
