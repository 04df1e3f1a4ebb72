package app

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Bounds of what the audit tells of a change.
const (
	auditValue   = 60  // letters of a value
	auditDetails = 400 // letters in all
)

// changedFrom says which members of a thing the request changes, from what to what; of a thing that is removed, its record is told no more.
func (r *SetupRequest) changedFrom(before []byte) string {
	var held map[string]json.RawMessage
	if r.Mode != ChangeThing || json.Unmarshal(before, &held) != nil {
		return ""
	}
	var changed []string
	for _, member := range r.Members {
		was, known := held[member.Name]
		if from, to := auditText(was), auditText(member.Value); known && from != to {
			changed = append(changed, member.Name+": "+cutText(from, auditValue)+" → "+cutText(to, auditValue))
		}
	}
	return cutText(strings.Join(changed, ", "), auditDetails)
}

// auditText is a JSON value as people read it; "–" for none.
func auditText(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil && text != "" {
		return strings.ReplaceAll(text, "\n", " ")
	}
	var small bytes.Buffer
	switch string(value) {
	case "", "null", `""`, "0":
		return "–"
	}
	if json.Compact(&small, value) != nil {
		return "–"
	}
	return small.String()
}

func cutText(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}
