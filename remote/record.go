package remote

import (
	"encoding/json"
	"iter"
)

// Record is one flat JSON object, as it was sent. It lies in its page's bytes, and keeps them alive.
type Record []byte

// Value gives the value of a key as raw JSON. false where the key is not there.
func (r Record) Value(key string) (value []byte, found bool) {
	eachMember(r, func(raw, held []byte) bool {
		if found = isKey(raw, key); found {
			value = held
		}
		return !found
	})
	return value, found
}

// Text gives the value of a key: of a string its text, of anything else its JSON. false where the key is not there.
func (r Record) Text(key string) (string, bool) {
	value, found := r.Value(key)
	return textOf(value), found
}

// Members gives the keys in the order in which they were sent, each with its value as raw JSON.
func (r Record) Members() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		eachMember(r, func(raw, value []byte) bool { return yield(textOf(raw), value) })
	}
}

// Records are the page's records, in its order.
func (p *Page) Records() []Record { return p.records }

// textOf reads a JSON value as text.
func textOf(value []byte) string {
	if len(value) < 2 || value[0] != '"' {
		return string(value)
	}
	if plain := value[1 : len(value)-1]; !hasEscape(plain) {
		return string(plain)
	}
	var text string
	if err := json.Unmarshal(value, &text); err != nil {
		return ""
	}
	return text
}
