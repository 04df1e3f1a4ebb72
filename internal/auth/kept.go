package auth

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"callflow"
)

// KeptNames says whether a kept answer names a customer; its place is told with its record.
func KeptNames(customerID string) func(kept []byte) bool {
	name := callflow.AppendJSONString(nil, customerID)
	return func(kept []byte) bool {
		var answer Answer
		return json.Unmarshal(kept, &answer) != nil || bytes.Contains(answer.Body, name) // what can't be read is told by the write
	}
}

// EmptyKept empties a kept answer that names a customer who was anonymised: it has another id now.
func EmptyKept(kept []byte, customerID, newID string) ([]byte, error) {
	var answer Answer
	if err := json.Unmarshal(kept, &answer); err != nil {
		return nil, err
	}
	name := callflow.AppendJSONString(nil, customerID)
	if answer.Location == customerID {
		answer.Location = newID
	}
	answer.Body = emptyRecord(answer.Body, name)
	if answer.Record != nil {
		answer.Record = emptyRecord(answer.Record, name)
	}
	return json.Marshal(&answer)
}

// keptMember is one member of a record that was answered.
type keptMember struct {
	name  string
	value json.RawMessage
}

// emptyRecord is a record that was answered, as an anonymised customer's shows; of another body the id alone is taken out.
func emptyRecord(body, name []byte) []byte {
	members, err := membersOf(body)
	if err != nil || !slices.ContainsFunc(members, func(m keptMember) bool { return m.name == callflow.KeyCustomerID }) {
		return bytes.ReplaceAll(body, name, []byte(`""`))
	}
	emptied := []byte{'{'}
	for i, member := range members {
		if i > 0 {
			emptied = append(emptied, ',')
		}
		emptied = append(callflow.AppendJSONString(emptied, member.name), ':')
		emptied = append(emptied, emptiedValue(member)...)
	}
	return append(emptied, '}')
}

func emptiedValue(member keptMember) []byte {
	switch {
	case member.name == callflow.StandardFields[0].Key:
		return []byte(callflow.TextValue(callflow.AnonymizedName))
	case strings.HasPrefix(member.name, "crm__"), strings.HasSuffix(member.name, "__comment"), member.name == "meeting__agent",
		member.name == callflow.KeySegment:
		return []byte(`""`)
	}
	return member.value
}

// membersOf takes a record apart that was answered here.
func membersOf(body []byte) (members []keptMember, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, err
	}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		member := keptMember{name: name}
		if err := decoder.Decode(&member.value); err != nil {
			return nil, err
		}
		members = append(members, member)
	}
	return members, nil
}
