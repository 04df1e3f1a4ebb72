package wire

import (
	"encoding/json"

	"callflow/internal/given"
)

// Entries reads members whose names the account alone knows, as those of a customer.
func Entries(members []Member) []given.Entry {
	entries := make([]given.Entry, len(members))
	for i := range members {
		entries[i] = entry(members[i])
	}
	return entries
}

func entry(member Member) given.Entry {
	read := given.Entry{Key: member.Name}
	switch member.Value[0] {
	case '{', '[':
		read.Form = given.Nested
	case 'n':
		read.Form = given.Null
	case '"':
		if json.Unmarshal(member.Value, &read.Text) != nil {
			read.Form = given.Nested
		}
	default:
		read.Form, read.Text = given.Literal, string(member.Value)
	}
	return read
}

// EncodeAnonymized tells by which id an anonymised customer can be asked for.
func EncodeAnonymized(customerID string) []byte {
	return encode(struct {
		CustomerID string `json:"customer_id"`
	}{customerID})
}
