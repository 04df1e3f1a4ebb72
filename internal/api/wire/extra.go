package wire

import (
	"encoding/json"
	"fmt"

	"callflow"
	"callflow/internal/cleanse"
)

// Limits of what a registration may carry beside its own members.
const (
	mostExtras   = 50
	longestLabel = 100
	longestExtra = 2000
)

// readExtra reads further values by label: single values alone, in the order given. It packs them as they are kept.
func readExtra(o *Object) (callflow.Value, []callflow.FieldError) {
	below, fault := o.Object("extra")
	switch {
	case fault != "":
		return "", []callflow.FieldError{{Field: "extra", Message: "extra " + fault}}
	case below == nil || len(below.members) == 0:
		return "", nil
	case len(below.members) > mostExtras:
		return "", []callflow.FieldError{{Field: "extra", Message: fmt.Sprintf("extra has more than %d labels.", mostExtras)}}
	}
	var faults []callflow.FieldError
	object := []byte{'{'}
	for _, member := range below.members {
		value, problem := extraValue(member)
		if problem != "" {
			name := below.Prefix + member.Name
			faults = append(faults, callflow.FieldError{Field: name, Message: name + " " + problem})
			continue
		}
		if len(object) > 1 {
			object = append(object, ',')
		}
		object = append(append(callflow.AppendJSONString(object, member.Name), ':'), value...)
	}
	return callflow.Value(append(object, '}')), faults
}

// extraValue writes a label's value again, so that it is compact and not escaped.
func extraValue(member Member) (value []byte, problem string) {
	if member.Name == "" || len(member.Name) > longestLabel || !cleanse.IsOneLine(member.Name) {
		return nil, fmt.Sprintf("must have a label of 1 to %d bytes, without line breaks and control characters.", longestLabel)
	}
	if len(member.Value) > longestExtra {
		return nil, fmt.Sprintf("must have at most %d bytes.", longestExtra)
	}
	switch member.Value[0] {
	case '{', '[':
		return nil, "must be a single value: a string, a number, true or false."
	case '"':
		var text string
		if err := json.Unmarshal(member.Value, &text); err != nil {
			return nil, "must be a string."
		}
		return callflow.AppendJSONString(nil, text), ""
	case 'n':
		return []byte(`""`), ""
	}
	return member.Value, ""
}
